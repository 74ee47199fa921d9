/**
 * Takes the mails in that the form makes, beside a poll or watch, one at a time: each is on record before its author is told so.
 */
import type { Config, Configs } from '../config/config.js';
import { takeIn } from '../intake.js';
import { openIntake } from '../passes/opening.js';
import { asRegistered } from '../passes/registering.js';
import type { AnsweringRules } from '../receipt/decide.js';
import type { SharedDatabase } from '../serving/shared-database.js';
import type { Connection } from '../store/database.js';
import { explainDatabase } from '../store/database-trouble.js';
import { knownMailboxes, matchMailboxes } from '../store/mailboxes.js';
import { type Told, toldOf } from '../store/told-number.js';

/** A mail on record. */
export interface Taken {
  /** That its author may be told, or null. */
  readonly number: string | null;
}

export interface Desk {
  /**
   * Takes a mail in, once, however often it is given.
   * @param isEncrypted - whether its words can't be read on it
   * @throws {Failure} where it could not be recorded: nothing of it is on record then
   */
  take(raw: Uint8Array, isEncrypted: boolean): Promise<Taken>;
}

/**
 * Receipts an hour to an address that somebody typed into a form, and so four times as many a day: nothing shows that it is
 * theirs.
 */
const TO_ONE_ADDRESS = 1;

/**
 * Opens it; nothing is read yet.
 * @param config - of the mailbox that the form belongs to
 */
export function openDesk(configs: Configs, config: Config, database: SharedDatabase): Desk {
  let last: Promise<unknown> = Promise.resolve();
  const record = (raw: Uint8Array, isEncrypted: boolean) =>
    database
      .use(async connection => {
        // Made anew each time: it takes a second, and keeps neither keys nor a thread in memory while nobody writes.
        const intake = await openIntake(config, connection);
        try {
          const arrival = {
            raw,
            isComplete: true,
            foundIn: 'form' as const,
            receivedAt: new Date(),
            place: null,
          };
          const mailbox = mailboxRow(configs, config, connection);
          const rules = formRules(intake.rules);
          await takeIn(arrival, { ...intake, rules, ...(mailbox === null ? {} : { mailbox }) });
          return { number: numberToTell(toldOf(connection, raw), isEncrypted) };
        } finally {
          await intake.reader.stop();
        }
      })
      .catch((error: unknown) => {
        throw explainDatabase(config.database, error);
      });
  return {
    take(raw, isEncrypted) {
      const turn = last.then(() => record(raw, isEncrypted));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Stricter than for mail, whose sender's domain may vouch for it. */
export function formRules(rules: AnsweringRules): AnsweringRules {
  return { ...rules, perSenderPerHour: Math.min(rules.perSenderPerHour, TO_ONE_ADDRESS) };
}

/**
 * Told on the page where the words came in the clear. Of what came encrypted nothing is told: who has somebody's ciphertext could
 * post it here, and learn from the page whether it opened or to which report it belongs. The confirmation brings the number.
 */
export function numberToTell(told: Told | null, isEncrypted: boolean): string | null {
  if (isEncrypted || told === null || told.role !== 'report' || told.replaySuspected) return null;
  return told.receipt === null ? null : told.number;
}

/** The row of the mailbox; null where nobody has registered it yet. */
export function mailboxRow(configs: Configs, config: Config, connection: Connection): number | null {
  const matched = matchMailboxes(knownMailboxes(connection), configs.map(asRegistered));
  return matched[configs.indexOf(config)]?.id ?? null;
}
