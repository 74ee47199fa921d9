/**
 * The mailboxes that reports came by and that receipts go out from, in step with the configuration.
 *
 * One is known by its account and folder, however it is called, and where those are new by its name: so it stays what it
 * is where it is renamed, and where it moves to another server. What belongs to one that is no longer configured stays
 * with it, and nothing of that is sent, until a mailbox is configured under its name or at its place.
 */
import type { Connection } from './database.js';

/** A mailbox as it is configured. */
export interface ConfiguredMailbox {
  readonly name: string;
  /** `user@host:port`. */
  readonly account: string;
  readonly folder: string;
}

/** A mailbox on record. */
export interface KnownMailbox extends ConfiguredMailbox {
  readonly id: number;
}

/** What the configuration changed. */
export type MailboxChange =
  /** It keeps its name and has another account or folder. */
  | { readonly kind: 'moved'; readonly name: string; readonly from: string }
  /** Another mailbox answers for it, under its name. */
  | { readonly kind: 'taken-over'; readonly name: string; readonly from: string }
  /** It is no longer configured, and receipts wait that were to go out from it. */
  | { readonly kind: 'gone'; readonly name: string; readonly receipts: number };

/** What the digest says of a receipt whose mailbox is gone. */
const GONE = 'not sent: the mailbox it was to go out from is no longer configured';

/** Why a receipt in doubt waits where its mailbox has another account than when it may have been sent. */
const MAY_BE_SENT_ELSEWHERE = "may have been sent from the mailbox's earlier place";

/**
 * Brings the mailboxes on record into step with those that are configured.
 * @param configured - no two with one name, or one account and folder
 * @returns their rows, in the same order, and what is worth telling an operator
 */
export function registerMailboxes(
  connection: Connection,
  configured: readonly ConfiguredMailbox[],
  now: Date,
): { readonly rows: readonly number[]; readonly changes: readonly MailboxChange[] } {
  return connection.transaction(() => register(connection, configured, now)).immediate();
}

function register(connection: Connection, configured: readonly ConfiguredMailbox[], now: Date) {
  const known = knownMailboxes(connection);
  const gone = connection.prepare('SELECT id, name FROM mailboxes WHERE gone_at IS NOT NULL').all() as Pick<
    KnownMailbox,
    'id' | 'name'
  >[];
  const matched = matchMailboxes(known, configured);
  const changes: MailboxChange[] = [];
  const rows = configured.map((mailbox, index) => {
    const before = matched[index] ?? null;
    if (before !== null && !isSamePlace(before, mailbox)) {
      changes.push({ kind: 'moved', name: mailbox.name, from: placeOf(before) });
      holdDoubtful(connection, before, mailbox);
    }
    return before === null ? insert(connection, mailbox) : update(connection, before.id, mailbox);
  });
  for (const left of known.filter(({ id }) => !rows.includes(id))) {
    const index = configured.findIndex(({ name }) => name === left.name);
    const [namesake, heir] = [configured[index], rows[index]];
    if (namesake === undefined || heir === undefined) {
      changes.push(...leave(connection, left, now));
    } else {
      holdDoubtful(connection, left, namesake);
      handOver(connection, left.id, heir);
      changes.push({ kind: 'taken-over', name: left.name, from: placeOf(left) });
    }
  }
  const [first] = rows;
  for (const table of ['reports', 'receipts']) {
    connection.prepare(`UPDATE ${table} SET mailbox_id = ? WHERE mailbox_id IS NULL`).run(first);
  }
  // All receipts are looked through for it, which is not to be done at every start.
  if (gone.some(({ id, name }) => rows.includes(id) || configured.some(one => one.name === name))) {
    connection
      .prepare(
        `UPDATE receipts SET last_answer = NULL
         WHERE last_answer = ? AND mailbox_id IN (SELECT id FROM mailboxes WHERE gone_at IS NULL)`,
      )
      .run(GONE);
  }
  return { rows, changes };
}

/** Every mailbox on record, oldest first. */
export function knownMailboxes(connection: Connection): KnownMailbox[] {
  return connection
    .prepare('SELECT id, name, account, folder FROM mailboxes ORDER BY id')
    .all() as KnownMailbox[];
}

/**
 * Which of the mailboxes on record each configured one is. Pure.
 * @returns in the order of those configured; null for one that is new
 */
export function matchMailboxes(
  known: readonly KnownMailbox[],
  configured: readonly ConfiguredMailbox[],
): (KnownMailbox | null)[] {
  const byPlace = configured.map(mailbox => known.find(one => isSamePlace(one, mailbox)) ?? null);
  return configured.map(
    ({ name }, index) =>
      byPlace[index] ?? known.find(one => one.name === name && !byPlace.includes(one)) ?? null,
  );
}

function isSamePlace(one: ConfiguredMailbox, other: ConfiguredMailbox): boolean {
  return one.account === other.account && one.folder === other.folder;
}

function placeOf({ account, folder }: ConfiguredMailbox): string {
  return `${account}, ${folder}`;
}

function insert(connection: Connection, { name, account, folder }: ConfiguredMailbox): number {
  const { lastInsertRowid } = connection
    .prepare('INSERT INTO mailboxes (name, account, folder) VALUES (?, ?, ?)')
    .run(name, account, folder);
  return Number(lastInsertRowid);
}

function update(connection: Connection, id: number, { name, account, folder }: ConfiguredMailbox): number {
  connection
    .prepare('UPDATE mailboxes SET name = ?, account = ?, folder = ?, gone_at = NULL WHERE id = ?')
    .run(name, account, folder, id);
  return id;
}

/**
 * Has what may have been sent wait for a person, because the Sent folder of another account knows nothing of it. One whose
 * folder alone is another has the same Sent folder as before.
 */
function holdDoubtful(connection: Connection, { id, account }: KnownMailbox, now: ConfiguredMailbox): void {
  if (account === now.account) return;
  connection
    .prepare(
      `UPDATE receipts SET state = 'held', reason = ?, not_before = NULL
       WHERE state = 'queued' AND mailbox_id = ?
         AND id IN (SELECT receipt_id FROM sent_mails WHERE sent_mails.state = 'in-doubt')`,
    )
    .run(MAY_BE_SENT_ELSEWHERE, id);
}

function handOver(connection: Connection, from: number, to: number): void {
  for (const table of ['reports', 'receipts']) {
    connection.prepare(`UPDATE ${table} SET mailbox_id = ? WHERE mailbox_id = ?`).run(to, from);
  }
  connection.prepare('DELETE FROM mailboxes WHERE id = ?').run(from);
}

function leave(connection: Connection, { id, name }: KnownMailbox, now: Date): MailboxChange[] {
  connection
    .prepare('UPDATE mailboxes SET gone_at = coalesce(gone_at, ?) WHERE id = ?')
    .run(now.toISOString(), id);
  connection
    .prepare(
      // What a server said of this very mail stays: what is done with it later depends on that.
      `UPDATE receipts SET last_answer = ?
       WHERE mailbox_id = ? AND state = 'queued' AND deferrals = 0 AND queued_again_at IS NULL`,
    )
    .run(GONE, id);
  const receipts = connection
    .prepare("SELECT count(*) FROM receipts WHERE mailbox_id = ? AND state IN ('queued', 'held')")
    .pluck()
    .get(id) as number;
  return receipts === 0 ? [] : [{ kind: 'gone', name, receipts }];
}

/** The row of the mailbox that a report came by; null where it came before there could be several. */
export function mailboxOfReport(connection: Connection, number: string): number | null {
  return (
    (connection.prepare('SELECT mailbox_id FROM reports WHERE number = ?').pluck().get(number) as
      | number
      | null
      | undefined) ?? null
  );
}

/**
 * The name of the mailbox that a report came by, where the last poll or watch found it no longer configured.
 * @returns null where it is configured
 */
export function goneMailboxOf(connection: Connection, number: string): string | null {
  const name = connection
    .prepare(
      `SELECT name FROM mailboxes JOIN reports ON mailbox_id = mailboxes.id
       WHERE number = ? AND gone_at IS NOT NULL`,
    )
    .pluck()
    .get(number) as string | undefined;
  return name ?? null;
}

/** Which mailbox each of some reports came by, by report number; null where there was never more than one. */
export function mailboxNames(
  connection: Connection,
  numbers: readonly string[],
): ReadonlyMap<string, string> | null {
  if (knownMailboxes(connection).length < 2) return null;
  const rows = connection
    .prepare(
      `SELECT number, name FROM reports JOIN mailboxes ON mailboxes.id = mailbox_id
       WHERE number IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(numbers)) as { number: string; name: string }[];
  return new Map(rows.map(({ number, name }) => [number, name]));
}
