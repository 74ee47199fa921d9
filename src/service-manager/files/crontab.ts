/**
 * `poll` by cron. No flock: the program has a lock of its own, and a poll that finds another at work leaves at once.
 */
import { dirname } from 'node:path/posix';
import { Failure } from '../../failure.js';
import { FEW_ARENAS, type Installed, type ServiceFile, WRITTEN_BY } from './service.js';

/**
 * A file for /etc/cron.d.
 * @throws {Failure} `usage` for a path that no line of a crontab can hold
 */
export function crontab({ node, program, config, user }: Installed): ServiceFile {
  const words = [node, program, 'poll', '--quiet', '--config', config].map(cronWord);
  return {
    // Without a dot: cron(8) passes over names with one.
    name: 'security-inbox',
    text: `${WRITTEN_BY}
# What goes wrong is mailed to this address.
MAILTO=root
${FEW_ARENAS.comment}
${FEW_ARENAS.assignment}
PATH=${[...new Set([dirname(node), '/usr/local/bin', '/usr/bin', '/bin'])].join(':')}
* * * * *  ${user}  ${words.join(' ')}
`,
  };
}

/** For sh, and for cron, which makes a line break of each bare % (crontab(5)). */
function cronWord(text: string): string {
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    throw new Failure(
      'usage',
      `The path ${JSON.stringify(text)} holds a control character, which can't stand in a crontab. Rename it.`,
    );
  }
  const quoted = /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  // The backslash is cron's; sh never sees it.
  return quoted.replaceAll('%', '\\%');
}
