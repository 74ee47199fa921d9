/**
 * An IMAP server inside this process, on loopback alone: the mailbox of the demo and of tests that need no more.
 */
import hoodiecrow, { type HoodiecrowConnection } from 'hoodiecrow-imap';

export interface EmbeddedImap {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Delivers a mail; clients that idle on the folder hear of it. @returns its UID */
  append(folder: string, raw: Uint8Array, internalDate?: Date): number;
  /** The flags of every message, by UID. */
  flags(folder: string): Map<number, readonly string[]>;
  /** The bytes of every message, by UID. */
  raw(folder: string): Map<number, Buffer>;
  /** Every command that clients sent, LOGIN with its password included; DONE is not among them. */
  commands(): string[];
  /** Hangs up on whoever is still connected. */
  stop(): Promise<void>;
}

export interface EmbeddedFolder {
  readonly name: string;
  readonly messages: readonly {
    readonly raw: Uint8Array;
    readonly flags?: readonly string[];
    readonly internalDate?: Date;
  }[];
}

export interface EmbeddedImapOptions {
  readonly user: string;
  readonly password: string;
  /** INBOX is there in any case. */
  readonly folders?: readonly EmbeddedFolder[];
  /** Instead of those that most servers have. */
  readonly extensions?: readonly string[];
}

const EXTENSIONS = ['ENABLE', 'ID', 'IDLE', 'LITERALPLUS', 'UIDPLUS', 'UNSELECT'];

/**
 * Starts a server with one user, and an empty INBOX where none is given.
 */
export async function startEmbeddedImap(options: EmbeddedImapOptions): Promise<EmbeddedImap> {
  const server = hoodiecrow({
    plugins: [...(options.extensions ?? EXTENSIONS)],
    users: { [options.user]: { password: options.password } },
    storage: { INBOX: { messages: [] }, '': {} },
  });
  // Its own writes no valid zone for half-hour offsets.
  server.formatInternalDate = inUtc;
  const connections: HoodiecrowConnection[] = [];
  const commands: string[] = [];
  server.connectionHandlers.push(connection => {
    connections.push(connection);
    listenIn(connection, commands);
  });

  const messages = (folder: string) => server.getMailbox(folder)?.messages ?? [];
  const append = (
    folder: string,
    raw: Uint8Array,
    internalDate = new Date(),
    flags: readonly string[] = [],
  ) => {
    if (!server.getMailbox(folder)) throw new Error(`the IMAP server has no folder ${folder}`);
    return server.appendMessage(folder, [...flags], internalDate, Buffer.from(raw).toString('binary')).message
      .uid;
  };
  for (const folder of options.folders ?? []) {
    if (!server.getMailbox(folder.name)) server.createMailbox(folder.name);
    for (const { raw, internalDate, flags } of folder.messages) append(folder.name, raw, internalDate, flags);
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the IMAP server has no port');
  return {
    host: '127.0.0.1',
    port: address.port,
    append: (folder, raw, internalDate) => append(folder, raw, internalDate),
    flags: folder => new Map(messages(folder).map(({ uid, flags }) => [uid, [...flags]])),
    raw: folder => new Map(messages(folder).map(({ uid, raw }) => [uid, Buffer.from(raw, 'binary')])),
    commands: () => [...commands],
    stop() {
      for (const connection of connections) hangUp(connection);
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}

function listenIn(connection: HoodiecrowConnection, commands: string[]): void {
  const schedule = connection.scheduleCommand;
  connection.scheduleCommand = command => {
    commands.push(command);
    schedule.call(connection, command);
  };
}

/** IDLE leaves a timer of 30 minutes behind, and with it the process, unless it is told that it is done. */
function hangUp(connection: HoodiecrowConnection): void {
  if (connection.inputHandler) connection.inputHandler('DONE');
  connection.socket?.destroy();
}

/** RFC 9051 §9, date-time. */
function inUtc(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}-${month}-${year} ${time} +0000`;
}
