/** The key that the form names, while time goes by. */
import { generateKey, readKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { admission } from '../../src/form/admission.js';
import { formApp } from '../../src/form/app.js';
import { offering } from '../../src/form/offered-key.js';
import { formTokens } from '../../src/form/token.js';
import type { Log } from '../../src/log.js';

const MADE = new Date('2026-01-01T00:00:00Z');
const HOURS = 3_600_000;

describe('the key of the form', () => {
  let armored: string;

  beforeAll(async () => {
    const { publicKey } = await generateKey({
      userIDs: [{ email: 'support@example.test' }],
      date: MADE,
      keyExpirationTime: 86_400,
      format: 'armored',
    });
    armored = publicKey;
  });

  it('is named and given until it expires, and then no more, which the log says once', async () => {
    const certificate = await readKey({ armoredKey: armored });
    const fingerprint = certificate.getFingerprint().toUpperCase();
    const told: unknown[] = [];
    const log = {
      warn: (fields: object, event: string) => told.push({ ...fields, event }),
    } as unknown as Log;
    let now = new Date(MADE.getTime() + HOURS);
    const app = formApp({
      config: {
        listen: { host: '127.0.0.1', port: 1 },
        url: new URL('https://example.test/report/'),
        mailbox: 'main',
        languages: ['en'],
        bytes: 1_000,
        perAddressPerHour: 1,
        perHour: 1,
        proxies: 1,
      },
      site: {
        path: '/report/',
        address: 'support@example.test',
        phrase: 'Security Alert',
        policyUrl: 'https://example.test/policy',
        products: [],
        languages: ['en'],
        bytes: 1_000,
      },
      ownAddresses: [],
      keyAt: offering({ armored, certificate, fingerprint }, log),
      assets: { style: '', script: '', worker: '', openpgp: '' },
      tokens: formTokens(null),
      admission: admission({ perAddressPerHour: 1, perHour: 1 }),
      reading: new Set(),
      desk: { take: () => Promise.reject(new Error('nothing is sent')) },
      onTaken: () => undefined,
      onSentBack: () => undefined,
      log,
      now: () => now,
    });
    const shown = async () => {
      const page = await (await app.request('/report/')).text();
      const { status } = await app.request('/report/key.asc');
      return [page.includes('key.asc'), page.includes('form.js'), status];
    };

    expect([await shown(), told]).toEqual([[true, true, 200], []]);
    now = new Date(MADE.getTime() + 25 * HOURS);
    await shown();
    expect([await shown(), told]).toEqual([[false, false, 404], [{ fingerprint, event: 'key.not-offered' }]]);
  });
});
