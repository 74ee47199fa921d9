/** Pieces of mail in any order: whatever comes out, the promises of the stage hold. */
import fc from 'fast-check';
import type { PrivateKey } from 'openpgp';
import { beforeAll, expect, it } from 'vitest';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readMessage } from '../../src/message/read.js';
import { entity, filePart, newKey, sealed, sealedBinary } from './mails.js';
import { docx, pdf } from './office.js';

const SECRET = 'the-secret-words';
const OWN = { addresses: ['security@acme.example'], loop: null };

let ours: PrivateKey;
let pieces: string[];

beforeAll(async () => {
  applyOpenPgpSettings();
  ours = await newKey('ours');
  const armored = await sealed(SECRET, ours);
  pieces = [
    ...[
      '\n',
      '\r\n',
      ' ',
      '--a\n',
      '--a--\n',
      '--b\n',
      '--b--\n',
      'words\n',
      '> ',
      '\u0000',
      '\u202e',
      '\u001b[31m',
      '\ufffd',
    ],
    ...[
      'Subject: =?utf-8?b?w7w=?=\n',
      'From: a@b.example\n',
      'To: c@d.example\n',
      'Date: x\n',
      'HP-Outer: Subject: x\n',
    ],
    ...['Content-Type: multipart/mixed; boundary=a\n', 'Content-Type: multipart/alternative; boundary=b\n'],
    ...['Content-Type: multipart/signed; boundary=a\n', 'Content-Type: multipart/encrypted; boundary=b\n'],
    ...['Content-Type: text/plain; charset=utf-7\n', 'Content-Type: text/plain; format=flowed; delsp=yes\n'],
    ...['Content-Type: text/html; hp-legacy-display="1"\n', 'Content-Type: text/plain; hp="cipher"\n'],
    ...[
      'Content-Type: message/rfc822\n\n',
      'Content-Type: application/pgp-encrypted\n\nVersion: 1\n',
      'Content-Type: text/calendar\n',
    ],
    ...[
      'Content-Type: application/octet-stream; name="x.asc"\n',
      'Content-Disposition: attachment\n',
      'Content-Transfer-Encoding: base64\n',
    ],
    ...[
      'Content-Transfer-Encoding: quoted-printable\n',
      '-----BEGIN PGP SIGNED MESSAGE-----\n',
      '-----BEGIN PGP SIGNATURE-----\n',
    ],
    ...['<table><tr><td>', '<div class="header-protection-legacy-display">', '<img src="', '">', '</div>'],
    armored,
    armored.slice(0, 200),
    await sealed(entity(SECRET, 'inner'), ours),
    `--a\n${filePart('r.txt.gpg', await sealedBinary(SECRET, ours))}\n`,
    `--a\n${filePart('r.pdf', pdf(['cleartext']), 'application/pdf')}\n`,
    `--b\n${filePart('r.docx', docx(['cleartext']))}\n`,
  ];
});

it('what was encrypted is only ever in what is marked so, and no control character passes', async () => {
  const mails = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 14 });
  let decrypted = 0;
  await fc.assert(
    fc.asyncProperty(mails, async picks => {
      const mail = Buffer.from(picks.map(pick => pieces[pick % pieces.length]).join(''));
      const { message } = await readMessage(mail, [ours], OWN);
      for (const { origin, text, filename } of message.bodies) {
        if (text.includes(SECRET)) expect(origin).toBe('decrypted');
        expect(`${text}${filename}`).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }
      for (const { origin, filename, content } of message.attachments) {
        if (Buffer.from(content).includes(SECRET)) expect(origin).toBe('decrypted');
        expect(filename ?? '').not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }
      if (message.encryption.state === 'decrypted') decrypted += 1;
    }),
    { seed: 20260303, numRuns: 1500 },
  );
  expect(decrypted).toBeGreaterThan(80);
}, 120_000);
