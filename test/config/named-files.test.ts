/** Files that a configuration names, and that are something else than they should be. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFiles } from '../../src/checks/files.js';
import { loadConfig } from '../../src/config/load.js';
import { makeCertificate } from '../world/certificate.js';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'named-'));
  const key = await generateKey({ userIDs: [{ email: 'support@example.test' }], format: 'object' });
  writeFileSync(join(folder, 'private.asc'), key.privateKey.armor());
  writeFileSync(join(folder, 'private.gpg'), key.privateKey.write());
  writeFileSync(join(folder, 'public.asc'), key.publicKey.armor());
  writeFileSync(join(folder, 'public.gpg'), key.publicKey.write());
  // RFC 9580 §4.2.2: as GnuPG writes it, with a length of two octets.
  writeFileSync(join(folder, 'public-legacy.gpg'), Buffer.from([0x99, 0x01, 0x0d, 0x04]));
});
afterAll(() => rmSync(folder, { recursive: true }));

function refusalOf(change: object): string {
  const file = join(folder, 'config.json');
  const config = {
    mailbox: { host: 'imap.example.com', user: 'support@example.com', password: { env: 'HOME' } },
    smtp: { host: 'smtp.example.com' },
    identity: { name: 'Security', address: 'support@example.com' },
    database: 'inbox.sqlite',
    policy: { url: 'https://example.com/policy' },
    ...change,
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  try {
    loadConfig(file, () => undefined);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('in the place of a private key', () => {
  const keyed = (file: string, mode: number) => {
    chmodSync(join(folder, file), mode);
    return refusalOf({ pgp: { privateKeys: [{ file }] } });
  };

  it.each(['public.asc', 'public.gpg', 'public-legacy.gpg'])(
    '%s is called what it is, and its mode is no matter',
    file => {
      for (const mode of [0o600, 0o644]) {
        const said = keyed(file, mode);
        expect(said).toContain(`pgp.privateKeys.0.file: ${join(folder, file)} holds a public key`);
        expect(said).toContain('gpg --export-secret-keys --armor');
        expect(said).not.toContain('chmod');
      }
      const modes = checkFiles([{ path: join(folder, file), kind: 'secret' }], null);
      expect(modes.map(({ outcome }) => outcome)).toEqual(['ok']);
    },
  );

  it.each(['private.asc', 'private.gpg'])('%s is taken, and its mode matters', file => {
    expect(keyed(file, 0o600)).toBe('none');
    expect(keyed(file, 0o644)).toContain('chmod 600');
    const modes = checkFiles([{ path: join(folder, file), kind: 'secret' }], null);
    expect(modes).toMatchObject([{ outcome: 'failure', remedy: expect.stringContaining('chmod') }]);
  });
});

it('a database that every user can read is said, whatever its first byte', () => {
  const database = join(folder, 'inbox.sqlite');
  // As a public key begins, and an encrypted database by chance.
  writeFileSync(database, Buffer.of(0x99, 1, 2, 3));
  chmodSync(database, 0o644);
  expect(checkFiles([], database)).toMatchObject([{ outcome: 'failure', about: database }]);
});

describe('in the place of a certificate', () => {
  const trusting = (caFile: string) => refusalOf({ smtp: { host: 'smtp.example.com', caFile } });

  it('a certificate is taken, with words before it', () => {
    writeFileSync(join(folder, 'ca.pem'), `Our authority\n${makeCertificate(folder).cert}`);
    expect(trusting('ca.pem')).toBe('none');
  });

  it.each([
    ['a file of something else', 'private.asc', 'holds no certificate'],
    ['a file that is not there', 'nothing.pem', 'ENOENT'],
  ])('%s is refused', (_, file, said) => {
    expect(trusting(file)).toContain(`smtp.caFile: `);
    expect(trusting(file)).toContain(said);
  });
});
