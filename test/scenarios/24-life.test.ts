/** The life of a report by the built program: what each command says, does, and does not do twice. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import type { DigestReport } from '../../src/digest/contents.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const ADA = 'Ada <ada@example.org>';
const BY = ['--by', 'grace'];

describe('the life of a report', () => {
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  const ingest = (...mails: readonly Buffer[]) =>
    inbox.run(
      'ingest',
      ...mails.map((mail, index) => {
        const file = join(inbox.folder, `${index}.eml`);
        writeFileSync(file, mail);
        return file;
      }),
    );
  const life = async (number: string) => JSON.parse((await inbox.run('show', number, '--json')).stdout).life;
  const digest = async () => JSON.parse((await inbox.run('digest', '--json')).stdout);
  /** Numbers of those whose answer is owed. */
  const waiting = async () =>
    ((await digest()).open as DigestReport[]).filter(({ owesAnswer }) => owesAnswer).map(({ id }) => id);

  beforeAll(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' }, smtp });
    await ingest(
      plainMail({ from: ADA, messageId: '<ada@example.org>' }, 'Description\nThe wombat leaks.\n'),
      plainMail({ from: 'bob@example.org' }, 'Description\nThe quokka crashes.\n'),
      plainMail({ from: 'cy@example.org' }, 'Description\nThe numbat hangs.\n'),
    );
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
  });

  it('begins as received, and its answer is waited for', async () => {
    expect(await life('1')).toMatchObject({ status: 'received', acknowledgedAt: null, history: [] });
    expect(await waiting()).toHaveLength(3);
  });

  it('accepting is no answer: the reporter is waited for still', async () => {
    const { status, stdout } = await inbox.run('status', '2026-1', 'accepted', ...BY);
    expect([status, stdout]).toEqual([
      0,
      'TS-2026-0001 is accepted now. Its reporter still waits for an answer.\n',
    ]);
    expect(await waiting()).toContain('TS-2026-0001');
  });

  it('an answer ends the wait, also where it is told twice', async () => {
    const first = await inbox.run('acknowledge', 'ts-2026-1', ...BY);
    expect(first.stdout).toMatch(/^TS-2026-0001: its reporter was answered \d{4}-/);
    const second = await inbox.run('acknowledge', '1', '--by', 'alan');
    expect(second).toMatchObject({ status: 0 });
    expect(second.stdout).toContain('is acknowledged already');
    expect(await life('1')).toMatchObject({ status: 'accepted' });
    const entries = (await life('1')).history;
    expect(entries.map(({ kind, who }: { kind: string; who: string }) => [kind, who])).toEqual([
      ['status', 'grace'],
      ['acknowledged', 'grace'],
    ]);
    expect(await waiting()).not.toContain('TS-2026-0001');
  });

  it.each([
    ['an answer that lies ahead', ['acknowledge', '2', '--at', '2099-01-01 10:00'], 'lies ahead'],
    ['an answer before the report', ['acknowledge', '2', '--at', '2020-01-01 10:00'], 'lies before'],
    ['a day in a word', ['acknowledge', '2', '--at', 'yesterday'], 'use 2h (ago), "2026-11-24 15:30"'],
    ['a day without an hour', ['acknowledge', '2', '--at', '2026-11-24'], 'is no time'],
    ['a rejection without a reason', ['status', '2', 'rejected'], '--reason'],
    ['a duplicate of nothing', ['status', '2', 'duplicate'], '--of'],
    ['an original of what is no duplicate', ['status', '2', 'accepted', '--of', '1'], '--of'],
    ['a status there is not', ['status', '2', 'done'], 'Allowed choices'],
    ['a severity there is not', ['severity', '2', '9.8'], 'whole CVSS vector'],
    ['a date in the past', ['extend', '2', '2020-01-01', '--reason', 'r'], 'in the past'],
    ['somebody and nobody', ['assign', '2', 'alan', '--nobody'], '--nobody'],
    ['an empty note', ['note', '2', ' '], '1 to 20000'],
    ['a name of two lines', ['assign', '2', 'a\nb'], 'one line'],
  ])('refuses %s, and changes nothing', async (_name, words, said) => {
    const { status, stderr } = await inbox.run(...words, ...BY);
    expect([status, stderr]).toEqual([64, expect.stringContaining(said)]);
    expect(inbox.query('SELECT * FROM history WHERE report_id = 2')).toEqual([]);
  });

  it('keeps who has it, what was noted and how grave it is, each once', async () => {
    const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N';
    for (let round = 0; round < 2; round += 1) {
      expect((await inbox.run('assign', '2', 'alan', ...BY)).status).toBe(0);
      const note = Buffer.from('Seen in \u001b[31m1.2.\nNot in 1.3.\n');
      expect((await inbox.runWithInput(note, 'note', '2', '-', ...BY)).status).toBe(0);
      expect((await inbox.run('severity', '2', vector, ...BY)).status).toBe(0);
    }
    expect(await life('2')).toMatchObject({
      assignedTo: 'alan',
      severity: { score: 7.5, rating: 'high', vector },
      history: [{ kind: 'assigned' }, { kind: 'note' }, { kind: 'severity' }],
    });
    const { stdout } = await inbox.run('show', '2');
    expect(stdout).toMatch(/Status +received\n/);
    expect(stdout).toMatch(/Assigned to +alan\n/);
    expect(stdout).toContain('grace  note: Seen in \\u{1b}[31m1.2.\n      Not in 1.3.');
    expect((await inbox.run('assign', '2', '--nobody', ...BY)).stdout).toContain('nobody has it now');
  });

  it('moves the disclosure, says what was promised, and keeps both dates', async () => {
    const before = await life('2');
    const { stdout } = await inbox.run('extend', '2', '2099-01-01', '--reason', 'the vendor asked', ...BY);
    expect(stdout).toContain('its reporter was promised 90');
    expect((await inbox.run('extend', '2', '2099-01-01', '--reason', 'again', ...BY)).stdout).toContain(
      'already',
    );
    const after = await life('2');
    expect(after.firstDiscloseBy).toBe(before.discloseBy);
    expect(after.discloseBy.slice(11)).toBe(before.discloseBy.slice(11));
    expect((await inbox.run('history', '2')).stdout).toMatch(
      /grace {2}disclosure .* → 2099-01-01 .*: the vendor asked\n$/,
    );
  });

  it('closes what is a duplicate, and shows it in one section alone', async () => {
    const closed = await inbox.run('status', '3', 'duplicate', '--of', '2', ...BY);
    expect(closed.stdout).toBe(
      'TS-2026-0003 is a duplicate of TS-2026-0002 now. Nobody has answered its reporter; after you have, run "security-inbox acknowledge TS-2026-0003".\n',
    );
    expect((await inbox.run('status', '3', 'duplicate', '--of', '2', ...BY)).stdout).toContain('already');
    const { closed: section, ...others } = await digest();
    expect(section).toMatchObject([
      { id: 'TS-2026-0003', status: 'duplicate', acknowledgedAt: null, reason: 'it repeats TS-2026-0002' },
    ]);
    expect(JSON.stringify(others)).not.toContain('TS-2026-0003');
    expect((await inbox.run('digest')).stdout).toMatch(
      /Closed \(1\)\n.*TS-2026-0003.*\n.*its reporter was never answered/,
    );
    const round = await inbox.run('status', '2', 'duplicate', '--of', '3', ...BY);
    expect([round.status, round.stderr]).toEqual([65, expect.stringContaining('lead back to itself')]);
  });

  it('reopens with a reason alone', async () => {
    expect((await inbox.run('status', '3', 'accepted', ...BY)).stderr).toContain('--reason');
    expect((await inbox.run('status', '3', 'accepted', '--reason', 'it is another', ...BY)).status).toBe(0);
    expect(await life('3')).toMatchObject({ status: 'accepted', closedAt: null, duplicateOf: null });
    expect(await waiting()).toContain('TS-2026-0003');
  });

  it('names who did it: the option, the environment, or the user', async () => {
    const { stdout } = await inbox.run('note', '3', 'by nobody named', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ id: 'TS-2026-0003', changed: true });
    const [entry] = (await life('3')).history.slice(-1);
    expect(entry.who).toBe(process.env.SECURITY_INBOX_USER || process.env.SUDO_USER || whoami());
  });

  it('an engineer’s answer that comes through the mailbox is seen, and a mail to colleagues is none', async () => {
    const ours = (to: string, subject: string) =>
      plainMail(
        { from: 'support@example.test', to, subject, headers: ['References: <bob@example.org>'] },
        'Hello.\n',
      );
    await ingest(ours('dev@example.test', '[TS-2026-0002] look'));
    expect((await life('2')).acknowledgedAt).toBeNull();
    await ingest(ours('Bob <bob@example.org>', '[TS-2026-0002] thank you'));
    const { acknowledgedAt, status, history } = await life('2');
    expect([status, acknowledgedAt]).toEqual(['acknowledged', expect.stringContaining('T')]);
    expect(history.at(-1)).toMatchObject({ how: 'seen-in-mailbox', who: 'support@example.test' });
  });
});

function whoami(): string {
  return execFileSync('id', ['-un']).toString().trim();
}
