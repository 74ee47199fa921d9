/**
 * `security-inbox health`: whether the mailboxes are being read, by what was kept of the passes. For a container's health
 * check, and for people.
 */
import { formatInstant } from '../deadlines/deadlines.js';
import { forTerminal, jsonForTerminal } from '../digest/terminal.js';
import { Failure } from '../failure.js';
import { healthJson, healthOf, type MailboxHealth, patienceOf } from '../monitoring/health.js';
import { mailboxStates } from '../monitoring/snapshot.js';
import type { KeptPass } from '../store/kept-passes.js';
import { EXIT_STATUS } from './exit-status.js';
import { type LookOptions, lookAt } from './looking.js';

export interface HealthOptions extends LookOptions {
  /** Minutes since a good pass, as typed. */
  readonly maxAge?: string;
}

/**
 * Prints a line for each mailbox. The program ends with 69 where one was not read for too long, and says no more than that
 * line.
 * @throws {Failure} `no-input` where there is no database yet, and as every look does
 */
export async function health(options: HealthOptions): Promise<void> {
  const typed = options.maxAge === undefined ? null : minutesOf(options.maxAge);
  await lookAt(options, ({ connection, mailboxes, pollMinutes, timeZone }) => {
    const states = mailboxStates(connection, mailboxes);
    const found = healthOf(states, typed ?? patienceOf(pollMinutes), new Date());
    process.stdout.write(
      options.json
        ? `${jsonForTerminal(healthJson(found))}\n`
        : found.mailboxes
            .map((one, index) => `${line(one, states[index]?.kept ?? null, timeZone)}\n`)
            .join(''),
    );
    if (!found.healthy) process.exitCode = EXIT_STATUS.unreachable;
  });
}

function line({ mailbox, healthy }: MailboxHealth, kept: KeptPass | null, timeZone: string): string {
  const at = (instant: Date) => formatInstant(instant, timeZone);
  const read = kept?.lastGood ? `last read ${at(kept.lastGood.at)}` : 'never read yet';
  const why = kept?.outage ? `; failing since ${at(kept.outage.since)}: ${kept.outage.message}` : '';
  return forTerminal(`${verdict(healthy, kept)}  ${mailbox}: ${read}${why}`);
}

/** A mailbox that fails and was read not long ago is no cause for alarm yet, and is not ok. */
function verdict(healthy: boolean, kept: KeptPass | null): string {
  if (!healthy) return 'NOT WELL';
  return kept?.outage ? 'FAILING, not for long' : 'ok';
}

/** @throws {Failure} `usage` */
function minutesOf(typed: string): number {
  const minutes = /^[1-9]\d{0,5}$/.test(typed) ? Number(typed) : null;
  if (minutes !== null) return minutes;
  throw new Failure('usage', `--max-age takes minutes, such as 30, and not "${forTerminal(typed)}".`);
}
