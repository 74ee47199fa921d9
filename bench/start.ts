/** From the command to the prompt, where there is nothing to do. */
import { fileURLToPath } from 'node:url';
import { startEmbeddedSmtp } from '../src/demo/embedded-smtp.js';
import { startDovecot } from '../test/world/dovecot.js';
import { plainMail } from '../test/world/mails.js';
import { SMTP_LOGIN } from '../test/world/program.js';
import { beside } from './baselines/programs.js';
import type { Part } from './part.js';
import { makeKey } from './world/corpus.js';
import { digits, median } from './world/figures.js';
import { commandOf, installed, PROGRAM } from './world/installed.js';
import { type Cost, costOf } from './world/process-cost.js';

const NODE = 'node -e 0';
const LOGIN = 'node: connecting and logging in with imapflow';
const POLL = 'security-inbox poll, nothing new';
const HELP = 'security-inbox --help';
/** Of the process that connects and logs in. */
const OVER_LOGIN = 2;

export const start: Part = async (sizes, tell) => {
  const rounds = Math.ceil(sizes.rounds / 2);
  const dovecot = await startDovecot(undefined, null, null, false);
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  const inbox = installed(dovecot, smtp, [makeKey().secretKey]);
  try {
    await dovecot.deliver(
      ...Array.from({ length: 20 }, () => plainMail({ subject: 'A question' }, 'Where is it?\n')),
    );
    const login = [`${dovecot.port}`, dovecot.user, dovecot.password];
    const commands: Record<string, readonly string[]> = {
      [NODE]: [process.execPath, '-e', '0'],
      [LOGIN]: [process.execPath, fileURLToPath(beside('login')), ...login],
      [HELP]: [process.execPath, PROGRAM, '--help'],
      [POLL]: commandOf(inbox, 'poll'),
    };
    await costOf(commands[POLL] as readonly string[]);
    const runs = new Map<string, Cost[]>(Object.keys(commands).map(name => [name, []]));
    // Side by side, so that what else the machine does meets all of them alike.
    for (let round = 0; round < rounds; round++) {
      for (const [name, command] of Object.entries(commands)) {
        const cost = await costOf(command);
        if (cost.status !== 0)
          throw new Error(`${name} ended with ${cost.status}: ${cost.stderr.slice(-300)}`);
        runs.get(name)?.push(cost);
      }
    }
    const of = (name: string, figure: keyof Cost) =>
      median((runs.get(name) ?? []).map(cost => Number(cost[figure])));
    const milliseconds = (name: string) => of(name, 'seconds') * 1000;
    for (const name of runs.keys()) tell(`${name}: ${digits(milliseconds(name))} ms`);
    return {
      title: 'Cold start',
      method: `Whole processes in turn, ${rounds} times each; medians. The mailbox has 20 mails, none of them new; one private key (Curve25519) is unlocked.`,
      tables: [
        {
          caption: '',
          columns: ['', 'ms', `times \`${NODE}\``, 'peak MB'],
          rows: [...runs.keys()].map(name => [
            name,
            digits(milliseconds(name)),
            digits(milliseconds(name) / milliseconds(NODE)),
            digits(of(name, 'memory')),
          ]),
        },
      ],
      ratios: [
        {
          name: 'cold start of poll over node that connects and logs in',
          value: milliseconds(POLL) / milliseconds(LOGIN),
          better: 'less',
          goal: OVER_LOGIN,
          unit: 'times',
        },
        {
          name: 'cold start of --help over node -e 0',
          value: milliseconds(HELP) / milliseconds(NODE),
          better: 'less',
          goal: null,
          unit: 'times',
        },
      ],
      bars: [
        {
          title: 'Cold start',
          unit: 'ms',
          bars: [...runs.keys()].map(name => ({
            name,
            value: milliseconds(name),
            isOurs: name === POLL || name === HELP,
          })),
        },
      ],
    };
  } finally {
    inbox.remove();
    await smtp.stop();
    await dovecot.stop();
  }
};
