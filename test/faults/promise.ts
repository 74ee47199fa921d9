/**
 * What must hold when the faults are over and one more poll has run, whatever they were.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { wholeBytes } from '../world/whole-bytes.js';
import type { FaultyWorld } from './faulty-world.js';

/** Bounds on what a sequence of faults may have done. */
export interface Allowance {
  /** How often the answer to a mail was lost or the program died before it: as many receipts may have gone again. */
  readonly copies?: number;
  /** Senders whose receipt the server refused for good: none may have gone. */
  readonly refused?: ReadonlySet<string>;
}

/** @throws an error that names everything that does not hold */
export async function assertPromise(world: FaultyWorld, allowance: Allowance = {}): Promise<void> {
  const broken = [
    ...recordsOf(world),
    ...receiptsOf(world, allowance),
    ...(await mailboxOf(world)),
    ...databaseOf(world),
    ...leaksOf(world),
  ];
  if (broken.length > 0) throw new Error(`the promise is broken: ${broken.join('; ')}`);
}

/** Each report mail has exactly one record, with its bytes. */
function recordsOf({ inbox, delivered }: FaultyWorld): string[] {
  const recorded = wholeBytes(inbox, 'messages', "role = 'report'").map(sha256);
  const owed = delivered.filter(({ isReport }) => isReport).map(({ raw }) => sha256(raw));
  return [
    ...owed
      .filter(hash => recorded.filter(one => one === hash).length !== 1)
      .map(
        hash =>
          `a report is on record ${recorded.filter(one => one === hash).length} times (${nameOf(delivered, hash)})`,
      ),
    ...recorded.filter(hash => !owed.includes(hash)).map(() => 'a record has bytes that no report had'),
  ];
}

/** Each report has one receipt that was taken, and nobody else has any. */
function receiptsOf({ inbox, delivered, smtp }: FaultyWorld, allowance: Allowance): string[] {
  const { copies = 0, refused = new Set<string>() } = allowance;
  const isOwed = new Map(delivered.filter(({ isReport }) => isReport).map(({ from }) => [from, true]));
  const broken: string[] = [];
  const taken = new Map<string, string[]>();
  for (const { envelope, raw } of smtp.received) {
    const [to = ''] = envelope.to;
    taken.set(to, [...(taken.get(to) ?? []), messageIdOf(raw)]);
  }
  for (const to of isOwed.keys()) {
    const ids = taken.get(to) ?? [];
    if (ids.length < (refused.has(to) ? 0 : 1)) broken.push(`${to} got no receipt`);
    if (new Set(ids).size > 1) broken.push(`${to} got receipts with different Message-IDs`);
  }
  const more = [...taken.values()].reduce((sum, ids) => sum + ids.length - 1, 0);
  if (more > copies) broken.push(`${more} receipts went again where ${copies} may`);
  for (const to of taken.keys()) if (!isOwed.has(to)) broken.push(`${to} got a receipt for no report`);
  const waiting = inbox.query(
    "SELECT recipient, state FROM receipts WHERE state NOT IN ('sent', 'withheld')",
  );
  for (const { recipient, state } of waiting) {
    if (state !== 'refused' || !refused.has(String(recipient))) {
      broken.push(`the receipt to ${recipient} is still ${state}`);
    }
  }
  return broken;
}

/** Every mail is where it was, with the flags it had. */
async function mailboxOf({ dovecot, folder, junk, expected }: FaultyWorld): Promise<string[]> {
  const broken: string[] = [];
  for (const path of junk === null ? [folder] : [folder, junk]) {
    const now = JSON.stringify(await dovecot.snapshot(path));
    if (now !== JSON.stringify(expected(path))) broken.push(`the folder ${path} is not as it was`);
  }
  return broken;
}

function databaseOf({ inbox }: FaultyWorld): string[] {
  const [row] = inbox.query('PRAGMA integrity_check');
  const abandoned = inbox.query(
    `SELECT id FROM remainders WHERE id NOT IN (SELECT remainder_id FROM messages WHERE remainder_id IS NOT NULL)
       AND id NOT IN (SELECT remainder_id FROM attachments WHERE remainder_id IS NOT NULL)`,
  );
  return [
    ...(row?.integrity_check === 'ok' ? [] : [`integrity_check says ${JSON.stringify(row)}`]),
    ...abandoned.map(() => 'pieces of a mail are there that belong to nothing'),
  ];
}

/** Decrypted words are in the database's own files alone, which nobody else may read. */
function leaksOf({ inbox, temporary, secrets, said, smtp }: FaultyWorld): string[] {
  const places: [string, Buffer][] = [
    ['the output or the log', Buffer.from(said.join('\n'))],
    ...smtp.received.map(({ raw }): [string, Buffer] => ['a receipt', raw]),
    ...filesUnder(temporary).map((file): [string, Buffer] => [file, readFileSync(file)]),
    ...filesUnder(inbox.folder)
      .filter(file => !file.startsWith(inbox.database))
      .map((file): [string, Buffer] => [file, readFileSync(file)]),
  ];
  const leaked = places
    .filter(([, bytes]) => secrets.some(secret => bytes.includes(secret)))
    .map(([place]) => `a decrypted word is in ${place}`);
  const open = filesUnder(inbox.folder)
    .filter(file => file.startsWith(inbox.database) && (statSync(file).mode & 0o077) !== 0)
    .map(file => `${file} can be read by others`);
  return [...new Set(leaked), ...open];
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
}

function nameOf(delivered: FaultyWorld['delivered'], hash: string): string {
  return delivered.find(({ raw }) => sha256(raw) === hash)?.from ?? 'unknown';
}

function messageIdOf(raw: Buffer): string {
  return /^message-id:\s*(\S+)/im.exec(raw.toString('latin1'))?.[1] ?? '';
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
