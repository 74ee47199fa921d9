/** Previews where the library gives less than was asked for; the rest is tried on real servers in the scenarios. */
import type { ImapFlow } from 'imapflow';
import { expect, it } from 'vitest';
import { downloadMessage, newUids, previewMessages } from '../../src/mailbox/arrivals.js';

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
  const previews = await previewMessages(clientWithout([2], [3]), [1, 2, 3], false);
  expect(previews.map(({ uid, parts }) => [uid, parts])).toEqual([
    [1, [{ type: 'text/plain', filename: null }]],
    [2, null],
  ]);
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

it('a message that is not given is asked for again, and passed over only where it is gone', async () => {
  expect(await downloadMessage(givingAt(2), 7)).toEqual(Buffer.from('x'));
  expect(await downloadMessage(givingAt(3, false), 7)).toBeNull();
  await expect(downloadMessage(givingAt(3), 7)).rejects.toThrow('UID 7');
});

it('a refused search is not taken for an empty mailbox', async () => {
  const refusing = { mailbox: { exists: 1 }, search: async () => false } as unknown as ImapFlow;
  await expect(newUids(refusing, 0)).rejects.toThrow('which messages are new');
});
