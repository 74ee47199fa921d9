/** Previews where the library gives less than was asked for; the rest is tried on real servers in the scenarios. */
import type { ImapFlow } from 'imapflow';
import { expect, it } from 'vitest';
import { previewMessages } from '../../src/mailbox/arrivals.js';

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
