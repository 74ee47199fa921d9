/**
 * `security-inbox quarantine retry`: what could not be read is read again, with today's keys, limits and program. Works
 * beside a running poll or watch.
 */
import type { ImapFlow } from 'imapflow';
import type { Config, Configs } from '../config/config.js';
import { loadConfig } from '../config/load.js';
import { counted } from '../counted.js';
import { forTerminal } from '../digest/terminal.js';
import { Failure } from '../failure.js';
import { type Reread, readAgain } from '../intake/reading-again.js';
import type { Intake } from '../intake.js';
import type { LogLevel } from '../log-levels.js';
import { connect, disconnect } from '../mailbox/connection.js';
import { explainConnection } from '../mailbox/connection-trouble.js';
import { fetchAgain } from '../mailbox/fetch-again.js';
import { openIntake } from '../passes/opening.js';
import { keepRefreshTokens } from '../passes/refresh-tokens.js';
import { mailboxOf } from '../passes/registering.js';
import type { Connection } from '../store/database.js';
import { explainDatabase } from '../store/database-trouble.js';
import { openForReading } from '../store/existing-database.js';
import { bytesOf } from '../store/rereading.js';
import { type UnopenedMail, unopenedMails } from '../store/unopened-mails.js';
import { askForUnread } from '../store/unread.js';
import { mailboxGone } from './mailbox-gone.js';
import { sayMigration } from './migrating.js';
import { unpurgedReport } from './named-report.js';
import { logOf } from './options.js';

export interface RetryOptions {
  readonly config: string;
  readonly logLevel: LogLevel;
}

/**
 * Reads again what was not read, and has the next poll ask for the messages that the mail server did not give.
 * @param id - of the report, or undefined for all
 * @throws {Failure} `no-such-report`; `not-possible` for one that was purged; `not-possible` for one whose mailbox is gone and `config` for keys; what the mailbox says, where a mail has to be fetched from it,
 *   after all others were read
 */
export async function retryQuarantined(id: string | undefined, options: RetryOptions): Promise<void> {
  const log = logOf({ ...options, quiet: true });
  const configs = loadConfig(options.config, sentence => log.warn({ message: sentence }, 'config.warning'));
  const { database } = configs[0];
  const connection = openForReading(configs[0], sayMigration);
  for (const config of configs) keepRefreshTokens(config, connection, log);
  try {
    const wanted = id === undefined ? undefined : unpurgedReport(connection, id).number;
    const mails = unopenedMails(connection, wanted);
    const unread = wanted === undefined ? askForUnread(connection) : 0;
    if (unread > 0) {
      print(`The next poll asks the mail server for ${counted(unread, 'message')} again.`);
    }
    if (mails.length > 0) await readAll(mails, configs, connection);
    else if (unread === 0) print(`${wanted ?? 'Everything'} was read; there is nothing to do.`);
  } catch (error) {
    throw error instanceof Failure ? error : explainDatabase(database, error);
  } finally {
    connection.close();
  }
}

async function readAll(
  mails: readonly UnopenedMail[],
  configs: Configs,
  connection: Connection,
): Promise<void> {
  const opened = new Map<Config, Opened>();
  let failure: Failure | null = null;
  try {
    for (const mail of mails) {
      const { row, name, config } = mailboxOf(mail.report, configs, connection);
      if (config === null) {
        // Read now, it would be answered under the name of another mailbox.
        failure = mailboxGone(mail.report, name);
        print(`${mail.report}: still not read, nothing changed: its mailbox is no longer configured`);
        continue;
      }
      const { intake, mailbox } = opened.get(config) ?? (await open(config, connection));
      opened.set(config, { intake, mailbox });
      const whole = mail.isComplete ? null : await fetchWhole(mail, connection, mailbox);
      if (whole instanceof Failure) failure = whole;
      const reread: Reread | Missing =
        whole instanceof Failure
          ? { kind: 'still-closed', reason: 'the mailbox could not be used' }
          : whole !== null && 'because' in whole
            ? { kind: 'still-closed', reason: whole.because }
            : await readAgain(mail, whole?.raw ?? null, row === null ? intake : { ...intake, mailbox: row });
      print(`${mail.report}${mail.role === 'report' ? '' : ', a follow-up'}: ${outcome(reread)}`);
    }
  } finally {
    for (const { intake, mailbox } of opened.values()) await stop(intake, mailbox);
  }
  if (failure) throw failure;
}

/** What reads the mail of a mailbox, and the mailbox itself. */
interface Opened {
  readonly intake: Intake;
  readonly mailbox: Mailbox;
}

async function open(config: Config, connection: Connection): Promise<Opened> {
  return { intake: await openIntake(config, connection), mailbox: openMailbox(config) };
}

type Missing = Extract<Reread, { kind: 'still-closed' }>;

function outcome(reread: Reread): string {
  switch (reread.kind) {
    case 'opened': {
      const state = reread.state === 'received' ? 'read now' : `${reread.state} now`;
      const reason = reread.reason === null ? '' : `; ${forTerminal(reread.reason)}`;
      return `${state}${reason}${reread.isAnswered ? '; its receipt goes with the next poll' : ''}`;
    }
    case 'still-closed':
      return `still not read, nothing changed: ${forTerminal(reread.reason)}`;
    case 'gone':
      return 'was read meanwhile';
  }
}

interface Mailbox {
  readonly config: Config;
  /** Connects when first asked. */
  client(): Promise<ImapFlow>;
  close(): Promise<void>;
}

function openMailbox(config: Config): Mailbox {
  let opened: Promise<ImapFlow> | null = null;
  return {
    config,
    client() {
      opened ??= connect(config.mailbox, config.limits);
      return opened;
    },
    async close() {
      const client = await opened?.catch(() => null);
      if (client) await disconnect(client);
    },
  };
}

/** @returns its bytes, why there are none, or why the mailbox could not be used */
async function fetchWhole(
  mail: UnopenedMail,
  connection: Connection,
  { config, client }: Mailbox,
): Promise<{ readonly raw: Uint8Array } | { readonly because: string } | Failure> {
  const header = bytesOf(connection, mail.id) ?? new Uint8Array();
  const { messageId, place } = mail;
  try {
    const found = await fetchAgain(await client(), config.mailbox, config.limits, {
      header,
      messageId,
      place,
    });
    switch (found.kind) {
      case 'found':
        return { raw: found.raw };
      case 'too-large':
        return {
          because: `it has ${found.bytes} bytes, and limits.messageBytes is ${config.limits.messageBytes}`,
        };
      case 'not-found':
        return { because: 'only its header was kept, and it is no longer in the folders that are read' };
    }
  } catch (error) {
    return explainConnection(error, config.mailbox);
  }
}

async function stop({ reader }: Intake, mailbox: Mailbox): Promise<void> {
  await reader.stop();
  await mailbox.close();
}

function print(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
