/** How much memory reading an encrypted mail takes, by its size. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config, createMessage, encrypt, enums, type PrivateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mixedMail, newKey, pgpMimeMail } from '../message/mails.js';

/** Bytes of the attached file. */
const SMALL = 200_000;
const LARGE = 18_000_000;

let folder: string;
let key: PrivateKey;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reading-memory-'));
  key = await newKey('security');
  writeFileSync(join(folder, 'key.asc'), key.armor());
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** With a file of so many bytes, compressed and encrypted as GnuPG does. @returns bytes of the mail */
async function writeMail(name: string, bytes: number): Promise<number> {
  const file = randomBytes(bytes)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');
  const entity = mixedMail(
    ['Subject: Security Alert'],
    [
      'Content-Type: text/plain\n\nThe login leaks.',
      `Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=dump\nContent-Transfer-Encoding: base64\n\n${file}`,
    ],
  );
  const armored = await encrypt({
    message: await createMessage({ binary: new Uint8Array(entity) }),
    encryptionKeys: key.toPublic(),
    config: { ...config, preferredCompressionAlgorithm: enums.compression.zip },
  });
  const mail = pgpMimeMail(['Subject: Security Alert'], armored as string);
  writeFileSync(join(folder, name), mail);
  return mail.byteLength;
}

/** @returns bytes */
function peakFor(name: string, bytes: number): number {
  const words = ['test/reading/peak.mjs', 'dist', join(folder, name), join(folder, 'key.asc')];
  const { peak, state, files } = JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
  expect([state, files]).toEqual(['decrypted', [bytes]]);
  return peak * 1024;
}

describe.skipIf(!existsSync('/proc/self/status'))('an encrypted mail', () => {
  it('takes no more than one and a half times its size to read, beside what a small one takes', async () => {
    await writeMail('small.eml', SMALL);
    const size = await writeMail('large.eml', LARGE);
    const beside = peakFor('small.eml', SMALL);
    const times = (peakFor('large.eml', LARGE) - beside) / size;
    expect(times).toBeLessThan(1.5);
  });
});
