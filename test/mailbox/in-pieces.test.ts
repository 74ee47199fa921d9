/** A large message asked for in pieces, of servers that count and cut as they should and of those that do not. */
import { randomBytes } from 'node:crypto';
import type { ImapFlow } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { downloadMessage } from '../../src/mailbox/one-message.js';

const SIZE = 12_582_912;
const mail = randomBytes(SIZE + 1);

type Source = true | { readonly start: number; readonly maxLength: number };
type Cut = (message: Buffer, start: number, length: number) => Buffer | false;

const exactly: Cut = (message, start, length) => message.subarray(start, start + length);

/** Gives a message by the way it cuts it, and keeps what it was asked for. */
function giving(message: Buffer, cut: Cut = exactly) {
  const asked: Source[] = [];
  const client = {
    usable: true,
    noop: async () => undefined,
    search: async () => [7],
    fetchOne: async (_uid: string, { source }: { readonly source: Source }) => {
      asked.push(source);
      const given = source === true ? message : cut(message, source.start, source.maxLength);
      // The caller may do with it what it likes.
      return { source: given && Buffer.from(new Uint8Array(given).buffer) };
    },
  };
  return { client: client as unknown as ImapFlow, asked };
}

async function downloaded(client: ImapFlow, size: number): Promise<Buffer> {
  const message = await downloadMessage(client, 7, size);
  if (message.kind !== 'given') throw new Error(message.kind);
  return Buffer.from(message.value);
}

const AS_ONE = 1;

describe('a large message', () => {
  it.each([
    ['ends within a piece', SIZE - 1],
    ['ends with a piece', SIZE],
    ['ends one byte behind a piece', SIZE + 1],
  ])('comes in pieces, byte for byte, where it %s', async (_name, size) => {
    const message = mail.subarray(0, size);
    const { client, asked } = giving(message);
    expect((await downloaded(client, size)).equals(message)).toBe(true);
    expect(asked.filter(source => source === true)).toEqual([]);
  });

  it.each<[string, number, Cut]>([
    ['counts too little', SIZE - 1, exactly],
    ['counts too much', SIZE + 1, exactly],
    ['counts far too little', SIZE / 1.25, exactly],
    ['gives all for each piece', SIZE, message => message],
    ['gives less than there is', SIZE, (message, start) => message.subarray(start, start + 1000)],
    ['gives no pieces', SIZE, () => false],
    ['stops in the middle', SIZE, (...of) => of[1] < SIZE / 2 && exactly(...of)],
  ])('comes whole as one, where the server %s', async (_name, size, cut) => {
    const message = mail.subarray(0, SIZE);
    const { client, asked } = giving(message, cut);
    expect((await downloaded(client, size)).equals(message)).toBe(true);
    expect(asked.filter(source => source === true)).toHaveLength(AS_ONE);
  });

  it('comes as one where the server refuses pieces', async () => {
    const { client } = giving(mail, () => {
      throw Object.assign(new Error('Command failed'), { responseText: 'no pieces' });
    });
    expect((await downloaded(client, mail.byteLength)).equals(mail)).toBe(true);
  });
});

it('a small message comes as one', async () => {
  const small = mail.subarray(0, 100_000);
  const { client, asked } = giving(small);
  expect((await downloaded(client, small.byteLength)).equals(small)).toBe(true);
  expect(asked).toEqual([true]);
});
