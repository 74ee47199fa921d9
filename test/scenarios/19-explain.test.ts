/** How a mail was read, asked of a saved mail and of the record. */
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const TUNE = resolve('fixtures/labelled/tune');
const EXAMPLES = ['../shared/examples', '../../shared/examples'].map(path => resolve(path)).find(existsSync);

if (EXAMPLES === undefined) {
  console.warn('\n*** THE TEST ON THE EXAMPLES IS SKIPPED: there is no ../shared/examples ***\n');
}

let smtp: EmbeddedSmtp;
let inbox: Installation;

beforeAll(async () => {
  smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  inbox = install({ imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' }, smtp });
});

afterAll(async () => {
  inbox?.remove();
  await smtp?.stop();
});

const save = (name: string, bytes: Uint8Array) => {
  const file = join(inbox.folder, name);
  writeFileSync(file, bytes);
  return file;
};

/** Every line of carets with the words above it that they stand under. */
function marked(shown: string): { words: string; label: string }[] {
  const lines = shown.split('\n');
  return lines.flatMap((line, index) => {
    const [, carets = '', label = ''] = /^( +\^[\^ ]*\^|^ +\^)(?: (.*))?$/.exec(line) ?? [];
    if (carets === '') return [];
    const above = lines.slice(0, index).findLast(each => /^ +\d* \|/.test(each)) ?? '';
    const words = [...carets].map((sign, at) => (sign === '^' ? (above[at] ?? '') : ' ')).join('');
    return [{ words: words.trim(), label }];
  });
}

describe('report explain', () => {
  it.skipIf(EXAMPLES === undefined)('says of a real mail where each field stands', async () => {
    const { status, stdout, stderr } = await inbox.run('report', 'explain', join(EXAMPLES ?? '', '01.eml'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/01\.eml: a report \(subject\)/);
    expect(stdout).toMatch(/affected +ts-scan <= 2\.0\.1\n +section: heading 'Affected'; HTML, line \d+/);
    expect(stdout).toMatch(/summary .*\n +subject: .*\n +not .*heading 'Summary'; HTML, line \d+/);
  });

  it('finds the lines of a mail made from HTML, as they are written', async () => {
    const { stdout } = await inbox.run('report', 'explain', join(TUNE, 'a01.eml'));
    expect(stdout).toMatch(/steps +Log in as a user[\s\S]*heading 'Steps To Reproduce'; HTML, lines 11 to/);
  });

  it('names the attached file that the steps stand in', async () => {
    const { stdout } = await inbox.run('report', 'explain', join(TUNE, 'd07.eml'));
    expect(stdout).toMatch(/steps +Configure[\s\S]*?attachment: .*; attached steps\.txt, lines? 4/);
  });

  it('gives programs every candidate, with offsets into the texts', async () => {
    const text = 'Description\nThe export is open.\n\nAffected\nts-scan 1.2\n';
    const file = save('a.eml', plainMail({}, text));
    const { stdout } = await inbox.run('report', 'explain', '--json', file);
    const explained = JSON.parse(stdout);
    expect(explained).toMatchObject({ schema: 'security-inbox/explanation@1', file, trigger: 'subject' });
    const description = explained.fields.find((one: { field: string }) => one.field === 'description');
    expect(description.taken).toMatchObject({ value: 'The export is open.', source: 'section' });
    const [{ start, end }] = description.taken.spans;
    expect(text.slice(start, end)).toBe('The export is open.');
  });

  it('takes several mails, and one from standard input', async () => {
    const files = ['b.eml', 'c.eml'].map(name => save(name, plainMail({}, 'Description\nIt is open.\n')));
    const { stdout } = await inbox.run('report', 'explain', ...files);
    expect(stdout).toMatch(/b\.eml: a report[\s\S]*\n\n.*c\.eml: a report/);
    const piped = await inbox.runWithInput(
      plainMail({}, 'Description\nIt is open.\n'),
      'report',
      'explain',
      '-',
    );
    expect(piped.stdout).toMatch(/^standard input: a report/);
  });

  it('says that a mail is no report, or could not be read', async () => {
    const ordinary = save('o.eml', plainMail({ subject: 'Lunch' }, 'When?\n'));
    expect((await inbox.run('report', 'explain', ordinary)).stdout).toContain(
      'o.eml: NOT A REPORT by itself',
    );
    const headers = Array.from({ length: 40 }, (_, index) => `X-${index}: ${'x'.repeat(100_000)}`);
    const unreadable = save('u.eml', plainMail({ headers }, 'When?\n'));
    const { status, stdout } = await inbox.run('report', 'explain', unreadable);
    expect(status).toBe(0);
    expect(stdout).toMatch(/u\.eml: .*UNREADABLE: its header is longer than is read\n$/);
  });

  it('says which file is not there', async () => {
    const { status, stderr } = await inbox.run('report', 'explain', 'nowhere.eml');
    expect(status).toBe(66);
    expect(stderr).toContain("Can't read nowhere.eml");
  });

  it('records and sends nothing', async () => {
    await inbox.run('report', 'explain', save('d.eml', plainMail({}, 'Description\nIt is open.\n')));
    expect(existsSync(inbox.database)).toBe(false);
    expect(smtp.received).toEqual([]);
  });
});

describe('show --explain', () => {
  let recording: Installation;

  beforeAll(() => {
    recording = install({ imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' }, smtp });
  });

  afterAll(() => recording?.remove());

  const record = async (raw: Uint8Array) =>
    /TS-\d+-\d+/.exec((await recording.runWithInput(raw, 'ingest', '-')).stdout)?.[0] ?? '';

  it('marks the words of each field, those of an attached file under its name', async () => {
    const number =
      /TS-\d+-\d+/.exec((await recording.run('ingest', join(TUNE, 'd07.eml'))).stdout)?.[0] ?? '';
    const { stdout } = await recording.run('show', number, '--explain');
    const [, letter = '', attached = ''] = stdout.split(/^Words, /m);
    expect(marked(letter)).toContainEqual({
      words: 'v3.x before 3.2      2.9.1',
      label: "affected (label 'Affected')",
    });
    expect(attached).toMatch(/^came unencrypted, attached steps\.txt/);
    expect(marked(attached)).toContainEqual({ words: 'Run the task once:', label: 'steps' });
  });

  it('finds what a later mail filled in that mail, whatever came between', async () => {
    const from = 'Ada <ada@example.org>';
    const first = plainMail({ from, messageId: '<f@example.org>' }, 'Description\nThe export is open.\n');
    const number = await record(first);
    const copy = plainMail(
      { from, messageId: '<f@example.org>', headers: ['X-Again: yes'] },
      'Description\nThe export is open.\n',
    );
    await record(copy);
    const subject = `Re: [${number}]`;
    await record(
      plainMail({ from, subject }, 'Affected versions: ts-scan 1.2.3\n\nSteps\n1. Open it.\n2. Read it.\n'),
    );
    const report = JSON.parse((await recording.run('show', number, '--json')).stdout);
    expect(report.where).toMatchObject({
      description: { mail: 0 },
      steps: { mail: 2 },
      affected: { mail: 2 },
    });
    const { stdout } = await recording.run('show', number, '--explain');
    const mails = stdout.split(/^Words, /m).slice(1);
    expect(mails).toHaveLength(3);
    expect(marked(mails[0] ?? '').map(({ words }) => words)).toContain('The export is open.');
    expect(marked(mails[1] ?? '')).toEqual([]);
    expect(marked(mails[2] ?? '').map(({ words }) => words)).toContain('Read it.');
    await recording.run('show', number, '--save', join(recording.folder, 'saved'));
    expect(readdirSync(join(recording.folder, 'saved', number))).toContain('message-3.eml');
  });

  it('stays harmless and in line on hostile words', async () => {
    const number = await record(
      plainMail(
        {},
        `Description\n\u202eThe \u200b漏洞 cafe\u0301 \u0007 export\u2066 is open ${'x'.repeat(200_000)}.\n\nAffected\n漏洞 ts-scan 1.2\n`,
      ),
    );
    const { stdout } = await recording.run('show', number, '--explain', '--words');
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\u2066]/);
    const explained = stdout.split(/^Words, /m).at(-1) ?? '';
    expect(explained).toContain('\\u{202e}');
    expect(explained.length).toBeLessThan(10_000);
    expect(explained).toMatch(/漏洞 ts-scan 1\.2\n/);
    const [line = '', carets = ''] = /.*漏洞 ts-scan 1\.2\n.*/.exec(explained)?.[0]?.split('\n') ?? [];
    // Before it stand two characters of two cells each.
    expect(carets.indexOf('^')).toBe(line.indexOf('ts-scan') + 2);
    expect(carets).toContain('affected');
  });
});

describe.skipIf(!gnupgInstalled())('explaining an encrypted report', () => {
  let gnupg: Gnupg;
  let own: GnupgKey;
  let other: GnupgKey;
  let opening: Installation;

  beforeAll(() => {
    gnupg = startGnupg();
    own = gnupg.generateKey('support@example.test', 'future-default');
    other = gnupg.generateKey('else@example.test', 'future-default');
    opening = install({ imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' }, smtp, keys: [own] });
  });

  afterAll(() => {
    opening?.remove();
    gnupg?.stop();
  });

  const sealed = (to: GnupgKey) =>
    pgpMimeMail(
      { subject: 'Security Alert' },
      gnupg.encrypt(protectedEntity('Security Alert: quokka', 'Description\nThe quokka export is open.\n'), {
        to: [to.fingerprint],
      }),
    );

  it('opens it with the configured keys, and says where it can not', async () => {
    const opened = await opening.runWithInput(sealed(own), 'report', 'explain', '-');
    expect(opened.stdout).toMatch(/^standard input: a report \(.*\), decrypted\n/);
    expect(opened.stdout).toMatch(/description +The quokka export is open\.\n +section: .*; text, line 2/);
    const closed = await opening.runWithInput(sealed(other), 'report', 'explain', '-');
    expect(closed.stdout).toContain('UNDECRYPTABLE: encrypted to a key that is not configured');
    expect(closed.stdout).not.toContain('quokka');
  });

  it('shows its words from the record alone, which nobody else may read', async () => {
    const { stdout } = await opening.runWithInput(sealed(own), 'ingest', '-');
    const number = /TS-\d+-\d+/.exec(stdout)?.[0] ?? '';
    const key = join(opening.folder, 'key-0.asc');
    expect(existsSync(key)).toBe(true);
    rmSync(key);
    const shown = (await opening.run('show', number, '--explain')).stdout;
    expect(shown).toContain('Words, came encrypted');
    expect(marked(shown).map(({ words }) => words)).toContain('The quokka export is open.');
    expect(statSync(opening.database).mode & 0o077).toBe(0);
  });
});
