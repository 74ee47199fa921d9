/** What the demo's IMAP server makes of any bytes that a client could send. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandReader, isInSet, parseCommand, type Word } from '../../src/demo/imap/command.js';

/** A character a byte, as on the wire. */
const bytes = (constraints: { readonly minLength?: number; readonly maxLength?: number } = {}) =>
  fc.uint8Array({ maxLength: 40, ...constraints }).map(array => Buffer.from(array).toString('latin1'));
/** What could be taken for something else: lengths of literals, lines' ends, quotes and parentheses. */
const tricky = fc
  .array(fc.constantFrom('{3}', '{12+}', '\r\n', '\r', '\n', '"', '\\', '(', ')', ' ', '[', ']', 'a', 'é'), {
    maxLength: 8,
  })
  .map(parts => parts.join(''));
const content = fc.oneof(bytes(), tricky);

/** A word, and how a client may write it. */
interface Written {
  readonly word: Word;
  readonly text: string;
  /** How often the client waits to be asked to go on. */
  readonly waits: number;
}

const atom = fc.stringMatching(/^[A-Za-z0-9.*:,$/+-]{1,12}$/).map(text => ({ word: text, text, waits: 0 }));
const withBrackets = fc.constantFrom(
  'BODY[]',
  'BODY.PEEK[HEADER.FIELDS (From Subject)]',
  'BODY[1.2.MIME]<0.512>',
);
const fetched = withBrackets.map(text => ({ word: text, text, waits: 0 }));
const quoted = content
  .filter(text => !/[\r\n]/.test(text))
  .map(text => ({ word: text, text: `"${text.replace(/[\\"]/g, '\\$&')}"`, waits: 0 }));
const literal = fc.tuple(content, fc.boolean()).map(([text, waits]) => ({
  word: text,
  text: `{${text.length}${waits ? '' : '+'}}\r\n${text}`,
  waits: waits ? 1 : 0,
}));

const { written } = fc.letrec<{ written: Written; list: Written }>(tie => ({
  written: fc.oneof({ depthSize: 'small' }, atom, fetched, quoted, literal, tie('list')),
  list: fc.array(tie('written'), { maxLength: 4 }).map(all => ({
    word: all.map(({ word }) => word),
    text: `(${all.map(({ text }) => text).join(' ')})`,
    waits: all.reduce((sum, { waits }) => sum + waits, 0),
  })),
}));

const command = fc
  .tuple(
    fc.stringMatching(/^[A-Z]\d{1,4}$/),
    fc.constantFrom('LOGIN', 'select', 'Append', 'SEARCH'),
    fc.array(written, { maxLength: 5 }),
  )
  .map(([tag, name, words]) => ({
    text: [tag, name, ...words.map(({ text }) => text)].join(' '),
    parsed: { tag, name: name.toUpperCase(), words: words.map(({ word }) => word) },
    waits: words.reduce((sum, { waits }) => sum + waits, 0),
  }));

/** All that is sent, in pieces of any length. */
function cut(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return [...pieces, text.slice(at)];
}

describe('a command', () => {
  it('is the same however the network cuts it, and each literal is asked for once', () => {
    fc.assert(
      fc.property(
        fc.array(command, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(30), { maxLength: 20 }),
        (commands, lengths) => {
          const read: string[] = [];
          let asked = 0;
          const take = commandReader({
            command: text => read.push(text),
            literal: () => {
              asked += 1;
            },
          });
          for (const piece of cut(commands.map(({ text }) => `${text}\r\n`).join(''), lengths)) take(piece);
          expect(read).toEqual(commands.map(({ text }) => text));
          expect(asked).toBe(commands.reduce((sum, { waits }) => sum + waits, 0));
        },
      ),
    );
  });

  it('has the words that the client wrote, in whichever form', () => {
    fc.assert(
      fc.property(command, ({ text, parsed }) => {
        expect(parseCommand(text)).toEqual(parsed);
      }),
    );
  });

  it('of UID has both words for its name', () => {
    fc.assert(
      fc.property(fc.array(written, { maxLength: 3 }), words => {
        const text = ['a1', 'uid', 'fetch', ...words.map(each => each.text)].join(' ');
        expect(parseCommand(text)).toEqual({
          tag: 'a1',
          name: 'UID FETCH',
          words: words.map(({ word }) => word),
        });
      }),
    );
  });

  it('that is none is an error that says so, and nothing worse', () => {
    fc.assert(
      fc.property(fc.oneof(bytes({ maxLength: 200 }), tricky), text => {
        try {
          const { tag, name } = parseCommand(text);
          expect([typeof tag, typeof name]).toEqual(['string', 'string']);
        } catch (error) {
          expect((error as Error).message).toMatch(/^(?:that|it) /);
        }
      }),
    );
  });
});

it('a sequence set holds its numbers and its ranges, either way round', () => {
  const end = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant('*' as const));
  const range = fc.oneof(
    end.map(one => [one, one] as const),
    fc.tuple(end, end),
  );
  fc.assert(
    fc.property(
      fc.array(range, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 30 }),
      (ranges, number, last) => {
        const text = ranges.map(([from, to]) => (from === to ? from : `${from}:${to}`)).join(',');
        const isIn = ranges.some(ends => {
          const [low = 0, high = 0] = ends.map(each => (each === '*' ? last : each)).sort((a, b) => a - b);
          return low <= number && number <= high;
        });
        expect(isInSet(text, number, last)).toBe(isIn);
      },
    ),
  );
});
