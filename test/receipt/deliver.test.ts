import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { type Delivering, deliverReceipts } from '../../src/receipt/deliver.js';
import type { Delivery } from '../../src/receipt/smtp-answers.js';
import { commitsOf } from '../store/commits.js';
import {
  type MemorySent,
  memorySent,
  messageIdOf,
  OUT_OF_REACH,
  openReceipts,
  type Receipts,
  START,
} from './copies-world.js';

const ACCEPTED: Delivery = { outcome: 'accepted', answer: '250 ok' };
const UNANSWERED: Delivery = { outcome: 'unanswered', answer: 'broke off' };
const LATER: Delivery = { outcome: 'deferred', answer: '451 later' };
const NEVER: Delivery = { outcome: 'refused', answer: '550 no' };
const SERVER_AWAY = new Failure('unreachable', 'The SMTP server is away.');

let receipts: Receipts;
let sent: MemorySent;
let now: Date;
let handedOver: string[];
let answers: (Delivery | Failure | 'killed')[];
let written: number;
let wantsCopies: boolean;
/** Whether the server takes its time, in which the next mails are written. */
let pauses: boolean;
/** Whether a mail takes longer to write than the server to take one. */
let writesSlowly: boolean;
/** Mails handed over after which the process is to end. */
let stopsAfter: number;

beforeEach(() => {
  receipts = openReceipts();
  sent = memorySent();
  now = START;
  handedOver = [];
  answers = [];
  written = 0;
  wantsCopies = true;
  pauses = false;
  writesSlowly = false;
  stopsAfter = Number.POSITIVE_INFINITY;
});

afterEach(() => receipts.remove());

/** More than a receipt waits after it was put off three times. */
const PAUSE = 20 * 60_000;

/** One pass, and the time until the next. */
async function deliver() {
  const delivering: Delivering = {
    connection: receipts.connection,
    transport: {
      async send(_recipient, raw) {
        handedOver.push(raw.toString());
        if (pauses) await turn();
        const answer = answers.shift() ?? ACCEPTED;
        // As a kill, it leaves the record as it was before the answer.
        if (answer === 'killed') throw new Error('killed');
        if (answer instanceof Failure) throw answer;
        return answer;
      },
      close: () => undefined,
    },
    write: async ({ messageId }) => {
      written += 1;
      const raw = Buffer.from(`${messageId} ${written}`);
      if (writesSlowly) for (let step = 0; step < 5; step += 1) await turn();
      return raw;
    },
    copies: wantsCopies ? { sent, dueAfter: 120_000 } : null,
    maxAgeDays: 14,
    now: () => now,
    listener: () => undefined,
    stop: () => handedOver.length >= stopsAfter,
  };
  const count = await deliverReceipts(delivering, new Set()).catch(() => null);
  now = new Date(now.getTime() + PAUSE);
  return count;
}

describe('a receipt', () => {
  it('that the server took leaves its very bytes for the copy', async () => {
    receipts.queue('a');
    expect(await deliver()).toEqual({ sent: 1, refused: 0, deferred: 0, held: 0 });
    expect(receipts.states()).toEqual([{ receipt: 'sent', copy: 'due' }]);
    const row = receipts.connection.prepare('SELECT bytes, due_at FROM sent_mails').get();
    expect(row).toEqual({ bytes: Buffer.from(handedOver[0] ?? ''), due_at: '2026-11-24T09:02:00.000Z' });
    expect(sent.looked).toEqual([]);
  });

  it.each<[string, 'killed' | Delivery]>([
    ['the process died over', 'killed'],
    ['the connection broke over', UNANSWERED],
  ])('whose answer %s counts as sent where the Sent folder holds it', async (_name, answer) => {
    receipts.queue('a');
    answers = [answer];
    await deliver();
    expect(receipts.states()).toEqual([{ receipt: 'queued', copy: 'in-doubt' }]);
    sent.held.add(messageIdOf('a'));
    expect(await deliver()).toEqual({ sent: 1, refused: 0, deferred: 0, held: 0 });
    expect(handedOver).toHaveLength(1);
    expect(receipts.states()).toEqual([{ receipt: 'sent', copy: 'filed' }]);
  });

  it.each<[string, 'killed' | Delivery]>([
    ['the process died over', 'killed'],
    ['the connection broke over', UNANSWERED],
  ])('whose answer %s goes again as it was where the Sent folder does not', async (_name, answer) => {
    receipts.queue('a');
    answers = [answer];
    await deliver();
    await deliver();
    expect(sent.looked).toEqual([messageIdOf('a')]);
    expect(handedOver).toEqual([`${messageIdOf('a')} 1`, `${messageIdOf('a')} 1`]);
    expect(receipts.states()).toEqual([{ receipt: 'sent', copy: 'due' }]);
  });

  it('in doubt waits while nobody can look, for an hour', async () => {
    receipts.queue('a');
    answers = [UNANSWERED];
    await deliver();
    sent.trouble = OUT_OF_REACH;
    now = new Date(START.getTime() + 3_600_000);
    expect(await deliver()).toEqual({ sent: 0, refused: 0, deferred: 1, held: 0 });
    expect(handedOver).toHaveLength(1);
    now = new Date(START.getTime() + 3_600_001);
    expect(await deliver()).toEqual({ sent: 1, refused: 0, deferred: 0, held: 0 });
  });

  it('in doubt holds up none behind it', async () => {
    receipts.queue('a');
    answers = [UNANSWERED];
    await deliver();
    receipts.queue('b');
    sent.trouble = OUT_OF_REACH;
    expect(await deliver()).toEqual({ sent: 1, refused: 0, deferred: 1, held: 0 });
    expect(handedOver.at(-1)).toContain(messageIdOf('b'));
  });

  it('in doubt goes at once where the folder that was named is missing', async () => {
    receipts.queue('a');
    answers = [UNANSWERED];
    await deliver();
    sent.trouble = new Failure('config', 'no such folder');
    expect(await deliver()).toMatchObject({ sent: 1 });
  });

  it.each<[string, Delivery | Failure]>([
    ['put off', LATER],
    ['kept because the server was away', SERVER_AWAY],
  ])('%s is not in doubt: it is written anew, and nothing is looked for', async (_name, answer) => {
    receipts.queue('a');
    answers = [answer];
    await deliver();
    expect(receipts.states()).toEqual([{ receipt: 'queued', copy: null }]);
    await deliver();
    expect(sent.looked).toEqual([]);
    expect(handedOver).toEqual([`${messageIdOf('a')} 1`, `${messageIdOf('a')} 2`]);
  });

  it.each<[string, Delivery | Failure]>([
    ['is put off', LATER],
    ['can not be handed over', SERVER_AWAY],
  ])('in doubt stays so where its next try %s', async (_name, answer) => {
    receipts.queue('a');
    answers = [UNANSWERED, answer];
    await deliver();
    await deliver();
    sent.held.add(messageIdOf('a'));
    await deliver();
    expect(handedOver).toHaveLength(2);
    expect(receipts.states()).toEqual([{ receipt: 'sent', copy: 'filed' }]);
  });

  it('that the server will never take leaves nothing', async () => {
    receipts.queue('a');
    answers = [NEVER];
    await deliver();
    expect(receipts.states()).toEqual([{ receipt: 'refused', copy: null }]);
  });

  it('twice without an answer is left to a person, unless the Sent folder holds it now', async () => {
    receipts.queue('a');
    receipts.queue('b');
    answers = [UNANSWERED, UNANSWERED, UNANSWERED, UNANSWERED];
    await deliver();
    const { holds } = sent;
    // Filed by the server after the second try.
    sent.holds = async id => (id === messageIdOf('b') && handedOver.length === 4 ? true : holds(id));
    expect(await deliver()).toEqual({ sent: 1, refused: 1, deferred: 0, held: 0 });
    expect(receipts.states()).toEqual([
      // Kept, for a person may let it go again.
      { receipt: 'refused', copy: 'in-doubt' },
      { receipt: 'sent', copy: 'filed' },
    ]);
    await deliver();
    expect(handedOver).toHaveLength(4);
  });

  it('that can not be written is tried again later, and the next one goes', async () => {
    receipts.queue('a');
    receipts.queue('b');
    const { connection } = receipts;
    const count = await deliverReceipts(
      {
        connection,
        transport: { send: async () => ACCEPTED, close: () => undefined },
        write: async ({ messageId }) => {
          if (messageId === messageIdOf('a')) throw new Error('words of a mail');
          return Buffer.from(messageId);
        },
        copies: null,
        maxAgeDays: 14,
        now: () => now,
        listener: (_fate, _number, answer) => expect(answer).not.toContain('words of a mail'),
        stop: () => false,
      },
      new Set(),
    );
    expect(count).toEqual({ sent: 1, refused: 0, deferred: 1, held: 0 });
  });

  it('leaves no copy and is looked for nowhere where none is wanted', async () => {
    wantsCopies = false;
    receipts.queue('a');
    answers = [UNANSWERED];
    await deliver();
    expect(receipts.states()).toEqual([{ receipt: 'queued', copy: null }]);
    await deliver();
    expect(receipts.states()).toEqual([{ receipt: 'sent', copy: null }]);
    expect(sent.looked).toEqual([]);
    expect(written).toBe(2);
  });

  it.each([
    ['sooner', false],
    ['later', true],
  ])(
    'is settled and the next begun in one commit, where that is written %s than the server answers',
    async (_when, isSlow) => {
      for (const name of ['a', 'b', 'c']) receipts.queue(name);
      const before = commitsOf(receipts.connection.name);
      pauses = true;
      writesSlowly = isSlow;
      expect(await deliver()).toMatchObject({ sent: 3 });
      expect(handedOver).toEqual(['a 1', 'b 2', 'c 3'].map(name => name.replace(/^./, messageIdOf)));
      // Each in one, and one before the first.
      expect(commitsOf(receipts.connection.name) - before).toBe(4);
    },
  );

  it('is marked before the next one, over which the process dies: that alone is in doubt', async () => {
    for (const name of ['a', 'b', 'c']) receipts.queue(name);
    answers = [ACCEPTED, 'killed'];
    pauses = true;
    await deliver();
    expect(receipts.states()).toEqual([
      { receipt: 'sent', copy: 'due' },
      { receipt: 'queued', copy: 'in-doubt' },
      { receipt: 'queued', copy: null },
    ]);
    expect(receipts.attempts()).toEqual([1, 1, 0]);
  });

  it('is the last one where the process is to end while it goes', async () => {
    for (const name of ['a', 'b']) receipts.queue(name);
    pauses = true;
    stopsAfter = 1;
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(receipts.states()).toEqual([
      { receipt: 'sent', copy: 'due' },
      { receipt: 'queued', copy: null },
    ]);
    expect(receipts.attempts()).toEqual([1, 0]);
  });

  it('is marked as sent also where the next can not be begun, which then goes no further', async () => {
    for (const name of ['a', 'b']) receipts.queue(name);
    receipts.connection.exec(
      `CREATE TEMP TRIGGER refusing BEFORE UPDATE OF attempts ON receipts
       WHEN (SELECT state FROM receipts WHERE id = 1) = 'sent' BEGIN SELECT raise(ABORT, 'refused'); END`,
    );
    pauses = true;
    expect(await deliver()).toBeNull();
    expect(receipts.states()).toEqual([
      { receipt: 'sent', copy: 'due' },
      { receipt: 'queued', copy: null },
    ]);
    expect(handedOver).toHaveLength(1);
  });
});
