/** What engineers are told of a document that fails tests: the report's number and the tests, and no word of the report. Pure. */
import type { Judged } from './files.js';

/** What is lacking where an optional test fails that depends on the advisory (CSAF 2.0 §6.2). */
const LACKING: Readonly<Record<string, string>> = {
  '6.2.2': 'no remedy for what is affected',
  '6.2.3': 'no score of CVSS 2.0, 3.0 or 3.1 for what is affected',
  '6.2.16': 'a product without a package URL',
};

/** Why an advisory is not published as it is now. */
export function refusal({ number, tests }: Judged): string {
  if (tests.includes('5.1')) {
    return `${number} is not published as it is now: another report's CSAF document has the same file name. Give the mailboxes prefixes that differ in more than case and signs.`;
  }
  return `${number} is not published as it is now: its CSAF document fails ${named(tests)}. Look at its products, severity and references with "security-inbox advisory ${number}".`;
}

/** What would make it worth more to its readers. */
export function wish({ number, tests }: Judged): string {
  const lacking = tests.map(test => LACKING[test] ?? `it fails test ${test} of CSAF 2.0`);
  return `${number} could say more as CSAF: ${lacking.join('; ')}.`;
}

/**
 * What engineers are told where words are put otherwise in CSAF.
 * @param fields - as in the advisory's file; null where there are none
 */
export function alteredWords(fields: readonly string[]): string | null {
  return fields.length === 0
    ? null
    : `CSAF has a space more in ${fields.join(', ')}, where a tag, a link or a picture would begin ("<b", "](", "[x]:" at the beginning of a line). Where that makes a command wrong, put it otherwise.`;
}

function named(tests: readonly string[]): string {
  const [first = '', ...others] = tests.map(test => (test === 'schema' ? 'the schema' : `test ${test}`));
  return `${[first, ...others].join(', ')} of CSAF 2.0`;
}
