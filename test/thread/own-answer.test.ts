/** Which of our own mails in a thread are an engineer's answer to the reporter. */
import { expect, it } from 'vitest';
import type { MailFacts } from '../../src/thread/facts.js';
import { isAnswerTo } from '../../src/thread/own-answer.js';

const FACTS: MailFacts = {
  trigger: null,
  sender: 'support@example.test',
  signer: null,
  messageId: null,
  references: [],
  subjects: [],
  contentHash: null,
  ciphertexts: [],
  ciphertextsInside: [],
  isOurs: true,
  isOwnNotice: false,
  isAutomatic: false,
  isBulk: false,
  isEncrypted: false,
  contradictsItself: false,
};

it.each<[string, string, Partial<MailFacts>, string | null, boolean]>([
  ['to the reporter is one', 'To: Ada <ADA@example.org>', {}, null, true],
  [
    'with the reporter in Cc is one',
    'To: team@example.test\r\nCc: x@y.example,\r\n ada@example.org',
    {},
    null,
    true,
  ],
  ['to the reporter’s tagged address is one', 'To: ada+cve@example.org', {}, 'pass', true],
  ['to colleagues alone is none', 'To: dev@example.test', {}, null, false],
  [
    'that names the reporter in the subject is none',
    'To: dev@example.test\r\nSubject: ada@example.org',
    {},
    null,
    false,
  ],
  [
    'that names the reporter below the header is none',
    'To: dev@example.test\r\n\r\nTo: ada@example.org',
    {},
    null,
    false,
  ],
  ['of a machine is none', 'To: ada@example.org', { isAutomatic: true }, null, false],
  ['in bulk is none', 'To: ada@example.org', { isBulk: true }, null, false],
  ['that our own server found forged is none', 'To: ada@example.org', {}, 'fail', false],
  ['of somebody else is none', 'To: ada@example.org', { isOurs: false }, null, false],
])('a mail of ours %s', (_name, header, facts, dmarc, expected) => {
  const raw = Buffer.from(`${header}\r\n\r\nwords`);
  expect(isAnswerTo(['ada@example.org'], raw, { ...FACTS, ...facts }, dmarc)).toBe(expected);
});
