/**
 * A report whose first mail is read again: what later mails filled meanwhile stays as it is, because people have
 * worked with it.
 */
import type { MissingPart, Report, SourcedField } from './schema.js';

/** The field that fills a missing part. */
const FILLS: Readonly<Record<MissingPart, SourcedField>> = {
  description: 'description',
  steps: 'steps',
  affected: 'affected',
  contact: 'reporterEmail',
};

/**
 * Puts into a fresh report what later mails filled in the one before. Pure.
 * @param fresh - of the first mail alone
 * @param before - as it stands on record
 */
export function keepFilled(fresh: Report, before: Report): Report {
  const isKept = (field: SourcedField) => (before.where[field]?.mail ?? 0) > 0;
  const kept = (Object.keys(before.where) as SourcedField[]).filter(isKept);
  const values = kept.filter(field => field in before).map(field => [field, before[field as keyof Report]]);
  const reporter = isKept('reporterEmail')
    ? { ...fresh.reporter, email: before.reporter.email }
    : fresh.reporter;
  const credit = isKept('wantsCredit')
    ? { creditAs: before.reporter.creditAs, wantsCredit: before.reporter.wantsCredit }
    : {};
  return {
    ...fresh,
    ...Object.fromEntries(values),
    // What is computed goes with what it is computed from.
    ...(isKept('severity') ? { cvss: before.cvss } : {}),
    ...(isKept('affected') ? { ranges: before.ranges } : {}),
    reporter: {
      ...reporter,
      ...(isKept('reporterName') ? { name: before.reporter.name } : {}),
      ...credit,
    },
    identity: {
      handle: isKept('handle') ? before.identity.handle : fresh.identity.handle,
      fingerprint: isKept('fingerprint') ? before.identity.fingerprint : fresh.identity.fingerprint,
    },
    missing: fresh.missing.filter(part => !isKept(FILLS[part])),
    source: { ...fresh.source, ...Object.fromEntries(kept.map(field => [field, before.source[field]])) },
    where: { ...fresh.where, ...Object.fromEntries(kept.map(field => [field, before.where[field]])) },
  };
}
