/**
 * systemd's units: `watch` as a service, or `poll` by a timer; and `serve` beside either.
 */
import { dirname } from 'node:path/posix';
import { sandbox } from './sandbox.js';
import { FEW_ARENAS, type Installed, type ServiceFile, WRITTEN_BY } from './service.js';
import { commandLine, unitWord } from './unit-syntax.js';

const NETWORK = ['Wants=network-online.target', 'After=network-online.target'];

const ENVIRONMENT = [FEW_ARENAS.comment, `Environment=${FEW_ARENAS.assignment}`];

const OWN_CHANGES = (unit: string) => `${WRITTEN_BY} Your own changes go into: systemctl edit ${unit}`;

/** `watch` as a service that says when it is ready and is watched over. */
export function watchUnit(installed: Installed): ServiceFile {
  const { node, program, config } = installed;
  const name = 'security-inbox.service';
  return file(
    name,
    [OWN_CHANGES(name), '[Unit]', 'Description=Receipts and records for security reports', ...NETWORK],
    [
      ...daemon(commandLine(node, program, 'watch', '--config', config)),
      'RestartSec=30',
      ...sandbox(installed),
    ],
    ['[Install]', 'WantedBy=multi-user.target'],
  );
}

/** `serve` as such a service, before, after or beside `watch`. */
export function serveUnit(installed: Installed): ServiceFile {
  const { node, program, config } = installed;
  const name = 'security-inbox-serve.service';
  const folders = [...new Set(installed.sockets.map(socket => dirname(socket)))];
  const [below, elsewhere] = [folders.filter(isRuntime), folders.filter(folder => !isRuntime(folder))];
  return file(
    name,
    [
      OWN_CHANGES(name),
      '[Unit]',
      "Description=Form for security reports, and the engineers' page",
      ...NETWORK,
    ],
    [
      ...daemon(commandLine(node, program, 'serve', '--config', config)),
      '# People are writing.',
      'RestartSec=5',
      ...(below.length === 0
        ? []
        : [
            "# For the socket. The proxy's user gets at it as a member of this user's group, which may read nothing else.",
            `RuntimeDirectory=${below.map(folder => unitWord(folder.slice(RUNTIME.length))).join(' ')}`,
            'RuntimeDirectoryMode=0750',
          ]),
      ...sandbox({ ...installed, folders: [...new Set([...installed.folders, ...elsewhere])] }),
    ],
    ['[Install]', 'WantedBy=multi-user.target'],
  );
}

const RUNTIME = '/run/';

/** Whether systemd makes it for the service, and takes it away behind it. */
function isRuntime(folder: string): boolean {
  return /^\/run\/(?!user(?:\/|$))[A-Za-z0-9][\w.@/-]*$/.test(folder);
}

/** The beginning of a section for what says when it is ready, and is watched over. */
function daemon(command: string): string[] {
  return [
    '[Service]',
    'Type=notify',
    '# The program systemd-notify speaks for it, because Node has no datagram sockets.',
    'NotifyAccess=all',
    `ExecStart=${command}`,
    ...ENVIRONMENT,
    'ExecReload=/bin/kill -HUP $MAINPID',
    '# A new version may migrate a large database first.',
    'TimeoutStartSec=30min',
    '# What is in hand at SIGTERM is finished within 75 seconds, or left for the next start.',
    'TimeoutStopSec=90',
    'KillMode=mixed',
    'WatchdogSec=5min',
    '# Not the usual SIGABRT, which leaves a core file.',
    'WatchdogSignal=SIGKILL',
    'Restart=on-failure',
    `RestartPreventExitStatus=${FOR_THE_OPERATOR.join(' ')}`,
  ];
}

/** What a restart does not mend: usage, data, a file that is not there, a login, the configuration (sysexits.h). */
const FOR_THE_OPERATOR = [64, 65, 66, 77, 78];

/** `poll` once a minute, for who wants no daemon. */
export function pollUnits(installed: Installed): readonly ServiceFile[] {
  const { node, program, config } = installed;
  const name = 'security-inbox-poll.service';
  const timer = 'security-inbox-poll.timer';
  return [
    file(
      name,
      [OWN_CHANGES(name), '[Unit]', 'Description=One look for security reports', ...NETWORK],
      [
        '[Service]',
        'Type=oneshot',
        `ExecStart=${commandLine(node, program, 'poll', '--quiet', '--config', config)}`,
        ...ENVIRONMENT,
        '# Something waits for a later poll, or another one is at work: neither is a failure.',
        'SuccessExitStatus=75',
        'TimeoutStopSec=90',
        ...sandbox(installed),
      ],
    ),
    file(
      timer,
      [OWN_CHANGES(timer), '[Unit]', 'Description=A look for security reports every minute'],
      [
        '[Timer]',
        'OnBootSec=1min',
        '# After the last one ended, so that none is skipped and none piles up.',
        'OnUnitInactiveSec=1min',
        'AccuracySec=5s',
      ],
      ['[Install]', 'WantedBy=timers.target'],
    ),
  ];
}

function file(name: string, ...sections: readonly (readonly string[])[]): ServiceFile {
  return { name, text: `${sections.map(lines => lines.join('\n')).join('\n\n')}\n` };
}
