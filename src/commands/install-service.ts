/**
 * `security-inbox install-service`: the files by which systemd, cron or a container engine runs the program, made for the
 * program as it is installed and for its configuration. Prints them, or puts them where they belong.
 */
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInHome, serviceNeeds } from '../config/service-needs.js';
import { Failure } from '../failure.js';
import { DATA as CONTAINER_DATA, composeFile } from '../service-manager/files/compose.js';
import { crontab } from '../service-manager/files/crontab.js';
import {
  type Installed,
  type ServiceFile,
  type ServiceKind,
  WRITTEN_BY,
} from '../service-manager/files/service.js';
import { pollUnits, serveUnit, watchUnit } from '../service-manager/files/units.js';
import { replaceOwnFile } from './own-file.js';
import { closedFolderAbove, loginExists } from './users.js';

export interface InstallOptions {
  readonly config: string;
  readonly user: string;
  readonly write: boolean;
  /** Where the files go, in place of where they belong. */
  readonly folder?: string;
  readonly version: string;
}

/** Where they belong, and what to do next. */
const PLACES: Readonly<Record<ServiceKind, { folder: string; next: string }>> = {
  systemd: {
    folder: '/etc/systemd/system',
    next: 'systemctl daemon-reload && systemctl enable --now security-inbox',
  },
  timer: {
    folder: '/etc/systemd/system',
    next: 'systemctl daemon-reload && systemctl enable --now security-inbox-poll.timer',
  },
  cron: { folder: '/etc/cron.d', next: 'nothing: cron sees it within a minute' },
  container: { folder: '.', next: 'docker compose up --detach' },
  serve: {
    folder: '/etc/systemd/system',
    next: 'systemctl daemon-reload && systemctl enable --now security-inbox-serve',
  },
};

/**
 * Prints or writes the files of a service.
 * @throws {Failure} `config` where the configuration can't be read, or a file that is written would have a service that can't read it; `usage` for a path or user that such a file can't hold,
 *   `output` where a file can't be written, or is none of ours
 */
export function installService(kind: ServiceKind, options: InstallOptions): void {
  const { installed, notes } = installation(kind, options);
  const files = filesOf(kind, installed);
  for (const note of notes) process.stderr.write(`security-inbox: ${note}\n`);
  const { folder, next } = PLACES[kind];
  const target = resolve(options.folder ?? folder);
  if (options.write) {
    if (kind !== 'container') requireReach(options);
    for (const { name, text } of files) {
      replaceOwnFile(join(target, name), text, {
        name: 'a file that install-service wrote',
        isBegunBy: beginning => beginning.startsWith(WRITTEN_BY),
        // systemd and cron want no secret, and a file of theirs that others can't read is warned of.
        mode: 0o644,
        option: '--folder',
      });
      process.stdout.write(`${join(target, name)}\n`);
    }
    process.stdout.write(`Next: ${next}\n`);
    return;
  }
  const shown = files.map(({ name, text }) =>
    files.length === 1 ? text : `# ${join(target, name)}\n${text}`,
  );
  process.stdout.write(shown.join('\n'));
}

/** A service that is enabled and can't reach its configuration fails at its first start, in the journal, where nobody looks. */
function requireReach({ config, user }: InstallOptions): void {
  const unreached = serviceNeeds(config).homes.flatMap(path => {
    const closed = closedFolderAbove(path, user);
    return closed === null ? [] : [{ path, closed }];
  });
  const [first] = unreached;
  if (first === undefined) return;
  throw new Failure(
    'config',
    `${first.path} lies below ${first.closed}, which the user ${user} can't enter, so the service could not start; nothing was written. Move config.json with all that it names to /etc/security-inbox and the database to /var/lib/security-inbox, and run this again with --config /etc/security-inbox/config.json.`,
  );
}

function filesOf(kind: ServiceKind, installed: Installed): readonly ServiceFile[] {
  switch (kind) {
    case 'systemd':
      return [watchUnit(installed)];
    case 'timer':
      return pollUnits(installed);
    case 'cron':
      return [crontab(installed)];
    case 'container':
      return [composeFile({ ...installed, sources: sourcesOf(installed.program) })];
    case 'serve':
      return [serveUnit(installed)];
  }
}

function installation(kind: ServiceKind, { config, user, version }: InstallOptions) {
  // useradd(8) takes no others.
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(user)) {
    throw new Failure(
      'usage',
      `"${user}" can't be the name of a user. Give --user one of small letters, digits, - and _.`,
    );
  }
  const needs = serviceNeeds(config);
  // Where they really are: what a link in somebody's folder leads to may be another tomorrow.
  const node = realpathSync(process.execPath);
  const program = realpathSync(fileURLToPath(new URL('../main.js', import.meta.url)));
  const homes = [...new Set([node, program, ...needs.homes].filter(isInHome))];
  const installed: Installed = {
    node,
    program,
    version,
    user,
    config: needs.config,
    folders: needs.folders,
    sockets: needs.sockets,
    credentials: needs.credentials,
    needsHome: homes.length > 0,
  };
  const isOnThisMachine = kind !== 'container';
  const notes = [
    ...(kind === 'serve' && !needs.isServed
      ? [
          'There is neither "form" nor "engineersPage" in the configuration, and serve ends where there is none.',
        ]
      : []),
    ...(isOnThisMachine && homes.length > 0
      ? [
          `${homes.join(', ')} ${homes.length === 1 ? 'lies' : 'lie'} below a home, which ${user} can hardly read and a service should not see. Install Node and security-inbox for all users, and keep the configuration in /etc/security-inbox.`,
        ]
      : []),
    ...(isOnThisMachine && !loginExists(user)
      ? [
          `There is no user ${user} on this machine yet. Make it with: useradd --system --home-dir /var/lib/security-inbox ${user}`,
        ]
      : []),
    ...(kind === 'container' && needs.folders[0] !== CONTAINER_DATA
      ? [
          `The database lies in ${needs.folders[0]}, and the container can write to ${CONTAINER_DATA} alone. Put it there in the config.json that the container is given.`,
        ]
      : []),
    ...(kind === 'systemd' || kind === 'timer' || kind === 'serve'
      ? needs.folders
          .filter(folder => !folder.startsWith('/var/lib/') && !existsSync(folder))
          .map(
            folder =>
              `${folder} is not there, and the service may not make it. Run: install -d -m 700 -o ${user} '${folder}'`,
          )
      : []),
  ];
  return { installed, notes };
}

/** The checkout that the program was built in, or null where it came as a package. */
function sourcesOf(program: string): string | null {
  const root = resolve(program, '../..');
  return existsSync(join(root, 'deploy', 'Dockerfile')) ? root : null;
}
