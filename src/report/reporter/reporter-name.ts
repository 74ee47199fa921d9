/** What the reporter is called. */
import { addressesIn } from '../../document/addresses.js';
import type { Mailbox } from '../../message/message.js';
import type { Candidate } from '../candidate.js';
import { passagesOf, sectionsNamed } from '../fields.js';
import { spansOf } from '../passage.js';
import type { Reading } from '../reading.js';
import { fieldText } from '../text.js';

/** Longer words are no name. */
const MAX_NAME_LENGTH = 80;
/** What a mailing list writes into the From field: "'Jane Doe' via Security". */
const VIA = /^['"]{0,2}(.{1,120}?)['"]{0,2} via [^@]{1,80}$/;

/**
 * The names, best first: the sender's display name, else the words of a section or label for it.
 * @param reading - of the bodies
 * @param from - the sender, of the original mail where it was forwarded
 */
export function reporterNames(reading: Reading, from: Mailbox | null): Candidate<string>[] {
  const name = displayName(from?.name ?? '');
  const rule = reading.original === null ? 'the From header field' : 'the sender of the forwarded mail';
  const header: Candidate<string>[] =
    name === null ? [] : [{ value: name, source: 'header', spans: [], rule }];
  return [
    ...header,
    ...reporterLines(reading).map(line => ({ ...line, value: withoutAddress(line.value) })),
  ].filter(({ value }) => value !== '' && value.length <= MAX_NAME_LENGTH);
}

/**
 * The first words of each section or label for the reporter, as they stand: "Jane Doe, Acme Labs".
 * @param reading - of the bodies
 */
export function reporterLines(reading: Reading): Candidate<string>[] {
  return sectionsNamed(reading, 'reporter').flatMap(({ section, source, rule }) => {
    const first = passagesOf([section])[0];
    const value = fieldText(first?.text ?? '');
    return first === undefined || value === null ? [] : [{ value, source, spans: spansOf([first]), rule }];
  });
}

/** An address in place of a name is none. */
function displayName(written: string): string | null {
  const name = VIA.exec(written.trim())?.[1] ?? written;
  const plain = fieldText(name.replace(/^(['"])(.{1,120})\1$/, '$2'));
  return plain === null || addressesIn(plain)[0] === plain ? null : plain;
}

function withoutAddress(text: string): string {
  return text
    .replace(/\s?[<([]?[^\s<>()[\]@]{1,64}@[^\s<>()[\]@]{1,255}[>)\]]?/g, '')
    .replace(/[\s,;|–-]{1,5}$/, '')
    .trim();
}
