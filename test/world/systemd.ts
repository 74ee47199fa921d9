/**
 * A real systemd that runs services, with units, sockets and processes of its own: its user manager in namespaces where it finds what it
 * looks for at boot. It takes root. What it would not do as a user manager (User=, StateDirectory= below /var/lib) a drop-in leaves out.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const MANAGER = '/lib/systemd/systemd';

const ENTER = ['--mount', '--pid', '--cgroup', '--fork', '--kill-child', '--mount-proc'];

export interface Systemd {
  /** Where its units lie. */
  readonly units: string;
  /** systemctl, with standard output. */
  control(...words: readonly string[]): { readonly status: number | null; readonly said: string };
  /** A property of the service. */
  property(unit: string, name: string): string;
  /** Resolves when a property is one of these values. */
  becomes(unit: string, name: string, ...values: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Whether this machine can run one; says so loudly where it can't. */
export function systemdRuns(): boolean {
  const canEnter =
    userInfo().uid === 0 &&
    existsSync(MANAGER) &&
    spawnSync('unshare', [...ENTER, 'mount', '-t', 'tmpfs', 'tmpfs', '/run']).status === 0;
  if (canEnter) return true;
  console.warn(
    '\n*** SKIPPED: no systemd that can be run here, which takes root and the right to make namespaces. ***\n',
  );
  return false;
}

/** Starts one without units. */
export async function startSystemd(): Promise<Systemd> {
  const folder = mkdtempSync(join(tmpdir(), 'systemd-'));
  const units = join(folder, 'config', 'systemd', 'user');
  mkdirSync(units, { recursive: true });
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  const manager = spawn(
    'unshare',
    [
      ...ENTER,
      'sh',
      '-c',
      `mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system && { ${MANAGER} --user --unit=basic.target & wait; }`,
    ],
    { env: { ...env, SYSTEMD_LOG_TARGET: 'console' }, stdio: 'ignore' },
  );
  // From inside: it talks to nobody whose process it can't see.
  const inside = () => {
    const children = readFileSync(`/proc/${manager.pid}/task/${manager.pid}/children`, 'utf8');
    return ['--target', children.trim(), '--mount', '--pid', '--cgroup'];
  };
  const control = (...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(
      'nsenter',
      [...inside(), 'systemctl', '--user', '--no-pager', ...words],
      { env, encoding: 'utf8' },
    );
    return { status, said: stdout + stderr };
  };
  const until = async (isSo: () => boolean, what: string) => {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      if (isSo()) return;
      if (manager.exitCode !== null) throw new Error(`systemd ended with ${manager.exitCode}`);
      await pause(100);
    }
    throw new Error(`${what} did not come true: ${control('status', '--all').said}`);
  };
  await until(() => control('is-system-running').said.trim() === 'running', 'a running systemd');
  const property = (unit: string, name: string) =>
    control('show', unit, `--property=${name}`, '--value').said.trim();
  return {
    units,
    control,
    property,
    becomes: (unit, name, ...values) =>
      until(() => values.includes(property(unit, name)), `${unit} ${name}=${values.join('|')}`),
    async stop() {
      if (manager.exitCode === null) {
        manager.kill('SIGKILL');
        await once(manager, 'close');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a user manager does not do. */
export function leaveOutUser(systemd: Systemd, unit: string, ...more: readonly string[]): void {
  mkdirSync(join(systemd.units, `${unit}.d`));
  writeFileSync(
    join(systemd.units, `${unit}.d`, 'test.conf'),
    `[Service]\nUser=\nStateDirectory=\n${more.join('\n')}\n`,
  );
}
