/** What the reading thread is kept to, and what it keeps knowing when it is renewed. */
import { createMessage, encrypt, enums, generateKey, type PrivateKey, sign } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
// What runs in production: the worker is a file of its own, which only the build makes.
import { type Reader, startReader } from '../../dist/reading/reader.js';
import { mixedMail, personMail, pgpMimeMail } from '../message/mails.js';
import { settingsFor } from './settings.js';

let key: PrivateKey;
let ada: PrivateKey;

beforeAll(async () => {
  const made = (email: string) => generateKey({ userIDs: [{ email }], format: 'object' });
  key = (await made('security@acme.example')).privateKey;
  ada = (await made('ada@quill.example')).privateKey;
});

async function withReader<T>(timeLimit: number, act: (reader: Reader) => Promise<T>): Promise<T> {
  const reader = await startReader(settingsFor(key), timeLimit);
  try {
    return await act(reader);
  } finally {
    await reader.stop();
  }
}

/** Two hundred pages that each draw the same hundred thousand words. */
function heavyPdf(): string {
  const words = '(word) Tj '.repeat(100_000);
  const pages = Array.from({ length: 200 }, (_, index) => index + 10);
  const page = (id: number) =>
    `${id} 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj`;
  return [
    '%PDF-1.4',
    '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
    `2 0 obj <</Type/Pages/Count ${pages.length}/Kids[${pages.map(id => `${id} 0 R`).join(' ')}]>> endobj`,
    `4 0 obj <</Length ${words.length + 12}>> stream\nBT /F 9 Tf ${words}ET\nendstream endobj`,
    '5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj',
    ...pages.map(page),
    'trailer <</Root 1 0 R>>',
    '%%EOF',
  ].join('\n');
}

/** Its reading takes all the time there is, and is begun again without the file, in another thread. */
function heavyMail(): Buffer {
  const pdf = Buffer.from(heavyPdf())
    .toString('base64')
    .replace(/(.{76})/g, '$1\n');
  return mixedMail(
    ['Subject: Security Alert'],
    [
      'Content-Type: text/plain\n\nThe login leaks.',
      `Content-Type: application/pdf; name=report.pdf\nContent-Disposition: attachment; filename=report.pdf\nContent-Transfer-Encoding: base64\n\n${pdf}`,
    ],
  );
}

describe('a mail whose document takes all the time there is', () => {
  it('is read once more without it, and the file is kept', async () => {
    await withReader(1500, async reader => {
      const reading = await reader.read(heavyMail());
      expect(reading).toMatchObject({
        kind: 'read',
        trigger: 'subject',
        message: {
          notes: ['document-not-read'],
          bodies: [{ text: expect.stringContaining('The login leaks.') }],
          attachments: [{ filename: 'report.pdf' }],
        },
      });
    });
  });
});

describe('mails behind one whose reading takes all the time there is', () => {
  it('are read all the same, each as it is', async () => {
    const plain = (text: string) =>
      mixedMail(['Subject: Security Alert'], [`Content-Type: text/plain\n\n${text}`]);
    await withReader(1500, async reader => {
      const mails = [plain('First.'), heavyMail(), plain('Third.'), heavyMail(), plain('Fifth.')];
      const order: number[] = [];
      const readInOrder = async (mail: Buffer, index: number) => {
        const reading = await reader.read(mail);
        order.push(index);
        return reading;
      };
      const readings = await Promise.all(mails.map(readInOrder));
      expect(order).toEqual([0, 1, 2, 3, 4]);
      const notes = readings.map(reading => (reading.kind === 'read' ? reading.message.notes : null));
      expect(notes).toEqual([[], ['document-not-read'], [], ['document-not-read'], []]);
      const texts = readings.flatMap(reading =>
        reading.kind === 'read' ? reading.message.bodies.map(({ text }) => text.trim()) : [],
      );
      expect(texts).toEqual(['First.', 'The login leaks.', 'Third.', 'The login leaks.', 'Fifth.']);
    });
  });
});

it('a mail of fifteen million line ends is read within the memory there is', async () => {
  const lines = 'a \r\n'.repeat(15_000_000);
  const armor = await encrypt({
    message: await createMessage({ binary: Buffer.from(`Content-Type: text/plain\r\n\r\n${lines}`) }),
    encryptionKeys: key.toPublic(),
    config: { preferredCompressionAlgorithm: enums.compression.zlib },
  });
  await withReader(60_000, async reader => {
    expect(await reader.read(pgpMimeMail(['Subject: ...'], armor))).toMatchObject({ kind: 'read' });
  });
});

describe('a small mail that comes to more than is kept', () => {
  const sealed = async (bytes: number) =>
    encrypt({
      message: await createMessage({ binary: new Uint8Array(bytes) }),
      encryptionKeys: key.toPublic(),
      config: { preferredCompressionAlgorithm: enums.compression.zlib },
    });
  const mailOf = (armor: string) =>
    mixedMail(['Subject: Lunch'], [`Content-Type: application/octet-stream; name="a.bin.asc"\n\n${armor}`]);

  it('is quarantined with its header', async () => {
    const mail = mailOf(await sealed(70_000_000));
    await withReader(20_000, async reader => {
      expect(await reader.read(mail)).toMatchObject({
        kind: 'unreadable',
        trigger: 'unjudged',
        reason: 'too-much-content',
        header: { envelope: { subject: 'Lunch' } },
      });
    });
  });

  it('is read as long as it does not', async () => {
    const mail = mailOf(await sealed(60_000_000));
    await withReader(20_000, async reader => {
      expect(await reader.read(mail)).toMatchObject({ kind: 'read', message: { attachments: [{}] } });
    });
  });
});

it('a key learned is known to the thread that takes the place of a lost one', async () => {
  const part = 'Content-Type: text/plain\r\n\r\nThe login leaks.';
  const message = await createMessage({ binary: Buffer.from(part) });
  const signature = String(await sign({ message, signingKeys: ada, detached: true }));
  const signed = personMail(
    [
      'Subject: Security Alert',
      'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=ss',
    ],
    `--ss\n${part.replaceAll('\r\n', '\n')}\n--ss\nContent-Type: application/pgp-signature\n\n${signature}\n--ss--\n`,
  );
  await withReader(20_000, async reader => {
    expect(await reader.read(signed)).toMatchObject({ message: { signature: { outcome: 'unknown-key' } } });
    reader.learn('ada@quill.example', ada.toPublic().armor());
    expect(await reader.read(signed)).toMatchObject({ message: { signature: { key: 'learned' } } });
  });
  await withReader(5_000, async reader => {
    reader.learn('ada@quill.example', ada.toPublic().armor());
    expect(await reader.read(heavyMail())).toMatchObject({ message: { notes: ['document-not-read'] } });
    expect(await reader.read(signed)).toMatchObject({ message: { signature: { key: 'learned' } } });
  });
});
