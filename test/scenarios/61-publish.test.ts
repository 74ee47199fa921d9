/** What is disclosed as files for a web server: what goes out, what never does, and what becomes of it when it is killed. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install } from '../world/program.js';

const NOWHERE = { host: '127.0.0.1', port: 1 };
const ROOT = 'https://security.example.test/';
const EXPIRES = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10);

const report = (from: string, subject: string, text: string) =>
  plainMail({ from, subject: `Security Alert: ${subject}` }, text);

/** What a run works on. */
const FOLDERS = ['www', 'data'];

const TEXT = 'Affected versions\nts-scan 2.0 to 2.4\n\nSeverity: high\n';

function installation(key: GnupgKey, overrides: Record<string, unknown> = {}): Installation {
  return install({
    imap: { ...NOWHERE, user: 'support@example.test', password: 'x' },
    smtp: NOWHERE,
    keys: [key],
    overrides: {
      publication: { url: ROOT, languages: ['en', 'de'] },
      policy: { url: 'https://example.test/policy', expires: EXPIRES },
      ...overrides,
    },
  });
}

/** Every file below a folder, by its path. */
function filesIn(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const paths = names.filter(name => statSync(join(folder, name)).isFile());
  return new Map(paths.map(path => [path, readFileSync(join(folder, path))]));
}

function timesIn(folder: string): (string | bigint)[][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => {
    const { mtimeNs, ctimeNs } = statSync(join(folder, name), { bigint: true });
    return [name, mtimeNs, ctimeNs];
  });
}

describe.skipIf(!gnupgInstalled())('publish', { timeout: 600_000 }, () => {
  let gnupg: Gnupg;
  let key: GnupgKey;
  let inbox: Installation;
  let www: string;

  beforeAll(() => {
    gnupg = startGnupg();
    key = gnupg.generateKey('Example Security <support@example.test>', 'future-default');
  });
  afterAll(() => gnupg?.stop());
  beforeEach(() => {
    inbox = installation(key);
    www = join(inbox.folder, 'www');
  });
  afterEach(() => inbox.remove());

  const take = async (...mails: Buffer[]) => {
    for (const mail of mails) {
      expect((await inbox.runWithInput(mail, 'ingest', '--no-send', '-')).status).toBe(0);
    }
  };
  const disclose = async (id: string) => {
    expect((await inbox.run('status', id, 'disclosed', '--by', 'Grace')).status).toBe(0);
  };
  const advisoryOf = async (id: string) => JSON.parse((await inbox.run('advisory', id, '--json')).stdout);
  const save = async (id: string, advisory: object, ...words: string[]) => {
    const saved = await inbox.runWithInput(
      Buffer.from(JSON.stringify(advisory)),
      ...['advisory', id, '--from', '-', '--by', 'Grace', ...words],
    );
    expect(saved.status, saved.stderr).toBe(0);
  };
  const publish = async (...words: string[]) => {
    const { status, stdout, stderr } = await inbox.run('publish', '--out', 'www', '--json', ...words);
    expect(status, stderr).toBe(0);
    return { ...JSON.parse(stdout), stderr };
  };
  const page = (id = 1) => `advisories/ts-${new Date().getUTCFullYear()}-000${id}.html`;

  it('writes what is disclosed and nothing of what is not, and a second run changes nothing', async () => {
    await take(
      report('Ada <ada@example.org>', 'the export', TEXT),
      report('Bob <bob@example.org>', 'the import', TEXT),
    );
    await disclose('1');
    const first = await publish();
    expect(first.published).toHaveLength(1);
    expect(first.revised).toEqual(first.published);
    expect(first.warnings).toEqual([expect.stringContaining('could say more as CSAF')]);
    const files = filesIn(www);
    for (const path of [
      page(1),
      'advisories/index.html',
      'advisories/atom.xml',
      'advisories/feed.xml',
      'advisories/feed.json',
      '.well-known/security.txt',
      'policy.html',
      'policy.md',
      'SECURITY.md',
      'hall-of-fame.html',
      'index.html',
      '.well-known/csaf/provider-metadata.json',
    ]) {
      expect(files.has(path), path).toBe(true);
    }
    expect(files.has(page(2))).toBe(false);
    expect(files.get(page(1))?.toString()).toContain('the export');

    const document = [...files.keys()].find(path => /white\/.*0001\.json$/.test(path)) ?? '';
    const [signed, signature] = [files.get(document), files.get(`${document}.asc`)];
    expect(gnupg.verify(signed ?? Buffer.of(), signature ?? Buffer.of())).toBe(key.fingerprint);
    expect(files.get(page(1))?.toString()).toContain(`href="../${document}"`);

    const before = timesIn(www);
    const again = await publish();
    expect([again.written, again.removed, again.revised]).toEqual([[], [], []]);
    expect(timesIn(www)).toEqual(before);
  });

  it('makes a revision of what was changed, which tells its readers what', async () => {
    await take(report('Ada <ada@example.org>', 'the export', TEXT));
    await disclose('1');
    await publish();
    await save(
      '1',
      { ...(await advisoryOf('1')), description: 'It leaks.' },
      '--change',
      'Says what it does.',
    );
    const { revised, written } = await publish();
    expect(revised).toHaveLength(1);
    expect(written).toContain(page());
    expect(written).not.toContain('policy.html');
    const text = readFileSync(join(www, page()), 'utf8');
    for (const part of ['Initial publication.', 'Says what it does.', 'It leaks.'])
      expect(text).toContain(part);
    expect(inbox.query('SELECT revision, change FROM advisory_revisions ORDER BY revision')).toEqual([
      { revision: 1, change: 'Initial publication.' },
      { revision: 2, change: 'Says what it does.' },
    ]);
  });

  it('publishes no name against a later wish, until somebody who knows of it saves the advisory anew', async () => {
    const hasName = () =>
      [...filesIn(www)].filter(([, bytes]) => bytes.includes('Ada of Public')).map(([path]) => path);
    await take(
      report('Ada <ada@example.org>', 'the export', `${TEXT}\nPlease credit me as Ada of Public.\n`),
    );
    const named = await advisoryOf('1');
    expect(named.credits).toEqual(['Ada of Public']);
    await save('1', named);
    const number = inbox.query('SELECT number FROM reports')[0]?.number;
    const refusal = () =>
      plainMail(
        { from: 'Ada <ada@example.org>', subject: `Re: [${number}] the export` },
        'Hello,\n\nPlease do not credit me after all. I want to stay anonymous.\n',
      );
    await take(refusal());
    const disclosed = await inbox.run('status', '1', 'disclosed', '--by', 'Grace');
    const shown = await inbox.run('advisory', '1');
    const first = await publish();
    for (const text of [disclosed.stdout, shown.stdout, first.stderr]) {
      expect(text).toContain('A later mail asks not to be named');
    }
    expect((await inbox.run('digest')).stdout).toContain('credit refused');
    expect([first.published.length, hasName()]).toEqual([1, []]);
    expect((await publish()).written).toEqual([]);

    await save('1', named);
    expect((await publish()).stderr).not.toContain('not to be named');
    expect(hasName()).toContain(page());
  });

  it('takes a published name back when a later mail asks for it, whatever else is lacking', async () => {
    await take(
      report('Ada <ada@example.org>', 'the export', `${TEXT}\nPlease credit me as Ada of Public.\n`),
    );
    await disclose('1');
    await publish();
    const number = inbox.query('SELECT number FROM reports')[0]?.number;
    await save('1', { ...(await advisoryOf('1')), title: null });
    await take(
      plainMail(
        { from: 'Ada <ada@example.org>', subject: `Re: [${number}] the export` },
        'Hello,\n\nPlease do not credit me after all. I want to stay anonymous.\n',
      ),
    );
    const { published, stderr } = await publish();
    expect([published.length, stderr]).toEqual([
      1,
      expect.stringContaining('A later mail asks not to be named'),
    ]);
    for (const [path, bytes] of filesIn(www)) expect(bytes.includes('Ada of Public'), path).toBe(false);
  });

  it('tells of another publisher by a revision, and writes no version otherwise than it went out', async () => {
    await take(report('Ada <ada@example.org>', 'the export', TEXT));
    await disclose('1');
    await publish();
    const document = [...filesIn(www).keys()].find(path => /white\/.*0001\.json$/.test(path)) ?? '';
    const metadata = '.well-known/csaf/provider-metadata.json';
    const read = (path: string) => JSON.parse(readFileSync(join(www, path), 'utf8'));
    const [before, known] = [readFileSync(join(www, document), 'utf8'), read(metadata)];
    const file = join(inbox.folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    const named = (name: string) =>
      writeFileSync(file, JSON.stringify({ ...config, publication: { ...config.publication, name } }));

    named('Example AG');
    expect((await publish()).revised).toHaveLength(1);
    const { publisher, tracking } = read(document).document;
    expect([publisher.name, tracking.version]).toEqual(['Example AG', '2']);
    expect(tracking.revision_history[1].summary).toContain('publisher');
    expect(Date.parse(read(metadata).last_updated)).toBeGreaterThan(Date.parse(known.last_updated));
    const again = await publish();
    expect([again.written, again.revised]).toEqual([[], []]);

    // In another folder it is the same version in the same words, and in this one too when it is made anew.
    rmSync(join(www, document));
    expect((await publish()).revised).toEqual([]);
    expect(readFileSync(join(www, document), 'utf8')).not.toBe(before);
    expect(read(document).document.tracking.version).toBe('2');
  });

  it('leaves out what lacks something and says what, but takes nothing back that is out', async () => {
    await take(report('Ada <ada@example.org>', 'the export', 'It leaks.\n'));
    await disclose('1');
    const without = await publish();
    expect(without.published).toEqual([]);
    expect(without.skipped).toMatchObject([{ needed: [expect.stringContaining('products')] }]);
    expect(without.stderr).toContain('products');
    expect(without.stderr).not.toContain('export');
    expect(inbox.query('SELECT * FROM advisory_revisions')).toEqual([]);

    const products = [{ name: 'ts-scan', affected: ['1.0'] }];
    await save('1', { ...(await advisoryOf('1')), products });
    expect((await publish()).published).toHaveLength(1);
    await save('1', { ...(await advisoryOf('1')), title: null });
    const broken = await publish();
    expect(broken.published).toHaveLength(1);
    expect(broken.skipped).toMatchObject([{ needed: [expect.stringContaining('title')] }]);
    expect(broken.written).toEqual([]);
  });

  it('takes out what is no longer disclosed, and says so', async () => {
    await take(report('Ada <ada@example.org>', 'the wombat', TEXT));
    await disclose('1');
    await publish();
    const reopened = await inbox.run('status', '1', 'accepted', '--reason', 'not mended', '--by', 'Grace');
    expect(reopened.stdout).toContain('is public until');
    const { withdrawn, removed, stderr } = await publish();
    expect([withdrawn.length, removed.includes(page())]).toEqual([1, true]);
    expect(stderr).toContain('no longer disclosed');
    for (const [path, bytes] of filesIn(www)) expect(bytes.includes('wombat'), path).toBe(false);
    expect((await publish()).withdrawn).toEqual([]);
  });

  it.each(['at its first publication', 'at a later one'])(
    'writes nothing of a report that is reopened while it runs, %s',
    async when => {
      await take(
        report('Ada <ada@example.org>', 'the wombat', TEXT),
        report('Bob <bob@example.org>', 'the import', TEXT),
      );
      await disclose('1');
      await disclose('2');
      if (when === 'at a later one') {
        await publish();
        await save('1', { ...(await advisoryOf('1')), description: 'A second wombat.' });
      }
      const database = new Database(inbox.database);
      // As soon as what goes out is on record.
      database.exec(`CREATE TRIGGER reopens AFTER INSERT ON published_documents WHEN new.report_id = 1
        BEGIN UPDATE reports SET status = 'accepted', closed_at = NULL, disclosed_at = NULL WHERE id = 1; END`);
      const ran = await publish();
      database.exec('DROP TRIGGER reopens');
      database.close();
      expect([ran.published.length, ran.revised.length]).toEqual(when === 'at a later one' ? [1, 0] : [1, 1]);
      for (const [path, bytes] of filesIn(www)) expect(bytes.includes('wombat'), path).toBe(false);
      expect(filesIn(www).has(page(2))).toBe(true);
      const again = await publish();
      expect([again.written, again.removed]).toEqual([[], []]);
    },
  );

  it.each([
    ['and goes on to its end', ''],
    ['and fails then', "throw Object.assign(new Error('full'), { code: 'ENOSPC' });"],
  ])('takes out again what is reopened while it writes, %s', async (_how, then) => {
    await take(
      report('Ada <ada@example.org>', 'the wombat', TEXT),
      report('Bob <bob@example.org>', 'the import', TEXT),
    );
    await disclose('1');
    await disclose('2');
    const preload = join(inbox.folder, 'reopen.mjs');
    writeFileSync(preload, reopening(inbox.database, then));
    const { status, stdout, stderr } = await runWith(preload, '--json');
    expect([status, stderr]).toEqual([
      then === '' ? 0 : 74,
      expect.stringContaining('was taken out of the folder'),
    ]);
    for (const [path, bytes] of filesIn(www)) expect(bytes.includes('wombat'), path).toBe(false);
    expect(filesIn(www).has(page(2))).toBe(true);
    if (then !== '') return;
    const ran = JSON.parse(stdout);
    expect([ran.published, ran.revised].map(numbers => numbers.length)).toEqual([1, 1]);
    expect(ran.withdrawn).toHaveLength(1);
    const again = await publish();
    expect([again.written, again.removed]).toEqual([[], []]);
  });

  it('of a report that was purged, what is public can be corrected, withdrawn, and purged then', async () => {
    const purge = async () =>
      (await inbox.run('purge', '--older-than', '0d', '--yes', '--by', 'Grace')).stdout;
    const reject = () => inbox.run('status', '1', 'rejected', '--reason', 'no wombat', '--by', 'Grace');
    await take(report('Ada <ada@example.org>', 'the wombat', TEXT));
    await disclose('1');
    await publish();
    const database = new Database(inbox.database);
    database.exec("UPDATE receipts SET state = 'sent', sent_at = '2026-01-01T00:00:00.000Z'");
    database.close();
    expect(await purge()).toContain('Purged 1 report');
    await save('1', { ...(await advisoryOf('1')), description: 'Any wombat.' });
    expect((await publish()).revised).toHaveLength(1);
    expect(readFileSync(join(www, page()), 'utf8')).toContain('Any wombat.');
    expect((await inbox.run('note', '1', 'x')).stderr).toContain('was purged on');

    const { status, stdout } = await reject();
    expect([status, stdout]).toEqual([0, expect.stringContaining('is public until')]);
    expect((await publish()).withdrawn).toHaveLength(1);
    expect(await purge()).toContain('Purged 1 report');
    for (const [path, bytes] of filesIn(join(inbox.folder, 'data'))) {
      expect(bytes.includes('wombat'), path).toBe(false);
    }
    expect(await purge()).toContain('Nothing was purged');
    expect((await inbox.run('status', '1', 'disclosed')).stderr).toContain('was purged on');
  });

  describe('with a database that has no record of what is in the folder', () => {
    beforeEach(async () => {
      await take(
        report('Ada <ada@example.org>', 'the wombat', TEXT),
        report('Bob <bob@example.org>', 'the import', TEXT),
      );
      await disclose('1');
      await publish();
    });
    const refusedRun = async () => {
      const { status, stderr } = await inbox.run('publish', '--out', 'www');
      expect([status, stderr]).toEqual([78, expect.stringContaining('--withdraw-unknown')]);
      expect(stderr).toContain(inbox.database);
      return stderr;
    };
    /** One in the place of the database, as a mistyped path or a fresh installation has it. */
    const replaceDatabase = async () => {
      renameSync(join(inbox.folder, 'data'), join(inbox.folder, 'right'));
      await take(report('Eve <eve@example.org>', 'the upload', TEXT));
    };

    it('leaves all as it is and says which it opened, until it is told to take it out', async () => {
      await replaceDatabase();
      const before = timesIn(www);
      expect(await refusedRun()).toMatch(/has published none of the advisories .*-0001.*nothing was written/);
      await disclose('1');
      await refusedRun();
      expect(timesIn(www)).toEqual(before);
      expect(inbox.query('SELECT * FROM advisory_revisions')).toEqual([]);

      await inbox.run('status', '1', 'accepted', '--reason', 'not yet', '--by', 'Grace');
      expect((await publish('--withdraw-unknown')).withdrawn).toHaveLength(1);
      for (const [path, bytes] of filesIn(www)) expect(bytes.includes('wombat'), path).toBe(false);
      await publish();
    });

    it('takes out what is reopened though somebody wrote into its document', async () => {
      const document = [...filesIn(www).keys()].find(path => /white\/.*0001\.json$/.test(path)) ?? '';
      const written = readFileSync(join(www, document), 'utf8').replaceAll('wombat', 'another wombat');
      writeFileSync(join(www, document), written);
      expect(await refusedRun()).toContain('somebody wrote into the folder');
      expect(readFileSync(join(www, document), 'utf8')).toBe(written);
      await inbox.run('status', '1', 'accepted', '--reason', 'not mended', '--by', 'Grace');
      expect(await refusedRun()).toContain('was taken out of the folder');
      for (const [path, bytes] of filesIn(www)) expect(bytes.includes('wombat'), path).toBe(false);
      expect((await publish()).withdrawn).toEqual([]);
    });

    it('takes no file for there that somebody removed, and needs no word for a new folder', async () => {
      await replaceDatabase();
      for (const path of filesIn(www).keys()) {
        if (/0001/.test(path)) rmSync(join(www, path));
      }
      expect((await publish()).published).toEqual([]);
      expect((await inbox.run('publish', '--out', 'new')).status).toBe(0);
    });

    it('takes out what an older copy says is reopened, and leaves what went out since, until it is disclosed anew', async () => {
      await inbox.run('status', '1', 'accepted', '--reason', 'not mended', '--by', 'Grace');
      expect((await inbox.run('backup', 'older.sqlite')).status).toBe(0);
      await disclose('1');
      await disclose('2');
      expect((await publish()).published).toHaveLength(2);
      expect((await inbox.run('restore', 'older.sqlite')).status).toBe(0);

      expect(await refusedRun()).toMatch(/has published only 1 of the 2 advisories .*and not \S*-0002/);
      expect([filesIn(www).has(page(1)), filesIn(www).has(page(2))]).toEqual([false, true]);
      await disclose('2');
      await refusedRun();
      const anew = await publish('--withdraw-unknown');
      expect([anew.published.length, anew.withdrawn]).toEqual([1, []]);
      expect((await publish()).written).toEqual([]);
    });
  });

  describe('withdraws first', () => {
    const words = ['wombat', 'ts-scan-of-the-wombat'];
    const wombat = `Affected versions\nts-scan-of-the-wombat 2.0\n`;
    let kept: string;
    beforeAll(async () => {
      inbox = installation(key);
      await take(
        report('Ada <ada@example.org>', 'the wombat', wombat),
        report('Bob <bob@example.org>', 'the import', TEXT),
        report('Eve <eve@example.org>', 'the upload', TEXT),
      );
      await disclose('1');
      await disclose('2');
      await publish();
      await inbox.run('status', '1', 'accepted', '--reason', 'not mended', '--by', 'Grace');
      kept = mkdtempSync(join(tmpdir(), 'kept-'));
      for (const folder of FOLDERS)
        cpSync(join(inbox.folder, folder), join(kept, folder), { recursive: true });
      inbox.remove();
    });
    afterAll(() => rmSync(kept, { recursive: true, force: true }));
    beforeEach(() => {
      for (const folder of FOLDERS)
        cpSync(join(kept, folder), join(inbox.folder, folder), { recursive: true });
    });
    const isGone = () => {
      for (const [path, bytes] of filesIn(www)) {
        if (path === '.security-inbox-folder') continue;
        expect(/0001/.test(path), path).toBe(false);
        for (const word of [...words, `${new Date().getUTCFullYear()}-0001`])
          expect(bytes.includes(word), `${word} in ${path}`).toBe(false);
      }
      expect(filesIn(www).has(page(2))).toBe(true);
    };

    it('where the disk is full: what names it goes with it', async () => {
      const preload = join(inbox.folder, 'full.mjs');
      writeFileSync(preload, FULL);
      const { status, stderr } = await runWith(preload);
      expect([status, stderr]).toEqual([74, expect.stringContaining('was taken out of the folder')]);
      expect(stderr).toContain('ENOSPC');
      isGone();
      expect(existsSync(join(www, 'advisories/atom.xml'))).toBe(false);
      await publish();
      isGone();
      expect(readFileSync(join(www, 'advisories/atom.xml'), 'utf8')).toContain('the import');
    });

    it('where the key is damaged', async () => {
      const whole = readFileSync(join(inbox.folder, 'key-0.asc'), 'utf8');
      writeFileSync(join(inbox.folder, 'key-0.asc'), whole.replace(/\n[A-Za-z0-9+/]{64}\n/, '\n'));
      const { status, stderr } = await inbox.run('publish', '--out', 'www');
      expect(status).not.toBe(0);
      expect(stderr).toContain('was taken out of the folder');
      isGone();
      expect(readFileSync(join(www, 'advisories/atom.xml'), 'utf8')).toContain('the import');
    });

    it('where the record of another report is damaged', async () => {
      const connection = new Database(inbox.database);
      connection.exec("UPDATE advisories SET content = '{}' WHERE report_id = 2");
      connection.close();
      const { status, stderr } = await inbox.run('publish', '--out', 'www');
      expect([status, stderr]).toEqual([73, expect.stringContaining('was taken out of the folder')]);
      isGone();
    });

    it('where somebody laid a file in the way of another', async () => {
      await disclose('3');
      writeFileSync(join(www, page(3)), 'theirs');
      const { status, stderr } = await inbox.run('publish', '--out', 'www');
      expect([status, stderr]).toEqual([73, expect.stringContaining('was taken out of the folder')]);
      isGone();
      expect(readFileSync(join(www, page(3)), 'utf8')).toBe('theirs');
    });

    it('and says what is still public where it can not be removed', async () => {
      const advisories = join(www, 'advisories');
      renameSync(advisories, join(inbox.folder, 'moved'));
      symlinkSync(join(inbox.folder, 'moved'), advisories);
      const { status, stderr } = await inbox.run('publish', '--out', 'www');
      expect([status, stderr]).toEqual([73, expect.stringContaining('What may no longer be public')]);
      expect(stderr).toContain(page(1));
      expect([...filesIn(join(www, '.well-known')).keys()].filter(path => /0001/.test(path))).toEqual([]);
    });
  });

  const runWith = (preload: string, ...words: string[]) =>
    new Promise<{ status: number | null; stdout: string; stderr: string }>(done => {
      const child = execFile(
        process.execPath,
        ['--import', preload, resolve('dist/main.js'), 'publish', '--out', 'www', ...words],
        { cwd: inbox.folder },
        (_error, stdout, stderr) => done({ status: child.exitCode, stdout, stderr }),
      );
    });

  it('writes drafts for engineers alone, and never where the public reads', async () => {
    await take(
      report('Ada <ada@example.org>', 'the export', TEXT),
      report('Bob <bob@example.org>', 'the import', TEXT),
    );
    await inbox.run('status', '2', 'accepted', '--by', 'Grace');
    const drafts = join(inbox.folder, 'drafts');
    const write = (out: string, ...words: string[]) => inbox.run('publish', '--out', out, ...words);
    expect((await write('drafts', '--drafts')).status).toBe(0);
    expect(filesIn(drafts).has(page(2))).toBe(true);
    expect(filesIn(drafts).has(page(1))).toBe(false);
    expect([...filesIn(drafts).keys()].join(' ')).toMatch(
      /csaf\/ts-\S*0002\.json.*cve\/ts-\S*0002\/no-cve-yet\.json/,
    );
    expect([...filesIn(drafts).keys()].filter(path => /metadata|index\.txt|feed/.test(path))).toEqual([]);
    for (const name of ['.', ...readdirSync(drafts, { recursive: true, encoding: 'utf8' })]) {
      expect(statSync(join(drafts, name)).mode & 0o077, name).toBe(0);
    }
    const before = timesIn(drafts);
    expect((await write('drafts', '--drafts')).stdout).toContain('0 files written');
    expect(timesIn(drafts)).toEqual(before);
    expect(inbox.query('SELECT * FROM advisory_revisions')).toEqual([]);

    expect(await write('drafts')).toMatchObject({
      status: 73,
      stderr: expect.stringContaining('holds drafts'),
    });
    expect((await write('www')).status).toBe(0);
    expect(await write('www', '--drafts')).toMatchObject({ status: 73 });
    expect(await write('.')).toMatchObject({ status: 73, stderr: expect.stringContaining('not empty') });
  });

  it('refuses security.txt without a day on which it expires, and publishes all else', async () => {
    inbox.remove();
    inbox = installation(key, { policy: { url: 'https://example.test/policy' } });
    www = join(inbox.folder, 'www');
    const { stdout } = await inbox.run('list');
    expect(stdout).toBe('');
    await take(report('Ada <ada@example.org>', 'the export', TEXT));
    const { stderr } = await publish();
    expect(stderr).toContain('security.txt is not published');
    expect(stderr).toContain('policy.expires');
    expect(existsSync(join(www, '.well-known/security.txt'))).toBe(false);
    expect(existsSync(join(www, 'policy.html'))).toBe(true);
  });

  it('says of security.txt what RFC 9116 wants otherwise', async () => {
    inbox.remove();
    const policy = { url: 'http://example.test/a policy', expires: '2099-06-30' };
    inbox = installation(key, { policy });
    www = join(inbox.folder, 'www');
    await take(report('Ada <ada@example.org>', 'the export', TEXT));
    await disclose('1');
    const { stderr } = await publish();
    expect(stderr).toContain('policy.expires is more than a year ahead');
    expect(stderr).toContain('policy.url is no https address');
    const text = readFileSync(join(www, '.well-known/security.txt'), 'utf8');
    expect(text).toContain('Expires: 2099-06-30');
    expect(text).not.toContain('Policy:');
    for (const [path, bytes] of filesIn(www)) expect(bytes.includes('/a policy'), path).toBe(false);
    const { stdout } = await inbox.run('check');
    expect(stdout).toContain('RFC 9116 recommends less');
    expect(stdout).toContain('RFC 9116 wants https');
  });

  it('wants to know where it is published', async () => {
    inbox.remove();
    inbox = installation(key, { publication: undefined });
    await take(report('Ada <ada@example.org>', 'the export', TEXT));
    expect(await inbox.run('publish', '--out', 'www')).toMatchObject({
      status: 78,
      stderr: expect.stringContaining('publication in config.json'),
    });
  });

  it('publishes of several mailboxes each in its own place, and says that it has to be told which', async () => {
    inbox.remove();
    const imap = { ...NOWHERE, user: 'support@example.test', password: 'x', security: 'none' };
    const entry = (name: string) => ({
      name,
      mailbox: { ...imap, folder: name, junkFolder: false },
      publication: { url: `https://${name.toLowerCase()}.example.test` },
    });
    inbox = installation(key, { mailbox: undefined, mailboxes: [entry('Tools'), entry('Cloud')] });
    www = join(inbox.folder, 'www');
    for (const [name, subject] of [
      ['Tools', 'the export'],
      ['Cloud', 'the import'],
    ] as const) {
      const mail = report('Ada <ada@example.org>', subject, TEXT);
      const { status, stderr } = await inbox.runWithInput(
        mail,
        'ingest',
        '--no-send',
        '--mailbox',
        name,
        '-',
      );
      expect(status, stderr).toBe(0);
    }
    await disclose('1');
    await disclose('2');
    expect(await inbox.run('publish', '--out', 'www')).toMatchObject({ status: 64 });
    await publish('--mailbox', 'Cloud');
    expect([filesIn(www).has(page(1)), filesIn(www).has(page(2))]).toEqual([false, true]);
    expect(readFileSync(join(www, 'advisories/atom.xml'), 'utf8')).toContain('https://cloud.example.test/');
  });

  it('lets nothing more out of a mailbox that is no longer configured, and leaves what is out', async () => {
    inbox.remove();
    const imap = { ...NOWHERE, user: 'support@example.test', password: 'x', security: 'none' };
    const entry = (name: string) => ({ name, mailbox: { ...imap, folder: name, junkFolder: false } });
    inbox = installation(key, { mailbox: undefined, mailboxes: [entry('Tools'), entry('Cloud')] });
    www = join(inbox.folder, 'www');
    const credit = (name: string) => `${TEXT}\nPlease credit me as ${name}.\n`;
    for (const [mailbox, subject, name] of [
      ['Tools', 'the export', 'Ada Tool'],
      ['Cloud', 'the import', 'Bea Cloud'],
      ['Cloud', 'the upload', 'Cleo Cloud'],
    ] as const) {
      const mail = report(`${name} <${name.slice(0, 3)}@example.org>`, subject, credit(name));
      await inbox.runWithInput(mail, 'ingest', '--no-send', '--mailbox', mailbox, '-');
    }
    await disclose('1');
    await disclose('2');
    await publish();
    const file = join(inbox.folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...config, mailboxes: [entry('Tools')] }));
    await disclose('3');
    const { stderr } = await inbox.run('publish', '--out', 'www');
    expect(stderr).toContain('the mailbox that it came by is no longer configured');
    expect([1, 2, 3].map(number => filesIn(www).has(page(number)))).toEqual([true, true, false]);
    const hall = readFileSync(join(www, 'hall-of-fame.html'), 'utf8');
    expect(['Ada Tool', 'Bea Cloud', 'Cleo Cloud'].map(name => hall.includes(name))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('lets one run at a time at its work', async () => {
    await take(report('Ada <ada@example.org>', 'the export', TEXT));
    const runs = await Promise.all([1, 2, 3].map(() => inbox.run('publish', '--out', 'www')));
    const statuses = runs.map(({ status }) => status);
    expect(statuses).toContain(0);
    expect(statuses.every(status => status === 0 || status === 75)).toBe(true);
    expect((await publish()).written).toEqual([]);
  });

  it('killed at any moment leaves every file whole, and the next run mends the rest', async () => {
    await take(
      report('Ada <ada@example.org>', 'the export', TEXT),
      report('Bob <bob@example.org>', 'the import', TEXT),
    );
    await disclose('1');
    await disclose('2');
    await publish();
    const first = filesIn(www);
    await inbox.run('status', '1', 'accepted', '--reason', 'not mended', '--by', 'Grace');
    const file = join(inbox.folder, 'config.json');
    const { policy, ...config } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...config, policy: { ...policy, disclosureDays: 60 } }));
    const kept = join(inbox.folder, 'kept');
    cpSync(www, join(kept, 'www'), { recursive: true, preserveTimestamps: true });
    cpSync(join(inbox.folder, 'data'), join(kept, 'data'), { recursive: true });
    const preload = join(inbox.folder, 'kill.mjs');
    writeFileSync(preload, KILLING);

    let killed = 0;
    // No divisor of the acts that one file takes, so that each of them comes.
    for (let act = 1; ; act += 17) {
      for (const folder of FOLDERS) {
        rmSync(join(inbox.folder, folder), { recursive: true });
        cpSync(join(kept, folder), join(inbox.folder, folder), { recursive: true, preserveTimestamps: true });
      }
      const isOver = await runKilled(preload, act);
      const left = filesIn(www);
      await publish();
      const mended = filesIn(www);
      for (const [path, bytes] of left) {
        if (path.endsWith('.part')) continue;
        const isWhole = [first, mended].some(files => files.get(path)?.equals(bytes));
        expect(isWhole || path === '.security-inbox-folder', `${path} after act ${act}`).toBe(true);
      }
      expect([...mended.keys()].filter(path => path.endsWith('.part'))).toEqual([]);
      expect([mended.has(page(1)), mended.has(page(2))]).toEqual([false, true]);
      expect(mended.get('policy.html')?.toString()).toContain('60 days');
      if (isOver) break;
      killed += 1;
    }
    expect(killed).toBeGreaterThan(5);
    expect((await publish()).written).toEqual([]);
  });

  /** @returns whether it came to its end */
  const runKilled = (preload: string, act: number) =>
    new Promise<boolean>(done => {
      execFile(
        process.execPath,
        ['--import', preload, resolve('dist/main.js'), 'publish', '--out', 'www'],
        { cwd: inbox.folder, env: { ...process.env, KILL_AT: String(act) } },
        error => {
          expect(error === null || error.signal === 'SIGKILL', String(error)).toBe(true);
          done(error === null);
        },
      );
    });

  it('lets out no word of an undisclosed report, nor of what a disclosed one does not publish', async () => {
    const hidden = report(
      'Canary-name-one <canary-address-one@example.org>',
      'canary-subject-one',
      hiddenBy('Canary-credit'),
    );
    const shown = report(
      'Canary-name-two <canary-address-two@example.org>',
      'canary-subject-two',
      hiddenBy('Ada of Public'),
    );
    await take(withFile(hidden), withFile(shown));
    await save('2', {
      ...(await advisoryOf('2')),
      title: 'Scanned code is run',
      products: [{ name: 'ts-scan', affected: ['1.0'] }],
      cwe: [],
      credits: [],
      severity: 'high',
    });
    await inbox.run('note', '2', 'canary-note', '--by', 'Canary-engineer');
    await inbox.run('assign', '2', 'Canary-assignee', '--by', 'Grace');
    await inbox.run('status', '1', 'accepted', '--by', 'Grace');
    await disclose('2');
    // The words are there to get out.
    const { stdout } = await inbox.run('show', '1', '--words');
    for (const part of ['subject', 'description', 'step', 'file']) expect(stdout).toContain(`canary-${part}`);
    const { stderr } = await publish();
    expect(stderr).not.toMatch(/canary/i);
    const files = filesIn(www);
    expect([...files.keys()]).toContain(page(2));
    for (const [path, bytes] of files) {
      for (const text of [bytes.toString('latin1'), ...decoded(bytes)]) {
        expect(/canary/i.exec(text), path).toBeNull();
      }
    }
  });
});

/** Words of every kind, of which none may get out save the name that somebody asked to be thanked by. */
const hiddenBy = (credit: string) =>
  [
    'Description',
    'A canary-description of what is wrong.',
    '',
    'Steps to reproduce',
    '1. Go to https://canary-link.example.org/canary-path',
    '2. Do the canary-step.',
    '',
    'Impact',
    'A canary-impact.',
    '',
    'Affected versions',
    'ts-scan 2.0 canary-version',
    '',
    `Please credit me as ${credit}.`,
    '-- ',
    'Canary-signature',
    '',
  ].join('\n');

/** The same mail with an attached text. */
function withFile(mail: Buffer): Buffer {
  const [head = '', body = ''] = mail.toString().split(/\r?\n\r?\n([\s\S]*)/);
  const kept = head
    .split(/\r?\n/)
    .filter(line => !/^(?:content-|mime-version)/i.test(line))
    .join('\r\n');
  return Buffer.from(
    [
      kept,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=canary-boundary',
      '',
      '--canary-boundary',
      'Content-Type: text/plain; charset=utf-8',
      '',
      body,
      '--canary-boundary',
      'Content-Type: text/plain; name=canary-name.txt',
      'Content-Disposition: attachment; filename=canary-name.txt',
      '',
      'canary-file',
      '--canary-boundary--',
      '',
    ].join('\r\n'),
  );
}

/** What stands in a file as base64 or percent-encoded. */
function decoded(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const unfolded = text.replace(/\r?\n/g, '');
  const encoded = [
    ...text.matchAll(/[A-Za-z0-9+/_-]{12,}={0,2}/g),
    ...unfolded.matchAll(/[A-Za-z0-9+/]{12,}={0,2}/g),
  ];
  return encoded.map(([found]) => Buffer.from(found, 'base64').toString('latin1'));
}

/** A disk on which nothing can be written of what is published. */
const FULL = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { openSync } = fs;
fs.openSync = (path, flags, ...others) => {
  if (flags === 'wx' && /www[/]/.test(String(path))) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  return openSync(path, flags, ...others);
};
syncBuiltinESMExports();
`;

/** Another program reopens the first report as a list comes to its place, which documents come before. */
const reopening = (database: string, then: string) => `
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { renameSync } = fs;
let isReopened = false;
fs.renameSync = (from, to) => {
  renameSync(from, to);
  if (isReopened || !String(to).endsWith('/advisories/index.html')) return;
  isReopened = true;
  execFileSync(process.execPath, ['--input-type=module', '--eval', ${JSON.stringify(`
    import Database from ${JSON.stringify(import.meta.resolve('better-sqlite3'))};
    new Database(${JSON.stringify(database)}).exec(
      "UPDATE reports SET status = 'accepted', closed_at = NULL, disclosed_at = NULL WHERE id = 1");
  `)}]);
  ${then}
};
syncBuiltinESMExports();
`;

/** Kills the program right before an act on a file, counted from its first. */
const KILLING = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
let left = Number(process.env.KILL_AT);
let isPublishing = false;
for (const name of ['openSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'rmSync', 'rmdirSync', 'mkdirSync']) {
  const act = fs[name];
  fs[name] = (...words) => {
    isPublishing ||= name === 'openSync' && /www[/]/.test(String(words[0]));
    if (isPublishing && (left -= 1) === 0) process.kill(process.pid, 'SIGKILL');
    return act(...words);
  };
}
syncBuiltinESMExports();
`;
