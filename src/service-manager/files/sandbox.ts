/**
 * What a service of ours may do on the machine: read its configuration, write its database, and talk to mail servers. The program opens
 * hostile files, and what breaks it must find nothing else in reach (systemd.exec(5); `systemd-analyze security` rates it).
 */
import { dirname, join } from 'node:path/posix';
import type { Installed } from './service.js';
import { unitPath, unitWord } from './unit-syntax.js';

const STATE = '/var/lib';

/** Lines of a [Service] section, from the user on. */
export function sandbox({ user, config, folders, credentials, needsHome }: Installed): string[] {
  const [database = ''] = folders;
  const state = stateOf(database);
  // A folder of another program below /var/lib must not become ours: systemd makes its user the owner of what it makes.
  const others = folders.filter(
    folder => state === null || (!folder.startsWith(`${STATE}/${state}/`) && folder !== `${STATE}/${state}`),
  );
  return [
    '# A user of its own that stays: keys and database belong to it, and people run commands as it. DynamicUser= has none of that.',
    `User=${user}`,
    'UMask=0077',
    ...(state === null ? [] : [`StateDirectory=${state}`, 'StateDirectoryMode=0700']),
    ...others.map(folder => `ReadWritePaths=${unitWord(folder)}`),
    ...(credentials.length === 0
      ? [
          '# For secrets that no file of that user has to hold; config.json then says {"credential": "mailbox.password"}.',
          `#LoadCredential=mailbox.password:${unitPath(join(dirname(config), 'credentials', 'mailbox.password'))}`,
        ]
      : credentials.map(
          name => `LoadCredential=${name}:${unitPath(join(dirname(config), 'credentials', name))}`,
        )),
    '',
    '# A crash must not leave decrypted mail in a core file.',
    'LimitCORE=0',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'AmbientCapabilities=',
    'ProtectSystem=strict',
    needsHome
      ? '# Something of it lies below a home. Moved out, this can be "yes".\nProtectHome=read-only'
      : 'ProtectHome=yes',
    'PrivateTmp=yes',
    'PrivateDevices=yes',
    'PrivateUsers=yes',
    'ProtectProc=invisible',
    'ProcSubset=pid',
    'ProtectClock=yes',
    'ProtectControlGroups=yes',
    'ProtectHostname=yes',
    'ProtectKernelLogs=yes',
    'ProtectKernelModules=yes',
    'ProtectKernelTunables=yes',
    'LockPersonality=yes',
    'RemoveIPC=yes',
    'RestrictNamespaces=yes',
    'RestrictRealtime=yes',
    'RestrictSUIDSGID=yes',
    '# Mail servers, name servers, and the socket that systemd is told by.',
    'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX',
    'SystemCallArchitectures=native',
    'SystemCallFilter=@system-service',
    'SystemCallFilter=~@privileged @resources',
    'SystemCallErrorNumber=EPERM',
    '# Not MemoryDenyWriteExecute=: Node makes machine code while it runs, and would not start.',
  ];
}

/** The folder below /var/lib that systemd makes for the service, or null where a folder lies elsewhere. */
function stateOf(folder: string): string | null {
  return new RegExp(`^${STATE}/([A-Za-z0-9][\\w.@-]*)(?:/|$)`).exec(folder)?.[1] ?? null;
}
