/** A large mail is read where it lies, and its files come out of the thread without being copied. */
import { randomBytes } from 'node:crypto';
import { createMessage, encrypt, generateKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
// What runs in production: the worker is a file of its own, which only the build makes.
import { startReader } from '../../dist/reading/reader.js';
import { buffersOf, movedToShared } from '../../src/reading/large-mail.js';
import { release } from '../../src/release.js';
import { mixedMail, pgpMimeMail } from '../message/mails.js';
import { settingsFor } from './settings.js';

const SIZE = 9_000_000;

describe('a large mail', () => {
  it('is read from memory that both threads have, and stays as it came', async () => {
    const { privateKey, publicKey } = await generateKey({
      userIDs: [{ email: 'security@acme.example' }],
      format: 'object',
    });
    const file = randomBytes(SIZE);
    const entity = mixedMail(
      ['Subject: Security Alert'],
      [
        'Content-Type: text/plain\n\nThe login leaks.',
        `Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=dump\nContent-Transfer-Encoding: base64\n\n${file.toString('base64').replace(/(.{76})/g, '$1\n')}`,
      ],
    );
    const armored = await encrypt({
      message: await createMessage({ binary: new Uint8Array(entity) }),
      encryptionKeys: publicKey,
    });
    const raw = Buffer.from(pgpMimeMail(['Subject: Security Alert'], armored as string));
    const before = Buffer.from(raw);
    const shared = movedToShared(raw);
    const reader = await startReader(settingsFor(privateKey), 120_000);
    try {
      // Twice, because the thread that read it is ended.
      for (let time = 0; time < 2; time += 1) {
        const reading = await reader.read(shared);
        if (reading.kind !== 'read') throw new Error(reading.reason);
        const [attached] = reading.message.attachments;
        expect(reading.message.encryption.state).toBe('decrypted');
        expect(reading.message.bodies[0]?.text).toContain('The login leaks.');
        expect(file.equals(attached?.content ?? new Uint8Array())).toBe(true);
      }
    } finally {
      await reader.stop();
    }
    expect(before.equals(shared)).toBe(true);
  });

  it('is moved, and what held it is empty', () => {
    const raw = Buffer.alloc(SIZE, 7);
    const moved = movedToShared(raw);
    expect(moved.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(Buffer.alloc(SIZE, 7).equals(moved)).toBe(true);
    expect(raw.byteLength).toBe(0);
    expect(movedToShared(moved)).toBe(moved);
  });

  it('is none where it is small', () => {
    const raw = Buffer.alloc(1000, 7);
    expect(movedToShared(raw)).toBe(raw);
    release(raw);
    expect(raw).toHaveLength(1000);
  });
});

describe('files are handed over', () => {
  it('where they are large, each buffer once, and small ones are copied', () => {
    const large = Buffer.alloc(2_000_000);
    const contents = [large, large.subarray(0, 1_500_000), Buffer.from('small'), Buffer.alloc(100)];
    expect(buffersOf(contents.map(content => ({ content })))).toEqual([large.buffer]);
  });
});
