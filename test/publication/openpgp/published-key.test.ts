/** What is published of our key and with it, judged by GnuPG. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type PrivateKey, readKey, readPrivateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookUpKey } from '../../../src/directory/web-key-directory.js';
import { signerOf } from '../../../src/publication/openpgp/signing.js';
import { webKeyDirectory } from '../../../src/publication/openpgp/web-key-directory.js';
import { SECURITY_TXT, type SecurityTxt, securityTxt } from '../../../src/publication/security-txt.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../../world/gnupg.js';

const WKS_CLIENT = ['/usr/lib/gnupg/gpg-wks-client', '/usr/bin/gpg-wks-client'].find(existsSync);

const CONTENT: SecurityTxt = {
  contacts: ['security+alert@example.test'],
  form: 'https://form.example.test/report',
  expires: new Date('2027-06-30'),
  key: { url: 'https://security.example.test/key.asc', fingerprint: 'A'.repeat(40) },
  acknowledgments: 'https://security.example.test/hall-of-fame.html',
  policy: 'https://example.test/policy',
  csaf: 'https://security.example.test/.well-known/csaf/provider-metadata.json',
  languages: ['en', 'de'],
  canonical: `https://security.example.test/${SECURITY_TXT}`,
};

describe.skipIf(!gnupgInstalled())('of our key', { timeout: 60_000 }, () => {
  let gnupg: Gnupg;
  let key: PrivateKey;
  let other: PrivateKey;
  let now: Date;

  beforeAll(async () => {
    gnupg = startGnupg();
    const made = gnupg.generateKey('Example Security <Security@example.test>', 'future-default');
    key = await readPrivateKey({ armoredKey: made.secretKey });
    const second = gnupg.generateKey('Other <security@example.test>', 'future-default');
    other = await readPrivateKey({ armoredKey: second.secretKey });
    // A key signs from the second on in which it was made.
    now = new Date();
  });
  afterAll(() => gnupg?.stop());

  const fingerprint = () => key.getFingerprint().toUpperCase();

  it('a signature beside a file is good, stays while the file does, and is made anew for other bytes or by another key', async () => {
    const content = Buffer.from('{"a":1}\n');
    const first = await signerOf(key, now).detached(content, null);
    expect(gnupg.verify(content, Buffer.from(first))).toBe(fingerprint());
    const later = new Date(now.getTime() + 60_000);
    expect(await signerOf(key, later).detached(content, first)).toBe(first);
    for (const before of [first.slice(0, 120), 'none', '']) {
      expect(await signerOf(key, later).detached(content, before)).not.toBe(before);
    }
    const changed = await signerOf(key, later).detached(Buffer.from('{"a":2}\n'), first);
    expect(changed).not.toBe(first);
    expect(await signerOf(other, later).detached(content, first)).not.toBe(first);
  });

  it('security.txt is signed as GnuPG checks it, a line that begins with a dash too', async () => {
    const text = `${securityTxt(CONTENT)}- a dash\nFrom here\n`;
    const signed = await signerOf(key, now).around(text, null);
    const { plaintext, signedBy } = opened(signed);
    expect(signedBy).toBe(fingerprint());
    expect(plaintext.replace(/\r\n/g, '\n').trimEnd()).toBe(text.trimEnd());
    expect(signed).toContain('\r\n- - a dash\r\n');
    expect(signed.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    const later = new Date(now.getTime() + 60_000);
    expect(await signerOf(key, later).around(text, signed)).toBe(signed);
    expect(await signerOf(key, later).around(text.replace('a dash', 'another'), signed)).not.toBe(signed);
    expect(await signerOf(key, later).around(text, signed.replace('a dash', 'A dash'))).toContain('a dash');
    expect(await signerOf(other, later).around(text, signed)).not.toBe(signed);
  });

  /** GnuPG's own reading of a signed text. */
  function opened(signed: string): { plaintext: string; signedBy: string | null } {
    const home = mkdtempSync(join(tmpdir(), 'gpg-'));
    try {
      const gpg = (words: string[], input: string) =>
        spawnSync('gpg', ['--homedir', home, '--batch', '--quiet', '--status-fd', '2', ...words], {
          input,
          encoding: 'utf8',
        });
      gpg(['--import'], key.toPublic().armor());
      const { stdout, stderr } = gpg(['--decrypt'], signed);
      return { plaintext: stdout, signedBy: /VALIDSIG .* ([0-9A-F]{40})$/m.exec(stderr)?.[1] ?? null };
    } finally {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
      rmSync(home, { recursive: true, force: true });
    }
  }

  it('a Web Key Directory holds it in both layouts, found as this program looks others up', async () => {
    const { files, unnamed } = webKeyDirectory(key.toPublic(), [
      'security@example.test',
      'alias@example.test',
      'SECURITY@example.test',
    ]);
    expect(unnamed).toEqual(['alias@example.test']);
    const at = (path: string) => files.find(file => file.path === path)?.content;
    for (const kind of ['advanced', 'direct'] as const) {
      const bytes = await lookUpKey('security@example.test', async url => {
        if (kind === 'direct' && url.host.startsWith('openpgpkey.')) return { kind: 'no-host' };
        const content = at(url.pathname.slice(1));
        return content === undefined ? { kind: 'none' } : { kind: 'found', bytes: Buffer.from(content) };
      });
      const found = await readKey({ binaryKey: bytes ?? new Uint8Array() });
      expect([found.getFingerprint(), found.isPrivate()]).toEqual([key.getFingerprint(), false]);
    }
    expect([at('.well-known/openpgpkey/policy'), at('.well-known/openpgpkey/example.test/policy')]).toEqual([
      '',
      '',
    ]);
    expect(webKeyDirectory(key.toPublic(), ['nobody@example.test']).files).toEqual([]);
  });

  it.skipIf(WKS_CLIENT === undefined)('and that is what GnuPG calls the file and takes out of it', () => {
    const { files } = webKeyDirectory(key.toPublic(), ['security@example.test']);
    const { stdout } = spawnSync(WKS_CLIENT ?? '', ['--print-wkd-hash', 'security@example.test'], {
      encoding: 'utf8',
    });
    const hash = stdout.split(' ')[0];
    expect(files.map(({ path }) => path)).toContain(`.well-known/openpgpkey/hu/${hash}`);
    const folder = mkdtempSync(join(tmpdir(), 'wkd-'));
    try {
      for (const { path, content } of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      const checked = spawnSync(
        'gpg',
        ['--batch', '--show-keys', '--with-colons', join(folder, `.well-known/openpgpkey/hu/${hash}`)],
        { encoding: 'utf8' },
      );
      expect(checked.stdout).toContain(`fpr:::::::::${fingerprint()}:`);
      expect(checked.stdout.match(/^uid:/gm)).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('each file names the address that it is for, and no other of the key', async () => {
    const several = await readKey({
      armoredKey: gnupg.generateKey('A <a@one.test>', 'future-default').publicKey,
    });
    several.users = [...several.users, ...key.toPublic().users];
    const { files } = webKeyDirectory(several, ['a@one.test']);
    for (const { path, content } of files.filter(file => file.path.includes('/hu/'))) {
      const found = await readKey({ binaryKey: new Uint8Array(Buffer.from(content)) });
      expect(found.getUserIDs(), path).toEqual(['A <a@one.test>']);
    }
  });
});

describe('security.txt', () => {
  /** RFC 9116 §2.5: which fields are needed, and which stand once alone. */
  const fieldsOf = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map(line => /^([A-Za-z-]+): (\S.*)$/.exec(line)?.slice(1) ?? ['?', line]);

  it('says all that RFC 9116 wants', () => {
    expect(fieldsOf(securityTxt(CONTENT))).toEqual([
      ['Contact', 'mailto:security+alert@example.test'],
      ['Contact', 'https://form.example.test/report'],
      ['Expires', '2027-06-30T00:00:00.000Z'],
      ['Encryption', 'https://security.example.test/key.asc'],
      ['Encryption', `openpgp4fpr:${'a'.repeat(40)}`],
      ['Acknowledgments', 'https://security.example.test/hall-of-fame.html'],
      ['Preferred-Languages', 'en, de'],
      ['Canonical', 'https://security.example.test/.well-known/security.txt'],
      ['Policy', 'https://example.test/policy'],
      ['CSAF', 'https://security.example.test/.well-known/csaf/provider-metadata.json'],
    ]);
  });

  it('names no key and no CSAF where there is none', () => {
    const text = securityTxt({ ...CONTENT, key: null, csaf: null });
    expect(text).not.toMatch(/Encryption|CSAF/);
  });
});
