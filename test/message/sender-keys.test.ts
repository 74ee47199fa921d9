/** Which key is kept for a sender: trust on first use, and never over one that was there before. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Message, Signature } from '../../src/message/message.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readMessage } from '../../src/message/read.js';
import { keyToLearn } from '../../src/message/sender-keys.js';
import { personMail } from './mails.js';

const FINGERPRINT = 'A'.repeat(40);
const SIGNED: Signature = {
  outcome: 'valid',
  fingerprint: FINGERPRINT,
  key: 'claimed',
  userIdMatchesFrom: true,
  covers: 'everything',
};
let plain: Message;

beforeAll(async () => {
  applyOpenPgpSettings();
  const own = { addresses: ['security@acme.example'], loop: 'security@acme.example' };
  plain = (await readMessage(personMail(['Subject: Security Alert']), [], own)).message;
});

function signed(change: Partial<Signature>, more: Partial<Message> = {}): Message {
  const key = {
    fingerprint: FINGERPRINT,
    addresses: ['ada@quill.example'],
    armored: 'the certificate',
    cameAs: 'attached',
    origin: 'decrypted',
    canEncrypt: true,
    isFirst: true,
  } as const;
  return { ...plain, signature: { ...SIGNED, ...change }, senderKeys: [key], ...more };
}

it('the key that signs all of a mail, came with it and names its sender is kept', () => {
  expect(keyToLearn(signed({}))).toEqual({
    address: 'ada@quill.example',
    fingerprint: FINGERPRINT,
    armored: 'the certificate',
  });
});

describe('no key is kept', () => {
  it.each<readonly [string, () => Message]>([
    ['of a mail that is not signed', () => signed({ outcome: 'unsigned' })],
    ['of a mail whose signature is broken', () => signed({ outcome: 'invalid' })],
    ['that signs a part alone', () => signed({ covers: 'part' })],
    ['that names somebody else', () => signed({ userIdMatchesFrom: false })],
    ['that we have already', () => signed({ key: 'configured' })],
    ['that did not come along', () => signed({}, { senderKeys: [] })],
    [
      'where another was given for the sender before',
      () => signed({}, { senderKeys: signed({}).senderKeys.map(one => ({ ...one, isFirst: false })) }),
    ],
    [
      'of a mail that its domain disowns',
      () => signed({}, { authentication: { dmarc: 'fail', spf: null, dkim: null } }),
    ],
    ['of a mail whose inner header names another sender', () => signed({}, { differences: ['from'] })],
    [
      'of a mail from several',
      () => {
        const { envelope } = plain;
        return signed({}, { envelope: { ...envelope, from: [...envelope.from, ...envelope.from] } });
      },
    ],
  ])('%s', (_name, message) => {
    expect(keyToLearn(message())).toBeNull();
  });
});
