/**
 * An IMAP server inside this process, on loopback alone: the mailbox of the demo and of tests that need no more.
 */
import hoodiecrow from 'hoodiecrow-imap';

export interface EmbeddedImap {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Delivers a mail; clients that idle on the folder hear of it. @returns its UID */
  append(folder: string, raw: Uint8Array, internalDate?: Date): number;
  /** The flags of every message, by UID. */
  flags(folder: string): Map<number, readonly string[]>;
  /** The bytes of every message, by UID. */
  raw(folder: string): Map<number, Buffer>;
  stop(): Promise<void>;
}

/**
 * Starts a server with one user and an empty INBOX.
 */
export async function startEmbeddedImap(login: { user: string; password: string }): Promise<EmbeddedImap> {
  const server = hoodiecrow({
    plugins: ['ENABLE', 'ID', 'IDLE', 'LITERALPLUS', 'UIDPLUS', 'UNSELECT'],
    users: { [login.user]: { password: login.password } },
    storage: { INBOX: { messages: [] }, '': {} },
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the IMAP server has no port');
  const messages = (folder: string) => server.getMailbox(folder)?.messages ?? [];
  return {
    host: '127.0.0.1',
    port: address.port,
    append: (folder, raw, internalDate = new Date()) =>
      server.appendMessage(folder, [], internalDate, Buffer.from(raw).toString('binary')).message.uid,
    flags: folder => new Map(messages(folder).map(({ uid, flags }) => [uid, [...flags]])),
    raw: folder => new Map(messages(folder).map(({ uid, raw }) => [uid, Buffer.from(raw, 'binary')])),
    stop: () => new Promise(resolve => server.close(() => resolve())),
  };
}
