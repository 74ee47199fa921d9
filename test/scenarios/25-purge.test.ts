/** Purging by the built program, with the mails still in a real mailbox. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const ADA = 'Ada Wombat <wombat@example.org>';
const PURGE = ['purge', '--older-than', '0d', '--by', 'grace'];

const MAILS = [
  plainMail({ from: ADA, messageId: '<wombat-1@example.org>' }, 'Description\nThe wombat leaks.\n'),
  plainMail(
    { from: ADA, subject: 'More', headers: ['References: <wombat-1@example.org>'] },
    'Steps\n1. Ask the wombat.\n',
  ),
  plainMail(
    {
      from: 'support@example.test',
      to: ADA,
      subject: 'Re: More',
      headers: ['References: <wombat-1@example.org>'],
    },
    'Thank you for the wombat.\n',
  ),
  plainMail({ from: 'bob@example.org', messageId: '<bob@example.org>' }, 'Description\nThe quokka stays.\n'),
];

describe.skipIf(!dovecotInstalled())('a purge', () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  const poll = async () => JSON.parse((await inbox.run('poll', '--json')).stdout);
  const files = () => readdirSync(join(inbox.folder, 'data')).map(name => join(inbox.folder, 'data', name));
  const inFiles = (word: string) =>
    files().filter(file => readFileSync(file).toString('latin1').toLowerCase().includes(word)).length;

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: { ...dovecot, folder: 'Reports', sentFolder: null }, smtp });
    await dovecot.deliverTo('Reports', MAILS);
    await poll();
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
  });

  it('touches nothing that is open', async () => {
    expect(smtp.received).toHaveLength(3);
    const { status, stdout } = await inbox.run(...PURGE, '--yes');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Nothing was purged')]);
    expect(inFiles('wombat')).toBeGreaterThan(0);
  });

  it('asks first, and where nobody can be asked does nothing', async () => {
    await inbox.run('status', '1', 'rejected', '--reason', 'the wombat is meant to', '--by', 'grace');
    const { status, stderr } = await inbox.run(...PURGE);
    expect([status, stderr]).toEqual([64, expect.stringContaining('--yes')]);
    const dry = await inbox.run(...PURGE, '--dry-run');
    expect(dry.stdout).toContain('Would purge 1 report:\n  TS-2026-0001  rejected, closed ');
    expect((await inbox.run('show', '1')).stdout).toContain('The wombat leaks.');
  });

  it('leaves no word in any file of the database, and says where words may be left', async () => {
    const { status, stdout } = await inbox.run(...PURGE, '--yes');
    expect(status).toBe(0);
    expect(stdout).toContain('Purged 1 report:\n  TS-2026-0001');
    expect(stdout).toContain('every backup made before');
    expect(inFiles('wombat')).toBe(0);
    expect(inFiles('quokka')).toBeGreaterThan(0);
    for (const file of files()) expect([file, statSync(file).mode & 0o777]).toEqual([file, 0o600]);
    expect(inbox.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it('is done once', async () => {
    const { status, stdout } = await inbox.run(...PURGE, '--yes');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Nothing was purged')]);
  });

  it('leaves a record that says what it was, and that nothing works on any more', async () => {
    const { stdout } = await inbox.run('show', '1');
    expect(stdout).toMatch(/Status +rejected, closed .*; its words were purged .* by grace\n/);
    expect((await inbox.run('list')).stdout).toContain('TS-2026-0001');
    for (const words of [
      ['note', '1', 'x'],
      ['status', '1', 'accepted', '--reason', 'r'],
      ['show', '1', '--save', 'x'],
      ['retry', '1'],
      ['requeue', '1'],
      ['ask', '1'],
      ['receipt', 'release', '1'],
      ['quarantine', 'show', '1'],
      ['quarantine', 'retry', '1'],
    ]) {
      const { status, stderr } = await inbox.run(...words);
      expect([status, stderr]).toEqual([65, expect.stringContaining('was purged on')]);
    }
  });

  it('does not make a new report, nor a second receipt, of the mails when the folder is numbered anew', async () => {
    await dovecot.recreate('Reports');
    const rerouted = MAILS.map(mail =>
      Buffer.concat([Buffer.from('Received: by new.example.test\r\n'), mail]),
    );
    await dovecot.deliverTo('Reports', [...MAILS, ...rerouted.slice(0, 2)]);
    expect(await poll()).toMatchObject({ looked: 6, downloaded: 6, recorded: [], followUps: [], known: 6 });
    expect(smtp.received).toHaveLength(3);
    expect(inbox.query('SELECT count(*) AS count FROM reports')).toEqual([{ count: 2 }]);
    expect(inFiles('wombat')).toBe(0);
  });

  it('loses no mail that its reporter sends afterwards: it is a report of its own that points back', async () => {
    const receipt = await simpleParser(smtp.received[0]?.raw ?? '');
    await dovecot.deliverTo('Reports', [
      plainMail(
        { from: ADA, subject: 'Again', headers: [`In-Reply-To: ${receipt.messageId}`] },
        'It is back.\n',
      ),
    ]);
    expect(await poll()).toMatchObject({ recorded: ['TS-2026-0003'], receipts: { sent: 1 } });
    expect(JSON.parse((await inbox.run('show', '3', '--json')).stdout)).toMatchObject({
      related: [{ id: 'TS-2026-0001', because: 'quotes-it' }],
    });
  });
});
