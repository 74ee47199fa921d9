/** What state a report is in, of mails as they come. */
import { createMessage, encrypt } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Reader, startReader } from '../../dist/reading/reader.js';
import { reportOf } from '../../src/reading/report-of.js';
import { filePart, mixedMail, personMail, textPart } from '../message/mails.js';
import { settingsFor } from './settings.js';

const TRIGGER = 'Subject: Security Alert';
const WORDS = 'Description\nThe login leaks.\n\nSteps\n1. Open it.\n2. Read on.\n';

let reader: Reader;

beforeAll(async () => {
  reader = await startReader(settingsFor(), 240_000);
});

afterAll(() => reader.stop());

async function stateOf(mail: Buffer) {
  const reading = await reader.read(mail);
  const { trigger } = reading;
  if (trigger === null) throw new Error('not a report');
  const circumstances = {
    receivedAt: new Date(),
    foundIn: 'inbox',
    related: [],
    replaySuspected: false,
  } as const;
  const { state, stateReason } = reportOf({ ...reading, trigger }, circumstances);
  return `${state}: ${stateReason}`;
}

async function lockedFile(): Promise<string> {
  const message = await createMessage({ binary: Buffer.from('PK poc') });
  const bytes = await encrypt({ message, passwords: 'infected', format: 'binary' });
  return filePart('poc.zip.gpg', bytes as Uint8Array);
}

describe('a report', () => {
  it.each<[string, () => Promise<Buffer>, RegExp]>([
    [
      'that says what it has to beside a file under a password is received',
      async () => mixedMail([TRIGGER], [textPart(WORDS), await lockedFile()]),
      /^received: a file in it stayed closed: encrypted with a password only$/,
    ],
    [
      'that says what it has to beside a broken file is received',
      async () => mixedMail([TRIGGER], [textPart(WORDS), filePart('crash.pgp', Buffer.alloc(500, 0xc1))]),
      /^received: a file in it stayed closed: /,
    ],
    [
      'all of which is in a file under a password is not',
      async () => mixedMail([TRIGGER], [await lockedFile()]),
      /^undecryptable: encrypted with a password only$/,
    ],
    [
      'in S/MIME is not',
      async () =>
        personMail(
          [
            TRIGGER,
            'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m',
            'Content-Transfer-Encoding: base64',
          ],
          'MIAGCSqGSIb3DQEHA6CAMIACAQAx',
        ),
      /^undecryptable: it is S\/MIME/,
    ],
    ['in the clear is received', async () => personMail([TRIGGER], WORDS), /^received: null$/],
  ])('%s', async (_name, mail, expected) => {
    expect(await stateOf(await mail())).toMatch(expected);
  });
});
