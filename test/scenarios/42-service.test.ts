/** The daemon as a service: what it tells the service manager, and that a real systemd runs it by the unit that it makes. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type FaultProxy, startFaultProxy } from '../world/fault-proxy.js';
import { plainMail } from '../world/mails.js';
import { type NotifyReceiver, notifyInstalled, startNotifyReceiver } from '../world/notify-receiver.js';
import { type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';
import { leaveOutUser, type Systemd, startSystemd, systemdRuns } from '../world/systemd.js';

const report = () => plainMail({ from: 'first@example.org' }, 'Description\nSomething.\n');

describe.skipIf(!dovecotInstalled() || !notifyInstalled())('watch tells the service manager', () => {
  let dovecot: Dovecot;
  let proxy: FaultProxy;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let manager: NotifyReceiver;
  let watch: Running | null = null;

  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.stop());
  beforeEach(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    proxy = await startFaultProxy(dovecot);
    manager = await startNotifyReceiver();
    inbox = install({ imap: { ...dovecot, port: proxy.port }, smtp });
  });
  afterEach(async () => {
    watch?.child.kill('SIGKILL');
    await watch?.finished;
    await manager.stop();
    inbox.remove();
    await proxy.stop();
    await smtp.stop();
    delete process.env.NOTIFY_SOCKET;
    delete process.env.WATCHDOG_USEC;
  });

  /** The program takes over this process's environment. */
  const start = (watchdog?: string): Running => {
    process.env.NOTIFY_SOCKET = manager.socket;
    if (watchdog !== undefined) process.env.WATCHDOG_USEC = watchdog;
    watch = inbox.start('watch');
    return watch;
  };

  it('that it is ready once the mailbox was reached, reloads, is alive and stops, and ends with 0', async () => {
    const { child, finished } = start('1000000');
    expect(await manager.heard('READY=1')).toContain('STATUS=Watching default.');
    await manager.heard('WATCHDOG=1');
    child.kill('SIGHUP');
    await manager.heard('RELOADING=1');
    await manager.heard('READY=1');
    child.kill('SIGTERM');
    await manager.heard('STOPPING=1');
    expect((await finished).status).toBe(0);
  });

  it('that it is ready where the mailbox is out of reach, and which, and when it was reached', async () => {
    proxy.plan(connection => (connection === 0 ? { refuse: true } : {}));
    start();
    const ready = await manager.heard('READY=1');
    expect(ready.join('\n')).toMatch(/Out of reach, and tried again: default \(unreachable\)/);
    expect(await manager.heard('STATUS=')).toEqual(['STATUS=Watching default.']);
  });

  it('that it stops, and ends with 0 before systemd would kill it, while a server says nothing in a pass', async () => {
    const stalled = new Promise<void>(resolve => {
      proxy.plan(() => ({
        onLine: (line, direction) => {
          if (direction === 'to-client' || !/ EXAMINE /.test(line)) return 'pass';
          resolve();
          return 'stall';
        },
      }));
    });
    const { child, finished } = start();
    await stalled;
    child.kill('SIGTERM');
    await manager.heard('STOPPING=1');
    const systemd = setTimeout(() => child.kill('SIGKILL'), 90_000);
    expect((await finished).status).toBe(0);
    clearTimeout(systemd);
  }, 180_000);

  it('nothing of being ready where only the operator can mend it, and ends', async () => {
    const wrong = install({ imap: { ...dovecot, password: 'wrong' }, smtp });
    process.env.NOTIFY_SOCKET = manager.socket;
    expect((await wrong.run('watch')).status).toBe(77);
    wrong.remove();
    expect(manager.messages.flat()).not.toContain('READY=1');
  });
});

describe.skipIf(!dovecotInstalled() || !systemdRuns())('under a real systemd', { timeout: 180_000 }, () => {
  const UNIT = 'security-inbox.service';
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let systemd: Systemd;
  /** With all that a unit file has a meaning of its own for. */
  let folder: string;

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    systemd = await startSystemd();
    inbox = install({ imap: dovecot, smtp });
    folder = join(mkdtempSync(join(tmpdir(), 'service-')), '100% "of" $HOME');
    mkdirSync(join(folder, 'data'), { recursive: true });
    cpSync(join(inbox.folder, 'config.json'), join(folder, 'config.json'));
    execFileSync(process.execPath, [
      'dist/main.js',
      'install-service',
      '--write',
      '--folder',
      systemd.units,
      '--config',
      join(folder, 'config.json'),
    ]);
    // The namespace's own /tmp would hide the folder of the test.
    leaveOutUser(
      systemd,
      UNIT,
      'PrivateTmp=no',
      'ProtectHome=no',
      'RestartSec=1',
      'WatchdogSec=20',
      'ReadOnlyPaths=/tmp',
      // Here it runs as root, who gives what it makes to the folder's owner.
      'SystemCallFilter=@chown',
      `StandardError=append:${join(inbox.folder, 'log')}`,
    );
    systemd.control('daemon-reload');
  });
  afterAll(async () => {
    await systemd?.stop();
    inbox?.remove();
    if (folder) rmSync(join(folder, '..'), { recursive: true, force: true });
    await smtp?.stop();
    await dovecot?.stop();
  });

  it('starts, and answers a report, with paths that hold spaces, quotes, percent and dollar signs', async () => {
    const { status, said } = systemd.control('start', UNIT);
    expect([status, said], readFileSync(join(inbox.folder, 'log'), 'utf8')).toEqual([0, '']);
    expect(systemd.property(UNIT, 'StatusText')).toBe('Watching default.');
    await dovecot.deliver(report());
    await smtp.accepted(1);
    expect(readdirSync(join(folder, 'data'))).toContain('inbox.sqlite');
  });

  it('reloads', async () => {
    const before = systemd.property(UNIT, 'MainPID');
    expect(systemd.control('reload', UNIT).status).toBe(0);
    await systemd.becomes(UNIT, 'SubState', 'running');
    expect(systemd.property(UNIT, 'MainPID')).toBe(before);
  });

  it('is started again when it hangs', async () => {
    const before = systemd.property(UNIT, 'NRestarts');
    process.kill(hostPid(), 'SIGSTOP');
    await systemd.becomes(UNIT, 'NRestarts', String(Number(before) + 1));
    await systemd.becomes(UNIT, 'SubState', 'running');
  });

  it('is stopped in time, with success', () => {
    expect(systemd.control('stop', UNIT).status).toBe(0);
    expect(systemd.property(UNIT, 'Result')).toBe('success');
    expect(systemd.property(UNIT, 'ExecMainStatus')).toBe('0');
  });

  /** Of the service as this process sees it, which is outside of its namespace. */
  function hostPid(): number {
    for (const name of readdirSync('/proc').filter(each => /^\d+$/.test(each))) {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        if (words.includes('watch') && words.includes(join(folder, 'config.json'))) return Number(name);
      } catch {
        // It ended meanwhile.
      }
    }
    throw new Error('the service does not run');
  }
});
