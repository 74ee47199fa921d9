/** How far a folder has been read, in IMAP's own terms (RFC 9051 §2.3.1.1). */

import type { MailboxConfig } from '../config/config.js';

/** What names an account in the database. */
export function mailboxName({ user, host, port }: MailboxConfig): string {
  return `${user}@${host}:${port}`;
}

/** A folder of an account. */
export interface FolderKey {
  /** `user@host:port`, so that one database can serve several mailboxes. */
  readonly mailbox: string;
  readonly folder: string;
}

export interface Position {
  /** Decimal: a 32-bit number that IMAP libraries give as BigInt. */
  readonly uidValidity: string;
  /** The last UID read; 0 before the first. */
  readonly uid: number;
}
