/** Previews where the library gives less than was asked for; the rest is tried on real servers in the scenarios. */
import type { ImapFlow } from 'imapflow';
import { expect, it } from 'vitest';
import { MOST_NOT_GIVEN, newUids, previewMessages } from '../../src/mailbox/arrivals.js';
import { downloadMessage } from '../../src/mailbox/one-message.js';

const message = (uid: number) => ({
  uid,
  size: 100,
  headers: Buffer.from('Subject: Security Alert\r\n\r\n'),
  bodyStructure: { type: 'text/plain' },
});

/** As imapflow answers: a response that it can't parse is left out, without a word. */
function clientWithout(unparsable: readonly number[], vanished: readonly number[]): ImapFlow {
  const there = [1, 2, 3].filter(uid => !vanished.includes(uid)).map(message);
  return {
    usable: true,
    noop: async () => undefined,
    search: async () => [],
    fetchAll: async () => there.filter(({ uid }) => !unparsable.includes(uid)),
    fetchOne: async (uid: string) => {
      const { bodyStructure: _, ...rest } = there.find(one => String(one.uid) === uid) ?? {};
      return 'uid' in rest ? rest : false;
    },
  } as unknown as ImapFlow;
}

it('a message whose structure can not be parsed is previewed without it, in its place', async () => {
  const { messages, upTo } = await previewMessages(clientWithout([2], [3]), [1, 2, 3], false);
  expect(messages).toMatchObject([
    { kind: 'given', preview: { uid: 1, parts: [{ type: 'text/plain', filename: null }] } },
    { kind: 'given', preview: { uid: 2, parts: null } },
  ]);
  expect(upTo).toBe(3);
});

/** Lists one message, and gives it from the attempt of that number on. */
function givingAt(attempt: number, isThere = true): ImapFlow {
  let attempts = 0;
  return {
    usable: true,
    noop: async () => undefined,
    search: async () => (isThere ? [7] : []),
    fetchOne: async () => {
      attempts += 1;
      // What imapflow makes of NIL.
      return { source: attempts >= attempt ? Buffer.from('x') : false };
    },
  } as unknown as ImapFlow;
}

it('a message that is not given is asked for again, and is gone only where the server says so', async () => {
  expect(await downloadMessage(givingAt(2), 7, 1)).toEqual({ kind: 'given', value: Buffer.from('x') });
  expect(await downloadMessage(givingAt(3, false), 7, 1)).toEqual({ kind: 'gone' });
  expect(await downloadMessage(givingAt(3), 7, 1)).toMatchObject({ kind: 'not-given' });
});

it('a refused message is not given, with what the server said on one line', async () => {
  const refusing = {
    usable: true,
    noop: async () => undefined,
    search: async () => [7],
    fetchOne: async () => {
      throw Object.assign(new Error('Command failed'), { responseText: '[SERVERBUG]\r\nbroken' });
    },
  } as unknown as ImapFlow;
  expect(await downloadMessage(refusing, 7, 1)).toEqual({ kind: 'not-given', words: '[SERVERBUG] broken' });
});

it.each([
  ['while it was asked for', true, [7]],
  ['before it was asked for', false, []],
])('a message is named where the connection broke %s', async (_name, usable, expected) => {
  const broken: number[] = [];
  const client = {
    usable,
    fetchOne: async () => {
      client.usable = false;
      throw new Error('gone');
    },
  };
  const asked = downloadMessage(client as unknown as ImapFlow, 7, 1, uid => broken.push(uid));
  await expect(asked).rejects.toThrow('gone');
  expect(broken).toEqual(expected);
});

it('asks for no more messages where the server gives none of many in a row', async () => {
  const uids = Array.from({ length: MOST_NOT_GIVEN + 5 }, (_, index) => index + 1);
  const giving = { ...clientWithout([], []), search: async () => uids } as unknown as ImapFlow;
  const { messages, upTo } = await previewMessages(giving, uids.slice(3), false);
  expect([messages.map(({ kind }) => kind), upTo]).toEqual([
    Array(MOST_NOT_GIVEN).fill('not-given'),
    MOST_NOT_GIVEN + 3,
  ]);
});

it('a refused search is not taken for an empty mailbox', async () => {
  const refusing = { mailbox: { exists: 1 }, search: async () => false } as unknown as ImapFlow;
  await expect(newUids(refusing, 0)).rejects.toThrow('which messages are new');
});
