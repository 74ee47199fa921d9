/**
 * What a later mail of the same reporter adds to a report. Only ever adds: a field that the report has stays as it
 * is, because From can be forged and the first mail is what an engineer works from.
 */
import type { ExtractedReport, FieldSource, Report } from './schema.js';

const TEXTS = ['summary', 'description', 'environment', 'mitigations', 'impact', 'severity'] as const;
const LISTS = ['steps', 'affected', 'cwe', 'cve', 'references'] as const;

type Field = (typeof TEXTS)[number] | (typeof LISTS)[number];
type Sources = Report['source'];

export interface Filled {
  readonly content: Report;
  /** Names of the fields that were missing until now. */
  readonly filled: readonly string[];
}

/**
 * Fills what a report lacks.
 * @param content - the report so far
 * @param found - what the later mail says
 */
export function fillReport(content: Report, found: ExtractedReport): Filled {
  const filled = [...TEXTS, ...LISTS].filter(field => isEmpty(content[field]) && !isEmpty(found[field]));
  const takesContact = content.missing.includes('contact') && !found.missing.includes('contact');
  const takesCredit = content.reporter.wantsCredit === null && found.reporter.wantsCredit !== null;
  const sources: Sources = { ...content.source };
  for (const field of filled) addSource(sources, field, found.source);
  if (takesContact) addSource(sources, 'reporterEmail', found.source);
  if (takesCredit) addSource(sources, 'creditAs', found.source);
  return {
    content: {
      ...content,
      ...Object.fromEntries(filled.map(field => [field, found[field]])),
      reporter: {
        name: content.reporter.name ?? found.reporter.name,
        email: takesContact ? found.reporter.email : content.reporter.email,
        creditAs: takesCredit ? found.reporter.creditAs : content.reporter.creditAs,
        wantsCredit: content.reporter.wantsCredit ?? found.reporter.wantsCredit,
      },
      missing: content.missing.filter(part => found.missing.includes(part)),
      language: content.language ?? found.language,
      source: sources,
    },
    filled: [...filled, ...(takesContact ? ['contact'] : []), ...(takesCredit ? ['credit'] : [])],
  };
}

function isEmpty(value: Report[Field]): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function addSource(sources: Sources, field: Field | keyof Sources, found: Sources): void {
  const source: FieldSource | undefined = found[field as keyof Sources];
  if (source !== undefined) sources[field as keyof Sources] = source;
}
