import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, type SnapshotEntry, startDovecot } from '../world/dovecot.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Finished, type Installation, install, SMTP_LOGIN } from '../world/program.js';

/** What Dovecot is told to call \Junk. */
const JUNK = 'Unsolicited';

const TEXT = 'Description\nSomething is wrong with the export.\n';
const report = (name: string) => plainMail({ from: `${name}@example.org` }, TEXT);
const spam = plainMail({ subject: 'You have won' }, 'Click here.\n');

describe.skipIf(!dovecotInstalled() || !gnupgInstalled())('reports in the Junk folder', () => {
  let dovecot: Dovecot;
  let gnupg: Gnupg;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let before: SnapshotEntry[];
  let uids: number[];
  let first: Finished;

  beforeAll(async () => {
    gnupg = startGnupg();
    const key = gnupg.generateKey('support@example.test', 'future-default');
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp, keys: [key] });
    const armored = gnupg.encrypt(
      protectedEntity('Security Alert: hidden', TEXT, { from: 'stranger@example.org' }),
      { to: [key.fingerprint] },
    );
    uids = await dovecot.deliverTo(JUNK, [
      spam,
      pgpMimeMail({ from: 'stranger@example.org', subject: '...' }, armored),
      report('open'),
    ]);
    await dovecot.deliver(report('welcome'));
    before = await dovecot.snapshot(JUNK);
    first = await inbox.run('poll', '--json');
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
    gnupg?.stop();
  });

  it('are found by the folder’s special use, after those of the main folder, and answered', () => {
    expect(first.status).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      looked: 4,
      downloaded: 3,
      inJunk: 2,
      receipts: { sent: 3 },
    });
    const found = inbox.query("SELECT content ->> 'foundIn' AS folder FROM reports ORDER BY id");
    expect(found.map(({ folder }) => folder)).toEqual(['inbox', 'junk', 'junk']);
    expect(smtp.received.flatMap(({ envelope }) => envelope.to)).toEqual([
      'welcome@example.org',
      'stranger@example.org',
      'open@example.org',
    ]);
  });

  it('stay where they are, as they are', async () => {
    expect(await dovecot.snapshot(JUNK)).toEqual(before);
    const commands = dovecot.commands().join('\n');
    expect(commands).toContain(`EXAMINE ${JUNK}`);
    expect(commands).not.toMatch(/ (?:SELECT|STORE|EXPUNGE|MOVE|COPY|APPEND|CLOSE) |BODY\[/);
  });

  it('are said to be from there', async () => {
    const { stdout } = await inbox.run('digest');
    const list = stdout.slice(stdout.indexOf('\nNew ('), stdout.indexOf('\nOpen ('));
    const isNew = (id: string) => list.slice(list.indexOf(id)).split('\n').slice(0, 2).join(' ');
    expect(isNew('TS-2026-0002')).toContain('found in Junk');
    expect(isNew('TS-2026-0001')).not.toContain('found in Junk');
  });

  it('are not looked at again', async () => {
    const { stdout } = await inbox.run('poll', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ looked: 0, recorded: [], known: 0 });
  });

  it('that a person moves to the main folder are the reports they were', async () => {
    await dovecot.move(uids[1] ?? 0, JUNK, 'INBOX');
    const { stdout } = await inbox.run('poll', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ looked: 1, recorded: [], known: 1, receipts: { sent: 0 } });
    expect(smtp.received).toHaveLength(3);
  });
});

describe.skipIf(!dovecotInstalled())('the Junk folder', () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;

  beforeEach(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  });

  afterEach(async () => {
    await smtp.stop();
    await dovecot.stop();
  });

  it('that the server has none of is no error', async () => {
    const inbox = install({ imap: dovecot, smtp });
    expect((await inbox.run('poll')).status).toBe(0);
    inbox.remove();
  });

  it('is left unopened where the operator wants none', async () => {
    const inbox = install({ imap: { ...dovecot, junkFolder: false }, smtp });
    await dovecot.deliverTo(JUNK, [report('a')]);
    const { stdout } = await inbox.run('poll', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ looked: 0 });
    expect(dovecot.commands().join('\n')).not.toContain(JUNK);
    inbox.remove();
  });

  it('is the one that the operator names', async () => {
    const inbox = install({ imap: { ...dovecot, junkFolder: 'Filtered' }, smtp });
    await dovecot.deliverTo('Filtered', [report('a')]);
    await dovecot.deliverTo(JUNK, [report('b')]);
    expect((await inbox.run('poll')).stdout).toContain(
      '1 new report (TS-2026-0001), 1 of them found in Junk',
    );
    expect(smtp.received.flatMap(({ envelope }) => envelope.to)).toEqual(['a@example.org']);
    inbox.remove();
  });

  it('that is named and missing is said, after the main folder was read and answered', async () => {
    const inbox = install({ imap: { ...dovecot, junkFolder: 'Gone' }, smtp });
    await dovecot.deliver(report('a'));
    const { status, stdout, stderr } = await inbox.run('poll');
    expect(status).toBe(78);
    expect(stdout).toContain('1 new report (TS-2026-0001), 1 receipt sent');
    expect(stderr).toContain(
      'has no folder "Gone" that can be opened. Check mailbox.junkFolder; it has "INBOX"',
    );
    const watched = await inbox.run('watch');
    expect(watched.status).toBe(78);
    inbox.remove();
  });

  it('does not keep watch from hearing of mail in the main folder', async () => {
    const inbox = install({ imap: dovecot, smtp });
    await dovecot.deliverTo(JUNK, [spam]);
    const watch = inbox.start('watch');
    try {
      await watch.logged('pass.done');
      await dovecot.deliverTo(JUNK, [report('hidden')]);
      await dovecot.deliver(report('first'));
      await smtp.accepted(2);
      await dovecot.deliver(report('second'));
      await smtp.accepted(3);
      expect(smtp.received.flatMap(({ envelope }) => envelope.to)).toEqual([
        'first@example.org',
        'hidden@example.org',
        'second@example.org',
      ]);
    } finally {
      watch.child.kill('SIGKILL');
      await watch.finished;
      inbox.remove();
    }
  });
});
