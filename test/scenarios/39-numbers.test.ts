/** Numbers and health, as those who watch over the server get them of poll and of watch. */
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { METRICS } from '../../src/monitoring/metrics.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';

/** In every mail, so that it shows where any of it gets out. */
const CANARY = 'kanarienvogel';
const mailOf = (sender: string, subject = 'Security Alert: ') =>
  plainMail(
    { from: `${CANARY}-${sender}@example.org`, subject: `${subject}${CANARY}` },
    `Description\nThe ${CANARY} leaks.\n`,
  );

describe.skipIf(!dovecotInstalled())('numbers and health', { timeout: 240_000 }, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let port: number;
  let watch: Running | null;

  beforeEach(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    port = await freePort();
    watch = null;
    inbox = install({
      imap: dovecot,
      smtp,
      overrides: { monitoring: { metricsFile: 'inbox.prom', listen: `127.0.0.1:${port}` } },
    });
  });

  afterEach(async () => {
    watch?.child.kill('SIGKILL');
    await watch?.finished;
    inbox.remove();
    await smtp.stop();
    await dovecot.stop();
  });

  const file = () => readFileSync(join(inbox.folder, 'inbox.prom'), 'utf8');
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);

  it('are written by poll into a file for everybody, which holds all of them and no word of a mail', async () => {
    await dovecot.deliver(mailOf('one'), mailOf('two'), mailOf('customer', 'Invoice '));
    expect((await inbox.run('poll')).status).toBe(0);
    expect((await inbox.run('poll')).status).toBe(0);
    const told = file();
    for (const line of [
      'security_inbox_mailbox_up{mailbox="default"} 1',
      'security_inbox_passes_total{mailbox="default",outcome="good"} 2',
      'security_inbox_passes_total{mailbox="default",outcome="failed"} 0',
      'security_inbox_messages_looked_at_total{mailbox="default"} 3',
      'security_inbox_reports{status="received"} 2',
      'security_inbox_receipts{state="sent"} 2',
      'security_inbox_receipts{state="queued"} 0',
      'security_inbox_oldest_queued_receipt_age_seconds 0',
      'security_inbox_acknowledgements_due 2',
      'security_inbox_disclosures_due 2',
    ]) {
      expect(told).toContain(`\n${line}\n`);
    }
    for (const name of Object.keys(METRICS)) expect(told).toContain(`\n${name}`);
    expect(told).not.toContain(CANARY);
    expect(statSync(join(inbox.folder, 'inbox.prom')).mode & 0o777).toBe(0o644);
    expect(readdirSync(inbox.folder).sort()).toEqual(['config.json', 'data', 'inbox.prom']);
  });

  it('tell that the mailbox can not be read, and that a receipt waits', async () => {
    await dovecot.deliver(mailOf('one'));
    await smtp.stop();
    expect((await inbox.run('poll')).status).toBe(69);
    await dovecot.stop();
    expect((await inbox.run('poll')).status).toBe(69);
    const told = file();
    expect(told).toContain('\nsecurity_inbox_mailbox_up{mailbox="default"} 0\n');
    expect(told).toContain('\nsecurity_inbox_passes_total{mailbox="default",outcome="failed"} 1\n');
    expect(told).toContain('\nsecurity_inbox_receipts{state="queued"} 1\n');
    expect(told).not.toContain('\nsecurity_inbox_oldest_queued_receipt_age_seconds 0\n');
    expect(told).toMatch(/\nsecurity_inbox_last_good_pass_timestamp_seconds\{mailbox="default"\} \d{10}/);
  });

  it('are answered by watch on its address, while it works and to its end', async () => {
    watch = inbox.start('watch');
    await watch.logged('mailbox.connected');
    await dovecot.deliver(mailOf('one'));
    await smtp.accepted(1);
    await until(async () => (await (await ask('/metrics')).text()).includes('{status="received"} 1\n'));
    const health = await ask('/healthz');
    expect([health.status, await health.json()]).toMatchObject([
      200,
      { healthy: true, mailboxes: [{ mailbox: 'default', healthy: true, failure: null }] },
    ]);
    const told = await (await ask('/metrics')).text();
    expect(told).toContain('\nsecurity_inbox_receipts{state="sent"} 1\n');
    expect(told).not.toContain(CANARY);
    await until(() => file().includes('{status="received"} 1\n'));
    watch.child.kill('SIGTERM');
    expect((await watch.finished).status).toBe(0);
    await expect(ask('/healthz')).rejects.toThrow();
  });

  it('are told by health beside watch, and by its exit code', async () => {
    watch = inbox.start('watch');
    await watch.logged('mailbox.connected');
    await until(async () => (await ask('/healthz')).status === 200);
    const well = await inbox.run('health');
    expect([well.status, well.stdout]).toEqual([
      0,
      expect.stringMatching(/^ok {2}default: last read \w+day, .*\n$/),
    ]);
    await dovecot.stop();
    await watch.logged('mailbox.failed');
    await until(async () => /"failure":"unreachable"/.test((await inbox.run('health', '--json')).stdout));
    const failing = await inbox.run('health', '--json', '--max-age', '15');
    expect([failing.status, JSON.parse(failing.stdout)]).toMatchObject([
      0,
      { schema: 'security-inbox/health@1', healthy: true, mailboxes: [{ failure: 'unreachable' }] },
    ]);
    expect((await inbox.run('health', '--max-age', '15')).stdout).toMatch(
      /^FAILING, not for long {2}default: last read .*; failing since .*\n$/,
    );
  });

  it('say where nothing was read yet, and where nothing ever ran', async () => {
    const never = await inbox.run('health');
    expect([never.status, never.stderr]).toEqual([66, expect.stringContaining('no database')]);
    await dovecot.stop();
    expect((await inbox.run('poll')).status).toBe(69);
    const { status, stdout } = await inbox.run('health');
    expect(status).toBe(69);
    expect(stdout).toMatch(/^NOT WELL {2}default: never read yet; failing since .*: .+\n$/);
    const json = await inbox.run('health', '--json');
    expect([json.status, JSON.parse(json.stdout).healthy]).toEqual([69, false]);
  });

  it.each(['0', '-5', 'soon', '1.5'])('an age of %s is none', async age => {
    expect((await inbox.run('health', `--max-age=${age}`)).status).toBe(64);
  });
});

/** Asks until it is so; the test's own limit ends it. */
async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise(done => setTimeout(done, 20));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
