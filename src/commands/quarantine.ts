/**
 * `security-inbox quarantine list` and `show`: what could not be read, why, and what might help.
 */
import { loadStoreConfig } from '../config/load.js';
import { type Quarantined, quarantinedText, quarantineText } from '../digest/quarantine-text.js';
import { jsonForTerminal } from '../digest/terminal.js';
import { toUnreadEntry } from '../digest/unread-entry.js';
import { Failure } from '../failure.js';
import { fieldValues } from '../mailbox/header-text.js';
import { helpFor } from '../reading/report-of.js';
import type { Connection } from '../store/database.js';
import { explaining } from '../store/database-trouble.js';
import { openForReading } from '../store/existing-database.js';
import { bytesOf } from '../store/rereading.js';
import { type UnopenedMail, unopenedMails } from '../store/unopened-mails.js';
import { listUnread } from '../store/unread.js';
import type { LookOptions } from './looking.js';
import { sayMigration } from './migrating.js';
import { unpurgedReport } from './named-report.js';

/** Outer header fields that are shown. */
const SHOWN = ['From', 'To', 'Subject', 'Date', 'Message-ID'];

/** Bytes of a mail in which its header is looked for. */
const MOST_HEADER = 65_536;

/** Prints all that was not read, with `json` one object a line. */
export function listQuarantine(options: LookOptions): void {
  onDatabase(options.config, (connection, timeZone) => {
    const mails = unopenedMails(connection).map(withHelp);
    const unread = listUnread(connection);
    if (!options.json) return quarantineText(mails, unread, timeZone);
    return [...mails.map(toJson), ...unread.map(one => ({ kind: 'unread', ...toUnreadEntry(one) }))]
      .map(entry => `${jsonForTerminal(entry)}\n`)
      .join('');
  });
}

/**
 * Prints what of a report was not read.
 * @throws {Failure} `no-such-report`, or `not-possible` where all of it was read, or it was purged
 */
export function showQuarantined(id: string, options: Pick<LookOptions, 'config'>): void {
  onDatabase(options.config, (connection, timeZone) => {
    const { number } = unpurgedReport(connection, id);
    const mails = unopenedMails(connection, number);
    if (mails.length === 0) {
      throw new Failure(
        'not-possible',
        `All of ${number} was read. "security-inbox show ${number}" shows it.`,
      );
    }
    return mails
      .map(mail => quarantinedText(withHelp(mail), headerOf(connection, mail), timeZone))
      .join('\n');
  });
}

function withHelp(mail: UnopenedMail): Quarantined {
  return { ...mail, help: helpFor(mail.reason) };
}

function toJson({ report, role, state, reason, since, receivedAt, size, isComplete, help }: Quarantined) {
  return {
    kind: role,
    id: report,
    state,
    reason,
    since: since.toISOString(),
    receivedAt: receivedAt.toISOString(),
    bytes: size,
    complete: isComplete,
    help,
  };
}

/** What stands outside of any encryption. */
function headerOf(connection: Connection, mail: UnopenedMail): [string, string][] {
  const raw = Buffer.from(bytesOf(connection, mail.id) ?? new Uint8Array()).subarray(0, MOST_HEADER);
  const end = /\r?\n\r?\n/.exec(raw.toString('latin1'))?.index ?? raw.length;
  const header = raw.subarray(0, end);
  return SHOWN.flatMap(name =>
    fieldValues(header, name.toLowerCase()).map((value): [string, string] => [name, value]),
  );
}

function onDatabase(file: string, read: (connection: Connection, timeZone: string) => string): void {
  const config = loadStoreConfig(file);
  const { database, timeZone } = config;
  const connection = openForReading(config, sayMigration);
  try {
    process.stdout.write(explaining(database, () => read(connection, timeZone)));
  } finally {
    connection.close();
  }
}
