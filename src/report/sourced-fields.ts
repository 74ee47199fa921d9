/**
 * The fields that say where they were found; apart from the schema, whose library the reading thread can do without.
 */
export const SOURCED_FIELDS = [
  'reporterName',
  'reporterEmail',
  'creditAs',
  'wantsCredit',
  'handle',
  'fingerprint',
  'summary',
  'description',
  'steps',
  'affected',
  'environment',
  'mitigations',
  'impact',
  'severity',
  'cwe',
  'cve',
  'ghsa',
  'references',
  'endpoints',
  'language',
] as const;
