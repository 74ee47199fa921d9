/**
 * One client's connection: its commands in turn, and the answer to each (RFC 9051 §6). There is no command that removes
 * a message.
 */
import type { Socket } from 'node:net';
import { nstring, readDate } from './answer.js';
import { type Command, commandReader, isInSet, parseCommand, type Word } from './command.js';
import { fetched, marksAsRead } from './fetch.js';
import type { Folder, Message } from './folder.js';
import { namesLike, statusOf } from './listing.js';
import { searchTest } from './search.js';

/** The one account of the server. */
export interface Account {
  readonly user: string;
  readonly password: string;
  /** Capabilities beside IMAP4rev1. */
  readonly extensions: readonly string[];
  readonly folders: ReadonlyMap<string, Folder>;
  /** Hears every command. */
  heard(command: string): void;
}

/** Behind an OK; null where the words are the command's name. */
type Done = string | null;

/** Why a command is not done, with the words of the tagged answer. */
class Refused extends Error {}

export class Session {
  readonly #socket: Socket;
  readonly #account: Account;
  #isLoggedIn = false;
  #folder: Folder | null = null;
  #isReadOnly = true;
  /** Messages of the open folder that the client has heard of. */
  #told = 0;
  #stopListening = () => {};
  #idling: string | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(socket: Socket, account: Account) {
    this.#socket = socket;
    this.#account = account;
    socket.setEncoding('latin1');
    socket.on('error', () => undefined);
    socket.on('close', () => this.#close());
    const read = commandReader({
      command: text => {
        this.#last = this.#last.then(() => this.#take(text));
      },
      literal: () => this.#write('+ go on'),
    });
    socket.on('data', chunk => read(String(chunk)));
    this.#write(`* OK [CAPABILITY ${this.#capabilities}] ready`);
  }

  hangUp(): void {
    this.#socket.destroy();
  }

  get #capabilities(): string {
    return ['IMAP4rev1', ...this.#account.extensions].join(' ');
  }

  #write(line: string): void {
    if (this.#socket.writable) this.#socket.write(`${line}\r\n`, 'latin1');
  }

  #close(): void {
    this.#stopListening();
    this.#folder = null;
  }

  async #take(text: string): Promise<void> {
    if (this.#idling !== null) {
      if (text.toUpperCase() === 'DONE') this.#write(`${this.#idling} OK IDLE done`);
      this.#idling = null;
      return;
    }
    this.#account.heard(text);
    let tag = '*';
    try {
      const command = parseCommand(text);
      tag = command.tag;
      const done = await this.#do(command);
      if (this.#idling !== null) return;
      this.#tellArrivals();
      this.#write(`${tag} OK ${done ?? `${command.name} done`}`);
      if (command.name === 'LOGOUT') this.#socket.end();
    } catch (error) {
      const words = error instanceof Error ? error.message : 'that went wrong';
      this.#write(`${tag} ${error instanceof Refused ? words : `BAD ${words}`}`);
    }
  }

  async #do({ tag, name, words }: Command): Promise<Done> {
    switch (name) {
      case 'CAPABILITY':
        this.#write(`* CAPABILITY ${this.#capabilities}`);
        return null;
      case 'NOOP':
        return null;
      case 'LOGOUT':
        this.#write('* BYE see you');
        return null;
      case 'LOGIN':
        return this.#logIn(words);
      case 'ID':
        this.#needExtension('ID');
        this.#write('* ID ("name" "security-inbox demo")');
        return null;
    }
    if (!this.#isLoggedIn) throw new Error(`${name} is not possible before a login`);
    switch (name) {
      case 'ENABLE':
        this.#needExtension('ENABLE');
        this.#write('* ENABLED');
        return null;
      case 'LIST':
      case 'LSUB':
        return this.#list(name, words);
      case 'STATUS':
        return this.#status(words);
      case 'EXAMINE':
      case 'SELECT':
        return this.#open(name, words);
      case 'APPEND':
        return this.#append(words);
      case 'UNSELECT':
        this.#needExtension('UNSELECT');
        this.#close();
        return null;
      case 'CLOSE':
        this.#close();
        return null;
      case 'IDLE':
        this.#needExtension('IDLE');
        this.#write('+ idling');
        this.#idling = tag;
        this.#tellArrivals();
        return null;
      case 'SEARCH':
      case 'UID SEARCH':
        return this.#search(words, name === 'UID SEARCH');
      case 'FETCH':
      case 'UID FETCH':
        return this.#fetch(words, name === 'UID FETCH');
      case 'STORE':
      case 'UID STORE':
        return this.#store(words, name === 'UID STORE');
      default:
        throw new Error(`${name} is not known here`);
    }
  }

  #needExtension(name: string): void {
    if (!this.#account.extensions.includes(name)) throw new Error(`${name} is not known here`);
  }

  #logIn([user, password]: readonly Word[]): Done {
    if (user !== this.#account.user || password !== this.#account.password)
      throw new Refused('NO [AUTHENTICATIONFAILED] wrong user or password');
    this.#isLoggedIn = true;
    return `[CAPABILITY ${this.#capabilities}] logged in`;
  }

  #list(name: string, [reference, pattern]: readonly Word[]): Done {
    if (pattern === '') {
      this.#write(`* ${name} (\\Noselect) "/" ""`);
      return null;
    }
    const names = namesLike(`${reference}${pattern}`);
    for (const folder of this.#account.folders.keys())
      if (names.test(folder)) this.#write(`* ${name} () "/" ${nstring(folder)}`);
    return null;
  }

  #folderOf(name: Word | undefined): Folder {
    const path = typeof name === 'string' ? name.replace(/^inbox$/i, 'INBOX') : '';
    const folder = this.#account.folders.get(path);
    if (!folder) throw new Refused('NO [NONEXISTENT] there is no such folder');
    return folder;
  }

  #status([name, items]: readonly Word[]): Done {
    const folder = this.#folderOf(name);
    this.#write(`* STATUS ${nstring(folder.name)} (${statusOf(folder, [items ?? []].flat())})`);
    return null;
  }

  #open(name: 'EXAMINE' | 'SELECT', [path]: readonly Word[]): Done {
    this.#close();
    const folder = this.#folderOf(path);
    this.#folder = folder;
    this.#isReadOnly = name === 'EXAMINE';
    this.#told = folder.messages.length;
    this.#stopListening = folder.onArrival(() => {
      if (this.#idling !== null) this.#tellArrivals();
    });
    for (const line of [
      'FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)',
      `${folder.messages.length} EXISTS`,
      '0 RECENT',
      `OK [UIDVALIDITY ${folder.uidValidity}] it stays`,
      `OK [UIDNEXT ${folder.nextUid}] the next`,
      `OK [PERMANENTFLAGS (${this.#isReadOnly ? '' : '\\Answered \\Flagged \\Deleted \\Seen \\Draft'})] these can be set`,
    ])
      this.#write(`* ${line}`);
    return `[READ-${this.#isReadOnly ? 'ONLY' : 'WRITE'}] ${name} done`;
  }

  #tellArrivals(): void {
    const count = this.#folder?.messages.length ?? 0;
    if (!this.#folder || count === this.#told) return;
    this.#told = count;
    this.#write(`* ${count} EXISTS`);
  }

  #append([path, ...rest]: readonly Word[]): Done {
    const folder = this.#folderOf(path);
    const raw = rest.pop();
    const flags = rest.flatMap(word => (typeof word === 'string' ? [] : word.map(String)));
    const date = rest.find(word => typeof word === 'string');
    if (typeof raw !== 'string') throw new Error('APPEND lacks its message');
    const uid = folder.append(
      Buffer.from(raw, 'latin1'),
      typeof date === 'string' ? readDate(date) : new Date(),
      flags,
    );
    return this.#account.extensions.includes('UIDPLUS')
      ? `[APPENDUID ${folder.uidValidity} ${uid}] taken`
      : 'taken';
  }

  get #opened(): Folder {
    if (!this.#folder) throw new Error('no folder is open');
    return this.#folder;
  }

  #search(words: readonly Word[], byUid: boolean): Done {
    const { messages, nextUid } = this.#opened;
    const keys = String(words[0]).toUpperCase() === 'CHARSET' ? words.slice(2) : words;
    const test = searchTest(keys, { uid: nextUid - 1, sequence: messages.length });
    const found = messages.flatMap((message, index) =>
      test(message, index + 1) ? [byUid ? message.uid : index + 1] : [],
    );
    this.#write(`* SEARCH${found.map(number => ` ${number}`).join('')}`);
    return null;
  }

  /** Messages of a sequence set, each with its sequence number. */
  #inSet(set: Word | undefined, byUid: boolean): [number, Message][] {
    const { messages, nextUid } = this.#opened;
    const last = byUid ? nextUid - 1 : messages.length;
    return messages.flatMap((message, index): [number, Message][] =>
      isInSet(String(set), byUid ? message.uid : index + 1, last) ? [[index + 1, message]] : [],
    );
  }

  async #fetch([set, asked]: readonly Word[], byUid: boolean): Promise<Done> {
    const items = [asked ?? []].flat().map(String);
    if (byUid && !items.some(item => item.toUpperCase() === 'UID')) items.unshift('UID');
    for (const [sequence, message] of this.#inSet(set, byUid)) {
      if (!this.#isReadOnly && items.some(marksAsRead)) message.flags.add('\\Seen');
      const values = await Promise.all(items.map(item => fetched(message, item)));
      this.#write(`* ${sequence} FETCH (${values.join(' ')})`);
    }
    return null;
  }

  #store([set, how, list]: readonly Word[], byUid: boolean): Done {
    if (this.#isReadOnly) throw new Refused('NO [READ-ONLY] the folder was opened for reading');
    const [, sign] = /^([+-]?)FLAGS(?:\.SILENT)?$/i.exec(String(how)) ?? [];
    if (sign === undefined) throw new Error(`STORE ${how} is not known here`);
    const flags = [list ?? []].flat().map(String);
    for (const [sequence, message] of this.#inSet(set, byUid)) {
      if (sign === '') message.flags.clear();
      for (const flag of flags) {
        if (sign === '-') message.flags.delete(flag);
        else message.flags.add(flag);
      }
      this.#write(`* ${sequence} FETCH (UID ${message.uid} FLAGS (${[...message.flags].join(' ')}))`);
    }
    return null;
  }
}
