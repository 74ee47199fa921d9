/** Mails that look like reports and lack the phrase, by the built program: seen, left alone, and taken in by hand. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { attachmentMail, plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const WATCHED = 'Reports';
const JUNK = 'Spam';
const ELSEWHERE = 'Elsewhere';

const DAY = 24 * 3_600_000;
const ADA = 'Ada <ada@example.org>';
const mail = (subject: string, headers: readonly string[] = []) =>
  plainMail({ from: ADA, subject, headers }, 'Description\nSomething is wrong with the export.\n');

describe.skipIf(!dovecotInstalled())('a near miss', { timeout: 240_000 }, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(async () => {
    dovecot = await startDovecot();
    for (const folder of [WATCHED, JUNK, ELSEWHERE]) await dovecot.deliverTo(folder, []);
  });
  beforeEach(async () => {
    for (const folder of [WATCHED, JUNK]) await dovecot.recreate(folder);
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({
      imap: { ...dovecot, folder: WATCHED, junkFolder: JUNK, sentFolder: null },
      smtp,
    });
  });
  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
  });
  afterAll(() => dovecot?.stop());

  const poll = async () => {
    const { status, stdout, stderr } = await inbox.run('poll', '--json');
    expect(status).toBe(0);
    return { ...(JSON.parse(stdout) as { recorded: string[]; downloaded: number }), stderr };
  };
  const list = async () => {
    const { status, stdout } = await inbox.run('near-miss', 'list', '--json');
    expect(status).toBe(0);
    return stdout
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as { id: number; subject: string; state: string; answer: string | null });
  };
  const subjects = async () => (await list()).map(({ subject }) => subject);
  const say = async (...words: string[]) => {
    const { status, stdout, stderr } = await inbox.run('near-miss', ...words);
    return { status, said: stdout + stderr };
  };

  it('is noted once, by its header alone, and nobody is answered', async () => {
    await dovecot.deliverTo(WATCHED, [mail('Vulnerability in your API'), mail('Lunch')]);
    await dovecot.deliverTo(WATCHED, [mail('Old vulnerability')], new Date(Date.now() - 40 * DAY));
    await dovecot.deliverTo(WATCHED, [mail('Vulnerability digest', ['Auto-Submitted: auto-generated'])]);
    await dovecot.deliverTo(JUNK, [mail('Vulnerability in your site, pay me')]);
    // Looked into for the mail attached to it, and then left alone.
    await dovecot.deliverTo(WATCHED, [
      attachmentMail({ from: ADA, subject: 'Security issue' }, 'See there.\n', 'mail.eml', mail('Lunch')),
    ]);
    const before = await dovecot.snapshot(WATCHED);
    expect(await poll()).toMatchObject({ recorded: [], downloaded: 1 });
    await poll();
    expect(await subjects()).toEqual(['Vulnerability in your API', 'Security issue']);
    expect((await inbox.run('near-miss', 'list')).stdout).toMatch(
      /^1 {2}\d{4}-.* Ada <ada@example.org>: Vulnerability in your API {2}in Reports\n/,
    );
    expect(smtp.received).toEqual([]);
    expect(await dovecot.snapshot(WATCHED)).toEqual(before);
  });

  it('is gone from the list once it is dismissed, also where the folder is made anew', async () => {
    const received = new Date(Math.floor(Date.now() / 1000) * 1000 - DAY);
    const mails = [mail('Vulnerability one'), mail('Vulnerability two')];
    await dovecot.deliverTo(WATCHED, mails, received);
    await poll();
    expect(await say('dismiss', '1')).toMatchObject({ status: 0, said: 'Near miss 1 is dismissed.\n' });
    expect(await say('dismiss', '1')).toMatchObject({
      status: 0,
      said: 'Near miss 1 was dismissed already.\n',
    });
    await dovecot.recreate(WATCHED);
    await dovecot.deliverTo(WATCHED, [...mails].reverse(), received);
    await poll();
    expect(await subjects()).toEqual(['Vulnerability two']);
    expect((await say('dismiss', 'all')).said).toBe('1 dismissed.\n');
    expect(await list()).toEqual([]);
    expect(await say('dismiss', '7')).toMatchObject({ status: 65 });
    expect(await say('take', 'x')).toMatchObject({ status: 64 });
  });

  it('is taken in once, as a report with a receipt', async () => {
    const mails = [mail('Vulnerability in your API'), mail('Lunch')];
    await dovecot.deliverTo(WATCHED, mails);
    await poll();
    const before = await dovecot.snapshot(WATCHED);
    expect((await say('take', '1', '--by', 'grace')).said).toContain('with the next poll');
    expect((await say('take', '1')).said).toContain('already');
    expect(smtp.received).toEqual([]);
    expect((await poll()).recorded).toEqual([
      'TS-2026-0001'.replace('2026', String(new Date().getFullYear())),
    ]);
    expect(await dovecot.snapshot(WATCHED)).toEqual(before);
    await dovecot.recreate(WATCHED);
    await dovecot.deliverTo(WATCHED, mails);
    expect((await poll()).recorded).toEqual([]);
    expect(smtp.received.map(({ envelope }) => envelope.to)).toEqual([['ada@example.org']]);
    const { trigger, state } = JSON.parse((await inbox.run('show', '1', '--json')).stdout);
    expect([trigger, state]).toEqual(['taken-by-hand', 'received']);
    expect(await list()).toEqual([]);
    expect((await say('take', '1')).said).toMatch(/^Near miss 1 is TS-\d{4}-0001 already\.\n$/);
    // Its words are the report's now, and go with it.
    expect(inbox.query('SELECT state, sender, subject FROM near_misses')).toEqual([
      { state: 'taken', sender: null, subject: '' },
    ]);
  });

  it('that is no longer there to be taken is said to be so', async () => {
    const uids = await dovecot.deliverTo(WATCHED, [mail('Vulnerability one'), mail('Vulnerability two')]);
    await poll();
    await dovecot.move(uids[0] ?? 0, WATCHED, ELSEWHERE);
    await say('take', '1');
    expect((await poll()).stderr).toContain('"event":"near-miss.lost"');
    await say('take', '2');
    await dovecot.recreate(WATCHED);
    await poll();
    expect(await list()).toMatchObject([
      { state: 'lost', answer: 'it is no longer in the folder' },
      { state: 'lost', answer: expect.stringContaining('made anew') },
    ]);
    expect((await inbox.run('near-miss', 'list')).stdout).toContain('could not be taken in');
    expect(smtp.received).toEqual([]);
  });
});
