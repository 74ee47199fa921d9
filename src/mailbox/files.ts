/**
 * Mail from files: single messages, mbox files, Maildir folders and standard input.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, Failure } from '../failure.js';

/** One message of a file. */
export interface FileMessage {
  /** For people: the path, with the message's number where a file holds several. */
  readonly name: string;
  readonly raw: Uint8Array;
}

/**
 * Reads the messages of a file, a Maildir or an mbox.
 * @param path - `-` for standard input
 * @throws {Failure} `no-input` where there is nothing to read
 */
export function* readMessages(path: string): Generator<FileMessage> {
  if (path === '-') {
    yield* inFile(
      'standard input',
      explaining('standard input', () => readFileSync(0)),
    );
    return;
  }
  if (!explaining(path, () => statSync(path)).isDirectory()) {
    yield* inFile(
      path,
      explaining(path, () => readFileSync(path)),
    );
    return;
  }
  for (const file of filesOf(path))
    yield* inFile(
      file,
      explaining(file, () => readFileSync(file)),
    );
}

/** A Maildir keeps its messages in new/ and cur/; any other folder is read for its .eml files. */
function filesOf(folder: string): string[] {
  const isMaildir = existsSync(join(folder, 'cur')) || existsSync(join(folder, 'new'));
  const files = isMaildir
    ? ['new', 'cur'].flatMap(name => list(join(folder, name)))
    : list(folder).filter(file => file.endsWith('.eml'));
  if (files.every(file => statSync(file).size === 0)) {
    throw new Failure(
      'no-input',
      `There is no mail in ${folder}: it is neither a Maildir nor a folder of .eml files.`,
    );
  }
  // One empty file, left by a full disk, must not hide the mail beside it.
  return files.filter(file => statSync(file).size > 0);
}

function list(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return explaining(folder, () => readdirSync(folder))
    .filter(name => !name.startsWith('.'))
    .sort()
    .map(name => join(folder, name))
    .filter(file => statSync(file).isFile());
}

function* inFile(name: string, bytes: Buffer): Generator<FileMessage> {
  if (bytes.length === 0) throw new Failure('no-input', `${name} is empty.`);
  // RFC 4155: an mbox opens with a From_ line, which no message does.
  if (!isFromLine(bytes, 0)) {
    yield { name, raw: bytes };
    return;
  }
  let number = 0;
  for (const raw of splitMbox(bytes)) {
    number += 1;
    yield { name: `${name} (message ${number})`, raw };
  }
}

/** Splits at From_ lines that follow an empty line, and takes the quoting off lines that only look like one. */
function* splitMbox(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  while (start < bytes.length) {
    const body = bytes.indexOf('\n', start) + 1;
    if (body === 0) return;
    const next = nextFromLine(bytes, body);
    yield unquote(bytes.subarray(body, next));
    start = next;
  }
}

function nextFromLine(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf('\nFrom ', from - 1); at >= 0; at = bytes.indexOf('\nFrom ', at + 1)) {
    const before = bytes.subarray(Math.max(0, at - 2), at).toString('latin1');
    if ((before.endsWith('\n') || before === '\n\r') && isFromLine(bytes, at + 1)) return at + 1;
  }
  return bytes.length;
}

/** Sender, and a time of day: what tells a From_ line from a sentence that begins with the word. */
function isFromLine(bytes: Buffer, at: number): boolean {
  return /^From \S[^\n]*\d:\d\d/.test(bytes.subarray(at, at + 200).toString('latin1'));
}

function unquote(message: Buffer): Buffer {
  if (!message.includes('>From ')) return Buffer.from(message);
  return Buffer.from(message.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1');
}

function explaining<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const what =
      errorCode(error) === 'ENOENT' ? 'there is no such file' : (errorCode(error) ?? 'unknown error');
    throw new Failure('no-input', `Can't read ${path}: ${what}.`, { cause: error });
  }
}
