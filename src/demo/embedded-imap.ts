/**
 * An IMAP server inside this process, on loopback alone: the mailbox of the demo and of tests that need no more. It knows
 * what the program asks a server and little else, and is none to keep mail on.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Folder } from './imap/folder.js';
import { Session } from './imap/session.js';

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
  /** Capabilities beside IMAP4rev1, instead of those that most servers have. */
  readonly extensions?: readonly string[];
}

const EXTENSIONS = ['ENABLE', 'ID', 'IDLE', 'LITERAL+', 'UIDPLUS', 'UNSELECT'];

/**
 * Starts a server with one user, and an empty INBOX where none is given.
 */
export async function startEmbeddedImap(options: EmbeddedImapOptions): Promise<EmbeddedImap> {
  const folders = new Map([['INBOX', new Folder('INBOX')]]);
  for (const { name, messages } of options.folders ?? []) {
    const folder = folders.get(name) ?? new Folder(name);
    folders.set(name, folder);
    for (const { raw, internalDate, flags } of messages)
      folder.append(raw, internalDate ?? new Date(), flags ?? []);
  }
  const folderOf = (name: string) => {
    const folder = folders.get(name);
    if (!folder) throw new Error(`the IMAP server has no folder ${name}`);
    return folder;
  };
  const commands: string[] = [];
  const sessions = new Set<Session>();
  const server = createServer(socket => {
    const session = new Session(socket, {
      user: options.user,
      password: options.password,
      extensions: options.extensions ?? EXTENSIONS,
      folders,
      heard: command => commands.push(command),
    });
    sessions.add(session);
    socket.on('close', () => sessions.delete(session));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    append: (folder, raw, internalDate = new Date()) => folderOf(folder).append(raw, internalDate),
    flags: folder => new Map(folderOf(folder).messages.map(({ uid, flags }) => [uid, [...flags]])),
    raw: folder => new Map(folderOf(folder).messages.map(({ uid, raw }) => [uid, raw])),
    commands: () => [...commands],
    stop() {
      for (const session of sessions) session.hangUp();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}
