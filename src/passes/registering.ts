/**
 * The mailboxes of the configuration, told to the store, and to the operator what that changed.
 */
import type { Config, Configs } from '../config/config.js';
import { folderName } from '../config/mailbox-list.js';
import type { Log } from '../log.js';
import { mailboxName } from '../mailbox/position.js';
import type { Connection } from '../store/database.js';
import {
  type ConfiguredMailbox,
  knownMailboxes,
  type MailboxChange,
  mailboxOfReport,
  matchMailboxes,
  registerMailboxes,
} from '../store/mailboxes.js';
import type { ReportNumber } from '../store/reports.js';

/** A mailbox as the store knows it. */
export function asRegistered({ name, mailbox }: Config): ConfiguredMailbox {
  return { name, account: mailboxName(mailbox), folder: folderName(mailbox.folder) };
}

/** Brings what is on record into step with the configuration. @returns the mailboxes' rows, in its order */
export function register(configs: Configs, connection: Connection, log: Log): readonly number[] {
  const { rows, changes } = registerMailboxes(connection, configs.map(asRegistered), new Date());
  for (const change of changes) sayChange(change, log);
  return rows;
}

function sayChange(change: MailboxChange, log: Log): void {
  const { name: mailbox } = change;
  switch (change.kind) {
    case 'moved':
      log.info({ mailbox, from: change.from }, 'mailbox.moved');
      break;
    case 'taken-over':
      log.warn({ mailbox, from: change.from }, 'mailbox.taken-over');
      break;
    case 'gone':
      log.warn(
        {
          mailbox,
          receipts: change.receipts,
          message: `The mailbox "${mailbox}" is no longer configured, and ${change.receipts} receipts wait that were to go out from it. Configure it again, give its name to the mailbox that is to answer in its place, or drop them with "security-inbox receipt drop ID".`,
        },
        'mailbox.gone',
      );
      break;
  }
}

/**
 * The mailbox that a report came by, for what works beside a poll and changes nothing of this: of those configured, the
 * first for a report from before there could be several.
 * @returns its row and its configuration; this is null where it is no longer configured
 */
export function mailboxOf(
  number: ReportNumber,
  configs: Configs,
  connection: Connection,
): { readonly row: number | null; readonly name: string; readonly config: Config | null } {
  const row = mailboxOfReport(connection, number);
  if (row === null) return { row, name: configs[0].name, config: configs[0] };
  const known = knownMailboxes(connection);
  const matched = matchMailboxes(known, configs.map(asRegistered));
  const config = configs[matched.findIndex(one => one?.id === row)] ?? null;
  return { row, name: known.find(({ id }) => id === row)?.name ?? '', config };
}
