/** What poll and watch say of their database where it is not as it should be at the start. */
import { chmodSync, existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedImap, startEmbeddedImap } from '../../src/demo/embedded-imap.js';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const LOGIN = { user: 'support@example.test', password: 'p' };

let imap: EmbeddedImap;
let smtp: EmbeddedSmtp;
let inbox: Installation;

beforeEach(async () => {
  imap = await startEmbeddedImap({
    ...LOGIN,
    folders: [{ name: 'INBOX', messages: [{ raw: plainMail({}, 'Description\nIt breaks.\n') }] }],
  });
  smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  inbox = install({ imap: { ...LOGIN, host: imap.host, port: imap.port }, smtp });
});

afterEach(async () => {
  inbox.remove();
  await imap.stop();
  await smtp.stop();
});

/** The events of that name. */
function events(stderr: string, name: string): Record<string, unknown>[] {
  return stderr
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === name);
}

/** Stops a daemon once it has said something. */
async function watchUntil(event: string): Promise<string> {
  const watch = inbox.start('watch');
  await watch.logged(event);
  watch.child.kill('SIGTERM');
  return (await watch.finished).stderr;
}

describe('a database that is not there', () => {
  it('is made by poll, which says so once, and answers what is in the mailbox', async () => {
    const first = await inbox.run('poll');
    expect(first.status).toBe(0);
    expect(events(first.stderr, 'database.new')).toMatchObject([{ level: 40, database: inbox.database }]);
    expect(smtp.received).toHaveLength(1);
    const second = await inbox.run('poll');
    expect(events(second.stderr, 'database.new')).toEqual([]);
  });

  it('is said also where poll is quiet', async () => {
    const quiet = await inbox.run('poll', '--quiet');
    expect(quiet.stdout).toBe('');
    expect(events(quiet.stderr, 'database.new')).toHaveLength(1);
  });

  it('is made by watch, which says so', async () => {
    expect(events(await watchUntil('receipt.sent'), 'database.new')).toHaveLength(1);
  });
});

describe('a database that every user can read', () => {
  it('is said by poll, also where it is its write-ahead log alone', async () => {
    const killed = inbox.start('watch');
    await killed.logged('receipt.sent');
    killed.child.kill('SIGKILL');
    await killed.finished;
    const file = `${inbox.database}-wal`;
    expect(existsSync(file)).toBe(true);
    chmodSync(file, 0o644);
    const { stderr } = await inbox.run('poll');
    expect(events(stderr, 'database.exposed')).toMatchObject([
      { level: 40, file, message: expect.stringContaining(`chmod go-rwx '${file}'`) },
    ]);
  });

  it('is said by watch', async () => {
    await inbox.run('poll');
    chmodSync(inbox.database, 0o644);
    const said = events(await watchUntil('mailbox.connected'), 'database.exposed');
    expect(said.map(({ file }) => file)).toContain(inbox.database);
  });
});
