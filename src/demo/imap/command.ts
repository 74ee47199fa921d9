/**
 * What an IMAP client sends, taken apart by the grammar of RFC 9051 §9. Bytes travel as binary strings, one character a
 * byte.
 */

/** An atom, a string or a literal; or a parenthesised list of them. */
export type Word = string | readonly Word[];

export interface Command {
  readonly tag: string;
  /** Upper-case; of "UID FETCH" both words. */
  readonly name: string;
  readonly words: readonly Word[];
}

/**
 * Puts chunks together to commands.
 * @param on - `command` gets each whole, its literals included and without its last line's end; `literal` says that the
 *   client waits to be asked for one (RFC 9051 §4.3)
 * @returns takes the next chunk
 */
export function commandReader(on: { command(text: string): void; literal(): void }): (chunk: string) => void {
  let unread = '';
  let begun = '';
  let literalBytes = 0;
  return chunk => {
    unread += chunk;
    while (unread !== '') {
      if (literalBytes > 0) {
        const taken = unread.slice(0, literalBytes);
        begun += taken;
        unread = unread.slice(taken.length);
        literalBytes -= taken.length;
        continue;
      }
      const end = unread.indexOf('\r\n');
      if (end < 0) return;
      // What came before it in the command may be a literal, whose bytes say nothing here.
      const line = unread.slice(0, end);
      begun += line;
      unread = unread.slice(end + 2);
      const literal = /\{(\d+)(\+?)\}$/.exec(line);
      if (literal) {
        begun += '\r\n';
        literalBytes = Number(literal[1]);
        if (literal[2] === '') on.literal();
      } else {
        const whole = begun;
        begun = '';
        on.command(whole);
      }
    }
  };
}

/**
 * @param text - of a whole command
 * @throws {Error} where it is none
 */
export function parseCommand(text: string): Command {
  const words = wordsOf(text);
  const [tag, first, second] = words;
  if (typeof tag !== 'string' || typeof first !== 'string') throw new Error('that is no command');
  const name = first.toUpperCase();
  if (name === 'UID' && typeof second === 'string')
    return { tag, name: `UID ${second.toUpperCase()}`, words: words.slice(3) };
  return { tag, name, words: words.slice(2) };
}

/** One word at a time: a literal, a quoted string, a parenthesis, or an atom, whose brackets may hold blanks. */
const WORD = /\{(\d+)\+?\}\r\n|"((?:[^"\\]|\\.)*)"|([()])|((?:[^\s()"[\]{]|\[[^\]]*\])+)|\s+/gsy;

function wordsOf(text: string): Word[] {
  const lists: Word[][] = [[]];
  let at = 0;
  while (at < text.length) {
    WORD.lastIndex = at;
    const found = WORD.exec(text);
    if (!found) throw new Error('that can not be read');
    at = WORD.lastIndex;
    const [, literal, quoted, parenthesis, atom] = found;
    const word = quoted === undefined ? atom : quoted.replace(/\\(.)/gs, '$1');
    if (literal !== undefined) {
      lists.at(-1)?.push(text.slice(at, at + Number(literal)));
      at += Number(literal);
    } else if (word !== undefined) {
      lists.at(-1)?.push(word);
    } else if (parenthesis === '(') {
      lists.push([]);
    } else if (parenthesis === ')') {
      const list = lists.pop() ?? [];
      const outer = lists.at(-1);
      if (!outer) throw new Error('it closes a list that it never opened');
      outer.push(list);
    }
  }
  const [words] = lists;
  if (!words || lists.length > 1) throw new Error('it ends inside a list');
  return words;
}

/**
 * Whether a number is in a sequence set (RFC 9051 §9), "1:3,7,10:*".
 * @param last - what "*" stands for
 */
export function isInSet(set: string, number: number, last: number): boolean {
  return set.split(',').some(range => {
    const [from = 0, to = from] = range.split(':').map(end => (end === '*' ? last : Number(end)));
    return number >= Math.min(from, to) && number <= Math.max(from, to);
  });
}
