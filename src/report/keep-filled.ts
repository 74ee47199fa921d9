/**
 * A report whose first mail is read again: what later mails filled meanwhile stays as it is, because people have
 * worked with it.
 */
import { CREDIT_ASKED, CREDIT_REFUSED } from './fill.js';
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
  // Reports from before places were kept have only the names.
  const named = new Set(before.followUps.flatMap(({ filled }) => filled.flatMap(fieldsNamed)));
  const isKept = (field: string) => named.has(field) || (before.where[field as SourcedField]?.mail ?? 0) > 0;
  const placed = (Object.keys(before.where) as SourcedField[]).filter(isKept);
  const values = [...new Set([...named, ...placed])]
    .filter(field => field in before)
    .map(field => [field, before[field as keyof Report]]);
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
    source: { ...fresh.source, ...Object.fromEntries(placed.map(field => [field, before.source[field]])) },
    where: { ...fresh.where, ...Object.fromEntries(placed.map(field => [field, before.where[field]])) },
  };
}

/** What a follow-up's list of filled fields calls by another name. */
function fieldsNamed(name: string): string[] {
  switch (name) {
    case 'contact':
      return ['reporterEmail'];
    case CREDIT_ASKED:
    case CREDIT_REFUSED:
      return ['creditAs', 'wantsCredit'];
    default:
      return [name];
  }
}
