/** `init` by flags: from nothing to an installation that takes a report in and answers it, without a question. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { pgpMimeMail, protectedEntity } from '../world/mails.js';
import type { Finished } from '../world/program.js';

const PROGRAM = resolve('dist/main.js');

describe.skipIf(!dovecotInstalled() || !gnupgInstalled())('init', { timeout: 120_000 }, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let gpg: Gnupg;
  let above: string;
  let folder: string;

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp({ user: dovecot.user, password: dovecot.password });
    gpg = startGnupg();
  });
  afterAll(async () => {
    gpg?.stop();
    await smtp?.stop();
    await dovecot?.stop();
  });
  beforeEach(() => {
    above = mkdtempSync(join(tmpdir(), 'init-'));
    folder = join(above, 'inbox');
    writeFileSync(join(above, 'secret'), `${dovecot.password}\n`, { mode: 0o600 });
  });
  afterEach(() => rmSync(above, { recursive: true, force: true }));

  const run = (words: readonly string[], env: Record<string, string> = {}) =>
    new Promise<Finished>(done => {
      const child = spawn(process.execPath, [PROGRAM, ...words], {
        cwd: above,
        env: { ...process.env, NO_COLOR: '1', ...env },
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', chunk => {
        stdout += chunk;
      });
      child.stderr.on('data', chunk => {
        stderr += chunk;
      });
      child.once('close', status => done({ status, stdout, stderr }));
      child.stdin.end();
    });

  const flags = (...others: string[]) => [
    'init',
    '--dir',
    'inbox',
    '--address',
    'support@example.test',
    '--name',
    'Example Security',
    '--imap-host',
    dovecot.host,
    '--imap-port',
    String(dovecot.port),
    '--imap-security',
    'none',
    '--smtp-host',
    smtp.host,
    '--smtp-port',
    String(smtp.port),
    '--smtp-security',
    'none',
    '--password-file',
    'secret',
    '--policy-url',
    'https://example.test/policy',
    '--time-zone',
    'Europe/Berlin',
    '--country',
    'DE',
    '--state',
    'HE',
    ...others,
  ];
  const modes = () =>
    Object.fromEntries(
      readdirSync(folder).map(name => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]),
    );
  const configOf = () => JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  const config = () => ['--config', join(folder, 'config.json')];

  it('makes what takes in a report that GnuPG encrypted, and answers it', async () => {
    const made = await run(flags());
    expect(made.stderr).toBe('');
    expect(made.status).toBe(0);
    // The mailbox and the mail server were really tried.
    expect(made.stdout).toContain('poll --config');
    expect(made.stdout).toMatch(/^ok +mailbox\.login/m);
    expect(made.stdout).toMatch(/^ok +smtp\.login/m);
    expect(made.stdout).toMatch(/^ok +keys\.decrypt/m);
    expect(made.stdout).toContain('0 failures');
    expect(made.stdout).toContain(`Publish ${join(folder, 'pgp-key.asc')} beside your policy`);
    const publicKey = readFileSync(join(folder, 'pgp-key.asc'), 'utf8');
    gpg.importKey(publicKey);
    const fingerprint = (/The PGP key is ([0-9A-F ]+)/.exec(made.stdout)?.[1] ?? '').replaceAll(' ', '');
    const entity = protectedEntity('Security Alert: the export', 'Summary\nThe export leaks.\n');
    const sealed = gpg.encrypt(entity, { to: [fingerprint] });
    await dovecot.deliver(pgpMimeMail({ subject: '...' }, sealed));

    const polled = await run(['poll', ...config()]);
    expect(polled.stderr).not.toContain('security-inbox: ');
    expect(polled.stdout).toContain('1 new report (TS-');
    expect(polled.stdout).toContain('1 receipt sent');
    const shown = await run(['list', '--json', ...config()]);
    expect(shown.stdout).toContain('the export');
    const receipt = String(smtp.received.at(-1)?.raw);
    expect(receipt).toContain(fingerprint.slice(-16));
  });

  it('writes secrets for their owner alone, and says none of them', async () => {
    const { stdout, stderr } = await run(flags());
    expect(modes()).toEqual({
      'config.json': '600',
      'disclosure-key.asc': '600',
      'disclosure-key.revocation.asc': '600',
      'key.passphrase': '600',
      'mailbox.password': '600',
      'pgp-key.asc': '644',
      'reporter-keys': '700',
    });
    const passphrase = readFileSync(join(folder, 'key.passphrase'), 'utf8').trim();
    for (const secret of [dovecot.password, passphrase]) {
      expect(stdout + stderr).not.toContain(secret);
      expect(readFileSync(join(folder, 'config.json'), 'utf8')).not.toContain(secret);
    }
    expect(configOf()).toMatchObject({
      mailbox: { user: 'support@example.test', password: { file: 'mailbox.password' } },
      smtp: { user: 'support@example.test', password: { file: 'mailbox.password' } },
      calendar: { timeZone: 'Europe/Berlin', country: 'DE', state: 'HE' },
    });
    expect(statSync(configOf().$schema).isFile()).toBe(true);
  });

  it('says when the key expires, and it does', async () => {
    const { stdout } = await run(flags('--key-years', '3', '--no-check'));
    const year = new Date().getFullYear() + 3;
    expect(stdout).toMatch(new RegExp(`It expires on ${year}-\\d{2}-\\d{2}`));
  });

  it('takes a key that GnuPG made, locked', async () => {
    const key = gpg.generateKey('Example <support@example.test>', 'future-default', 'their passphrase');
    writeFileSync(join(above, 'theirs.asc'), key.secretKey, { mode: 0o600 });
    const made = await run(flags('--import-key', 'theirs.asc', '--passphrase-env', 'THEIRS', '--no-check'), {
      THEIRS: 'their passphrase',
    });
    expect(made.status).toBe(0);
    expect(readFileSync(join(folder, 'disclosure-key.asc'), 'utf8')).toBe(key.secretKey);
    expect(readFileSync(join(folder, 'key.passphrase'), 'utf8')).toBe('their passphrase\n');
    expect(readdirSync(folder)).not.toContain('disclosure-key.revocation.asc');
    expect((await run(['poll', ...config()])).status).toBe(0);
  });

  it('overwrites nothing, and with --force keeps the key and copies of the rest', async () => {
    await run(flags('--no-check'));
    const before = readFileSync(join(folder, 'disclosure-key.asc'), 'utf8');
    const again = await run(flags('--no-check', '--prefix', 'EX'));
    expect(again.status).toBe(73);
    expect(again.stderr).toContain('--force');
    expect(configOf().reportIdPrefix).toBe('TS');

    const other = await run(flags('--no-check', '--prefix', 'EX', '--new-key', '--force'));
    expect(other.status).toBe(73);
    expect(other.stderr).toContain('never replaced');
    expect(configOf().reportIdPrefix).toBe('TS');

    const forced = await run(flags('--no-check', '--prefix', 'EX', '--force'));
    expect(forced.status).toBe(0);
    expect(configOf().reportIdPrefix).toBe('EX');
    expect(readFileSync(join(folder, 'disclosure-key.asc'), 'utf8')).toBe(before);
    expect(Object.keys(modes()).filter(name => name.includes('.before-'))).toEqual([
      expect.stringMatching(/^config\.json\.before-/),
    ]);
  });

  it('names every flag that is missing, and waits for nobody', async () => {
    const { status, stderr } = await run(['init', '--yes', '--dir', 'inbox', '--no-look-up']);
    expect(status).toBe(64);
    for (const flag of [
      '--address',
      '--name',
      '--imap-host',
      '--smtp-host',
      '--password-file',
      '--policy-url',
    ])
      expect(stderr).toContain(flag);
    expect(readdirSync(above)).toEqual(['secret']);
  });

  it.each([
    ['a place without holidays known', ['--country', 'XX'], '--country'],
    ['a password file that all can read', ['--password-file', 'open'], 'chmod 600'],
    ['a host that would get the password in the clear', ['--imap-host', 'mail.example.com'], 'in the clear'],
    ['two ways to a key', ['--new-key', '--without-key'], 'give one of them'],
    ['an address that is none', ['--address', 'support'], '--address'],
    ['a number that is none', ['--working-days', 'two'], '--working-days "two": must be a number'],
    ['a certificate file that holds none', ['--ca-file', 'open'], '--ca-file: '],
    ['a policy that has expired', ['--policy-expires', '2020-01-01'], 'is over already'],
    ['a day that is none', ['--policy-expires', 'soon'], 'must be a day'],
    ['a public key for a private one', ['--import-key', 'public.asc'], 'gpg --export-secret-keys'],
  ])('refuses %s, and writes nothing', async (_, words, said) => {
    writeFileSync(join(above, 'open'), 'secret', { mode: 0o644 });
    writeFileSync(
      join(above, 'public.asc'),
      gpg.generateKey('support@example.test', 'future-default').publicKey,
    );
    const { status, stderr } = await run(flags(...words));
    expect([64, 78]).toContain(status);
    expect(stderr).toContain(said);
    expect(readdirSync(above).sort()).toEqual(['open', 'public.asc', 'secret']);
  });

  it('ends with the failure of the check where a login is refused, and keeps what it wrote', async () => {
    writeFileSync(join(above, 'secret'), 'wrong', { mode: 0o600 });
    const { status, stdout } = await run(flags());
    expect(status).toBe(77);
    expect(stdout).toContain('security-inbox check --config');
    expect(Object.keys(modes())).toContain('config.json');
  });

  it('leaves the login to a person where it is by OAuth', async () => {
    const { status, stdout } = await run(
      flags('--oauth', 'microsoft', '--tenant', 'example.test', '--client-id', 'id').filter(
        word => word !== '--password-file' && word !== 'secret',
      ),
    );
    expect(status).toBe(0);
    expect(stdout).toContain('security-inbox oauth login --config');
    expect(configOf().mailbox.oauth).toMatchObject({
      provider: 'microsoft',
      grant: 'refresh-token',
      refreshToken: { file: 'refresh-token' },
    });
    expect(configOf().smtp).toMatchObject({ user: 'support@example.test' });
  });

  it('puts the files into a folder that is there, and leaves what else is in it', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes'), 'mine');
    expect((await run(flags('--no-check', '--without-key'))).status).toBe(0);
    expect(readFileSync(join(folder, 'notes'), 'utf8')).toBe('mine');
    expect(configOf().pgp.privateKeys).toEqual([]);
  });
});
