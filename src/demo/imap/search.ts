/**
 * SEARCH, RFC 9051 §6.4.4: the keys that a client which looks for new, armored or sent mail needs.
 */
import { readDate } from './answer.js';
import { isInSet, type Word } from './command.js';
import { headerField } from './fetch.js';
import type { Message } from './folder.js';

/** Of a folder's messages, what "*" stands for. */
export interface LastNumbers {
  readonly uid: number;
  readonly sequence: number;
}

type Test = (message: Message, sequence: number) => boolean;

/**
 * @param words - the keys, all of which must hold
 * @throws {Error} at a key that is not known here
 */
export function searchTest(words: readonly Word[], last: LastNumbers): Test {
  const left = [...words];
  const tests: Test[] = [];
  while (left.length > 0) tests.push(nextTest(left, last));
  return (message, sequence) => tests.every(test => test(message, sequence));
}

function nextTest(left: Word[], last: LastNumbers): Test {
  const key = left.shift();
  if (key === undefined) throw new Error('a search key is missing');
  if (typeof key !== 'string') return searchTest(key, last);
  switch (key.toUpperCase()) {
    case 'ALL':
      return () => true;
    case 'SEEN':
      return ({ flags }) => flags.has('\\Seen');
    case 'UNSEEN':
      return ({ flags }) => !flags.has('\\Seen');
    case 'NOT': {
      const test = nextTest(left, last);
      return (message, sequence) => !test(message, sequence);
    }
    case 'OR': {
      const [one, other] = [nextTest(left, last), nextTest(left, last)];
      return (message, sequence) => one(message, sequence) || other(message, sequence);
    }
    case 'UID': {
      const set = text(left);
      return ({ uid }) => isInSet(set, uid, last.uid);
    }
    case 'SINCE': {
      const since = readDate(text(left));
      return ({ internalDate }) => internalDate >= since;
    }
    case 'BEFORE': {
      const before = readDate(text(left));
      return ({ internalDate }) => internalDate < before;
    }
    case 'HEADER': {
      const [name, words] = [text(left), text(left)];
      return ({ raw }) => {
        const field = headerField(raw, name);
        return field !== '' && holds(field.slice(name.length + 1), words);
      };
    }
    case 'SUBJECT':
    case 'FROM':
    case 'TO': {
      const words = text(left);
      return ({ raw }) => holds(headerField(raw, key).slice(key.length + 1), words);
    }
    case 'BODY': {
      const words = text(left);
      return ({ raw }) => holds(raw.toString('latin1').replace(/^.*?\r\n\r\n/s, ''), words);
    }
    case 'TEXT': {
      const words = text(left);
      return ({ raw }) => holds(raw.toString('latin1'), words);
    }
    default:
      if (!/^[\d*:,]+$/.test(key)) throw new Error(`the search key ${key} is not known here`);
      return (_message, sequence) => isInSet(key, sequence, last.sequence);
  }
}

function text(left: Word[]): string {
  const word = left.shift();
  if (typeof word !== 'string') throw new Error('a search key lacks its words');
  return word;
}

function holds(where: string, words: string): boolean {
  return where.toLowerCase().includes(words.toLowerCase());
}
