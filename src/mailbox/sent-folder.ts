/**
 * The Sent folder, over a connection of its own: the one on which mail is read has another folder open, and a server
 * that breaks off over a copy must not break off the reading. Connects when it is first asked for something, and not
 * again after that failed.
 */
import type { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../config/config.js';
import { folderName } from '../config/mailbox-list.js';
import { errorProperty, Failure, serverWords } from '../failure.js';
import { type ConnectionLimits, connect, disconnect, openFolder } from './connection.js';
import { explainConnection } from './connection-trouble.js';
import { fieldValues } from './header-text.js';
import { listFolders } from './listing.js';
import { inTime } from './patience.js';
import { sentAmong } from './sent-names.js';

/** Messages compared where a search finds that many, or where the server refuses to search. */
const MOST_COMPARED = 200;

/** The folder, open for reading only. */
export interface ExaminedFolder {
  readonly client: ImapFlow;
  readonly path: string;
  /** Decimal. */
  readonly uidValidity: string;
  /** No mail there has a higher UID (RFC 9051 §2.3.1.1); 0 where the server does not say. */
  readonly lastUid: number;
}

export type OpenSentFolder = ReturnType<typeof openSentFolder>;

/**
 * Opens nothing yet.
 * @param limits - what the connection may take
 */
export function openSentFolder(config: MailboxConfig, limits: ConnectionLimits) {
  const examineFolder = (client: ImapFlow, path: string) => openFolder(client, config, path, 'sentFolder');
  let opened: Promise<{ client: ImapFlow; path: string | null }> | null = null;
  const open = () => {
    opened ??= connect(config, limits).then(async client => ({
      client,
      path: await inTime(client, limits.serverSeconds, () => sentPath(client, config)).catch(
        async (error: unknown) => {
          await disconnect(client);
          throw explainConnection(error, config);
        },
      ),
    }));
    return opened;
  };
  return {
    /**
     * Opens it for reading, as it is now.
     * @returns null where there is no such folder
     * @throws {Failure} where it can't be opened
     */
    async examine(): Promise<ExaminedFolder | null> {
      const { client, path } = await open();
      if (path === null) return null;
      const uidValidity = await inTime(client, limits.serverSeconds, () => examineFolder(client, path));
      const { uidNext = 1 } = client.mailbox === false ? {} : client.mailbox;
      return { client, path, uidValidity, lastUid: uidNext - 1 };
    },
    /** Whether a mail with this very Message-ID lies there; false where there is no such folder. */
    async holds(messageId: string): Promise<boolean> {
      const { client, path } = await open();
      if (path === null) return false;
      // Anew each time, so that what came since then is searched too.
      await inTime(client, limits.serverSeconds, () => examineFolder(client, path));
      try {
        return await inTime(client, limits.serverSeconds, () => isThere(client, messageId));
      } catch (error) {
        throw explainConnection(error, config);
      }
    },
    /** Puts a mail there with \Seen and an internal date (RFC 9051 §6.3.12). */
    async append(raw: Uint8Array, sentAt: Date): Promise<'appended' | 'no-folder'> {
      const { client, path } = await open();
      if (path === null) return 'no-folder';
      try {
        const append = () => client.append(path, raw, ['\\Seen'], sentAt);
        if (await inTime(client, limits.serverSeconds, append)) return 'appended';
      } catch (error) {
        throw explainAppend(error, path, config);
      }
      throw new Failure('unreachable', `The IMAP server ${config.host} closed the connection.`);
    },
    async close(): Promise<void> {
      const ready = await opened?.catch(() => null);
      if (ready) await disconnect(ready.client);
    },
  };
}

/**
 * Which folder it is.
 * @returns its path, or null where there is none that is not read for mail
 * @throws what imapflow throws
 */
export async function sentPath(client: ImapFlow, config: MailboxConfig): Promise<string | null> {
  if (config.sentFolder !== 'auto') return config.sentFolder;
  const path = sentAmong(await listFolders(client));
  return path === null || isRead(path, config) ? null : path;
}

/** What is put where mail is read would be read, also by another mailbox of the same account. INBOX in any case (RFC 9051 §5.1). */
function isRead(path: string, { folder, junkFolder, foldersOfOthers }: MailboxConfig): boolean {
  const read = [folder, ...(junkFolder === false ? [] : [junkFolder]), ...foldersOfOthers];
  return read.map(folderName).includes(folderName(path));
}

/**
 * Asks what a folder holds without opening it (RFC 9051 §6.3.11), on a connection that has another one open.
 * @returns its UIDVALIDITY, decimal, and the highest UID that a mail there can have; null where the server does not say
 * @throws what imapflow throws
 */
export async function glanceAt(
  client: ImapFlow,
  path: string,
): Promise<Pick<ExaminedFolder, 'uidValidity' | 'lastUid'> | null> {
  const status = await client.status(path, { uidNext: true, uidValidity: true });
  if (status === false || status.uidNext === undefined || status.uidValidity === undefined) return null;
  return { uidValidity: status.uidValidity.toString(), lastUid: status.uidNext - 1 };
}

/** SEARCH finds a part of a field, in any case (RFC 9051 §6.4.4), so what it finds is compared. */
async function isThere(client: ImapFlow, messageId: string): Promise<boolean> {
  const exists = client.mailbox === false ? 0 : client.mailbox.exists;
  if (exists === 0) return false;
  const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
  if (found && found.length === 0) return false;
  const range = found
    ? found.slice(-MOST_COMPARED).join(',')
    : `${Math.max(1, exists - MOST_COMPARED + 1)}:*`;
  const query = { uid: true, headers: ['message-id'] };
  const messages = await client.fetchAll(range, query, { uid: found !== false });
  return messages.some(({ headers }) =>
    fieldValues(headers ?? new Uint8Array(), 'message-id').includes(messageId),
  );
}

function explainAppend(error: unknown, path: string, config: MailboxConfig): Failure {
  const status = errorProperty(error, 'responseStatus');
  const code = errorProperty(error, 'serverResponseCode');
  if (status !== 'NO' && status !== 'BAD' && code !== 'APPENDLIMIT') return explainConnection(error, config);
  const said = serverWords(errorProperty(error, 'responseText') ?? errorProperty(error, 'response'));
  const words = [typeof code === 'string' ? serverWords(code) : '', said]
    .filter(part => part !== '')
    .join(': ');
  return new Failure(
    'not-possible',
    `The IMAP server ${config.host} took no copy of a receipt into "${serverWords(path)}" of ${config.user}${words && ` (${words})`}. ${remedy(code)}`,
    { cause: error },
  );
}

/** RFC 9051 §7.1, RFC 5530 §3. */
function remedy(code: unknown): string {
  switch (code) {
    case 'OVERQUOTA':
      return 'Free some space in the mailbox.';
    case 'TRYCREATE':
    case 'NONEXISTENT':
      return 'Make the folder, or name another one in mailbox.sentFolder.';
    default:
      return 'Check that this account may write there, or name another folder in mailbox.sentFolder.';
  }
}
