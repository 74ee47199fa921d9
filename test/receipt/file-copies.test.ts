import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { fileCopies } from '../../src/receipt/file-copies.js';
import { markBounced } from '../../src/store/bounces.js';
import { markSent, noteAttempt } from '../../src/store/delivery.js';
import { copyDueFrom, keepInDoubt } from '../../src/store/sent-mails.js';
import {
  type MemorySent,
  memorySent,
  messageIdOf,
  OUT_OF_REACH,
  openReceipts,
  type Receipts,
  START,
} from './copies-world.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FULL = new Failure('not-possible', 'The mailbox is full.');

let receipts: Receipts;
let sent: MemorySent;
let now: Date;
let told: string[];

beforeEach(() => {
  receipts = openReceipts();
  sent = memorySent();
  now = START;
  told = [];
});

afterEach(() => receipts.remove());

const wait = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};

/** A receipt that was sent at START. */
function send(name: string, dueAfter = 0): void {
  const { connection } = receipts;
  const id = receipts.queue(name);
  noteAttempt(connection, id, START);
  keepInDoubt(connection, id, Buffer.from(messageIdOf(name)));
  markSent(connection, id, '250 ok', START);
  copyDueFrom(connection, id, new Date(START.getTime() + dueAfter));
}

const pass = () =>
  fileCopies(
    receipts.connection,
    sent,
    () => now,
    (fate, number, reason) => told.push(`${number} ${fate}${reason && `: ${reason}`}`),
    () => false,
  );

const copies = () => receipts.states().map(row => (row as { copy: unknown }).copy);

describe('a copy', () => {
  it('is filed once, as it was sent, and its bytes are then forgotten', async () => {
    send('a');
    await pass();
    await pass();
    expect(sent.appended).toEqual([{ raw: messageIdOf('a'), sentAt: START }]);
    expect(told).toEqual(['TS-2026-0001 filed']);
    expect(receipts.connection.prepare('SELECT state, bytes FROM sent_mails').all()).toEqual([
      { state: 'filed', bytes: null },
    ]);
  });

  it('that the mail server has filed is not filed again', async () => {
    send('a');
    sent.held.add(messageIdOf('a'));
    await pass();
    expect(sent.appended).toEqual([]);
    expect(told).toEqual(['TS-2026-0001 found']);
  });

  it('waits until the mail server had its time', async () => {
    send('a', 2 * MINUTE);
    wait(2 * MINUTE - 1);
    await pass();
    expect(sent.looked).toEqual([]);
    wait(1);
    await pass();
    expect(sent.appended).toHaveLength(1);
  });

  it('whose answer got lost is found at the next pass', async () => {
    send('a');
    sent.lostAnswer = OUT_OF_REACH;
    await pass();
    sent.lostAnswer = null;
    await pass();
    expect(sent.appended).toHaveLength(1);
    expect(told).toEqual(['TS-2026-0001 put-off: The IMAP server is away.', 'TS-2026-0001 found']);
  });

  it('of a receipt that came back is filed too', async () => {
    send('a');
    markBounced(receipts.connection, [messageIdOf('a')], '5.1.1', 'hash');
    await pass();
    expect(sent.appended).toHaveLength(1);
  });

  it('that fails ends the pass, and lets those behind it go first at the next', async () => {
    send('a');
    send('b');
    const { append } = sent;
    sent.append = async (raw, at) => {
      if (Buffer.from(raw).toString() === messageIdOf('a')) throw FULL;
      return append(raw, at);
    };
    await pass();
    expect(copies()).toEqual(['due', 'due']);
    wait(1);
    await pass();
    expect(copies()).toEqual(['due', 'filed']);
  });

  it('is tried with every pass at first, then ever more seldom, and given up after a week', async () => {
    send('a');
    sent.trouble = FULL;
    while (copies()[0] === 'due') {
      await pass();
      wait(MINUTE);
    }
    expect(now.getTime() - START.getTime()).toBeGreaterThan(7 * DAY);
    expect(now.getTime() - START.getTime()).toBeLessThan(7.5 * DAY);
    expect(sent.looked.length).toBeGreaterThan(30);
    expect(sent.looked.length).toBeLessThan(80);
    expect(told.at(-1)).toBe('TS-2026-0001 given-up: The mailbox is full.');
    sent.trouble = null;
    await pass();
    expect(sent.appended).toEqual([]);
    expect(receipts.states()).toEqual([{ receipt: 'sent', copy: 'given-up' }]);
  });

  it('for which there is no folder is given up at once, with what to do', async () => {
    send('a');
    sent.append = async () => 'no-folder';
    await pass();
    expect(told).toEqual([expect.stringMatching(/given-up: .*mailbox\.sentFolder/)]);
    expect(copies()).toEqual(['given-up']);
  });

  it('of a receipt that nobody knows to be sent is none', async () => {
    const id = receipts.queue('a');
    keepInDoubt(receipts.connection, id, Buffer.from('x'));
    await pass();
    expect(sent.looked).toEqual([]);
  });
});
