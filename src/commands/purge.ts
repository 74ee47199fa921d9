/**
 * `security-inbox purge`: what was closed long ago is removed for good. Works beside a running poll or watch.
 */
import { createInterface } from 'node:readline/promises';
import { sub } from 'date-fns/sub';
import { loadStoreConfig } from '../config/load.js';
import { counted } from '../counted.js';
import { formatStamp } from '../digest/stamp.js';
import { jsonForTerminal } from '../digest/terminal.js';
import { Failure } from '../failure.js';
import { copiesBeside } from '../store/copies.js';
import { explaining } from '../store/database-trouble.js';
import { openForReading } from '../store/existing-database.js';
import { type Purgeable, purgeable, purgeReport, sweep } from '../store/purge.js';
import type { ChangeOptions } from './changing.js';
import { sayMigration } from './migrating.js';
import { whoIs } from './who.js';

export interface PurgeOptions extends ChangeOptions {
  readonly olderThan: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/**
 * Purges, after asking where nobody said --yes.
 * @throws {Failure} `usage` for what is no span, and where nobody can be asked; `busy` where the words are gone from the
 * database and not yet from its WAL
 */
export async function purge(options: PurgeOptions): Promise<void> {
  const by = { who: whoIs(options.by), now: new Date() };
  const closedBefore = closedBeforeOf(options.olderThan, by.now);
  const config = loadStoreConfig(options.config);
  const { database, timeZone } = config;
  const connection = openForReading(config, sayMigration);
  try {
    const found = explaining(database, () => purgeable(connection, closedBefore));
    const ready = found.filter(one => !one.hasReceiptWaiting);
    const waiting = found.filter(one => one.hasReceiptWaiting);
    const isToGo = !options.dryRun && (ready.length === 0 || (await isAgreed(ready, options, timeZone)));
    const purged = isToGo
      ? ready.filter(one => explaining(database, () => purgeReport(connection, one, closedBefore, by)))
      : [];
    // Also where there is nothing new: an earlier run may have been cut short here.
    const isSwept = !isToGo || explaining(database, () => sweep(connection));
    const copies = copiesBeside(database);
    if (options.json) {
      const numbers = (reports: readonly Purgeable[]) => reports.map(({ number }) => number);
      process.stdout.write(
        `${jsonForTerminal({
          closedBefore: closedBefore.toISOString(),
          dryRun: options.dryRun,
          found: numbers(ready),
          purged: numbers(purged),
          keptForReceipts: numbers(waiting),
          copies,
        })}\n`,
      );
    } else {
      const word = options.dryRun ? 'Would purge' : 'Purged';
      const list = options.dryRun ? ready : purged;
      process.stdout.write(
        [
          list.length === 0
            ? `Nothing ${options.dryRun ? 'would be' : 'was'} purged: no report that still has its words was closed before ${formatStamp(closedBefore, timeZone)}.`
            : `${word} ${named(list, timeZone)}`,
          ...waiting.map(
            ({ number }) =>
              `Kept ${number}: a receipt of it is queued or waits for a person ("security-inbox receipt drop ${number}").`,
          ),
          ...(purged.length === 0 ? [] : [`A running "watch" may hold a learned key until it is restarted.`]),
          ...(list.length === 0 ? [] : [remains(copies)]),
        ]
          .map(line => `${line}\n`)
          .join(''),
      );
    }
    if (!isSwept) {
      throw new Failure(
        'busy',
        `Another program was reading ${database}, so its write-ahead log still holds what was purged. Run the same command again.`,
      );
    }
  } finally {
    connection.close();
  }
}

const SPAN = /^(\d{1,4})\s*([dwmy])$/;
const UNIT = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as const;

/** @throws {Failure} `usage` */
function closedBeforeOf(text: string, now: Date): Date {
  const span = SPAN.exec(text.trim().toLowerCase());
  if (span === null) {
    throw new Failure('usage', `--older-than ${JSON.stringify(text)} is no span: use 90d, 12w, 18m or 2y.`);
  }
  return sub(now, { [UNIT[span[2] as keyof typeof UNIT]]: Number(span[1]) });
}

/** @throws {Failure} `usage` where there is no terminal to ask at */
async function isAgreed(
  ready: readonly Purgeable[],
  { yes }: PurgeOptions,
  timeZone: string,
): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) {
    throw new Failure(
      'usage',
      'Purging can not be taken back. Say --yes where nobody can be asked, or look with --dry-run.',
    );
  }
  process.stderr.write(`To be purged, for good: ${named(ready, timeZone)}\n`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question('Go on? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}

function named(reports: readonly Purgeable[], timeZone: string): string {
  const lines = reports.map(
    ({ number, status, closedAt }) => `  ${number}  ${status}, closed ${formatStamp(closedAt, timeZone)}`,
  );
  return `${counted(reports.length, 'report')}:\n${lines.join('\n')}`;
}

function remains(copies: readonly string[]): string {
  const files = copies.length === 0 ? '' : ` Delete also, where no longer needed: ${copies.join(', ')}.`;
  return `Their mails may still lie in the mailbox and in every backup made before.${files}`;
}
