/**
 * Report numbers as people quote them in a subject. The shape alone: CVE numbers have it too, so whoever asks looks
 * up whether there is such a report.
 */

/** Prefix, year and number, as `reportIdPrefix` and the store form them. */
const NUMBER = /(?<![A-Z0-9-])[A-Z][A-Z0-9]{0,9}-\d{4}-\d{4,9}(?![A-Z0-9])/g;

/** Characters of a subject that are searched. */
const MAX_SUBJECT_LENGTH = 4096;

/** More are no quotation. */
const MAX_NUMBERS = 10;

/**
 * What may be report numbers in a subject, upper-case, each once and in order.
 * @param subject - decoded
 */
export function reportNumbersIn(subject: string): string[] {
  const folded = subject
    .slice(0, MAX_SUBJECT_LENGTH)
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    // Phones and word processors make dashes of hyphens.
    .replace(/\p{Pd}/gu, '-')
    .toUpperCase();
  return [...new Set(folded.match(NUMBER) ?? [])].slice(0, MAX_NUMBERS);
}
