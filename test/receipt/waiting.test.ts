import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releaseReceipts } from '../../src/store/decisions.js';
import { nextDue } from '../../src/store/delivery.js';
import type { ReportNumber } from '../../src/store/reports.js';
import { messageIdOf } from './copies-world.js';
import { AWAY, LATER, openPasses, type Passes, UNANSWERED } from './passes.js';

const NUMBER = 'TS-2026-0001' as ReportNumber;
const DAY = 24 * 60;

let passes: Passes;

beforeEach(() => {
  passes = openPasses();
});

afterEach(() => passes.receipts.remove());

const held = () => passes.receipts.connection.prepare('SELECT state, reason FROM receipts').get();

describe('a receipt that was put off', () => {
  it('is tried again after a minute, then with ever longer pauses, up to four hours', async () => {
    passes.receipts.queue('a');
    const tried: number[] = [];
    for (; passes.minutes < 1000; passes.minutes += 1) {
      passes.answers = [LATER];
      if ((await passes.pass())?.deferred === 1) tried.push(passes.minutes);
    }
    expect(tried).toEqual([0, 1, 6, 21, 51, 111, 231, 471, 711, 951]);
  });

  it('waits the same after its answer was lost', async () => {
    passes.receipts.queue('a');
    passes.answers = [UNANSWERED];
    await passes.pass();
    expect(nextDue(passes.receipts.connection, passes.now())).toEqual(
      new Date(passes.now().getTime() + 60_000),
    );
    expect(await passes.pass()).toMatchObject({ sent: 0, deferred: 0 });
    passes.minutes = 1;
    expect(await passes.pass()).toMatchObject({ sent: 1 });
    expect(nextDue(passes.receipts.connection, passes.now())).toBeNull();
  });

  it('does not wait longer than that where the clock was set back', async () => {
    passes.receipts.queue('a');
    passes.minutes = 10 * DAY;
    passes.answers = [LATER];
    expect(await passes.pass()).toMatchObject({ deferred: 1 });
    passes.minutes = 2;
    expect(nextDue(passes.receipts.connection, passes.now())).toBeNull();
    expect(await passes.pass()).toMatchObject({ sent: 1 });
  });

  it('waits for no person because the clock ran ahead once', async () => {
    passes.receipts.queue('a');
    passes.answers = [LATER];
    await passes.pass();
    passes.minutes = 365 * DAY;
    passes.answers = [LATER];
    expect(await passes.pass()).toMatchObject({ deferred: 1, held: 0 });
  });

  it('holds up none behind it', async () => {
    passes.receipts.queue('a');
    passes.answers = [LATER];
    await passes.pass();
    passes.receipts.queue('b');
    expect(await passes.pass()).toMatchObject({ sent: 1, deferred: 0 });
    expect(passes.handedOver.at(-1)).toContain(messageIdOf('b'));
  });

  it('for more than 14 days waits for a person, and what they let go is tried as a new one', async () => {
    passes.receipts.queue('a');
    for (let time = 0; time < 10; time += 1) {
      passes.answers = [LATER];
      expect(await passes.pass()).toMatchObject({ deferred: 1, held: 0 });
      passes.minutes += DAY;
    }
    passes.minutes = 14 * DAY + 1;
    passes.answers = [LATER];
    expect(await passes.pass()).toMatchObject({ deferred: 0, held: 1 });
    expect(held()).toEqual({
      state: 'held',
      reason: 'put off for more than 14 days, the last time with: 451 later',
    });
    passes.minutes += 10 * DAY;
    expect(await passes.pass()).toMatchObject({ sent: 0 });
    releaseReceipts(passes.receipts.connection, NUMBER, passes.now());
    passes.answers = [LATER];
    expect(await passes.pass()).toMatchObject({ deferred: 1, held: 0 });
    passes.minutes += 1;
    expect(await passes.pass()).toMatchObject({ sent: 1 });
  });
});

describe('a server that can not be used', () => {
  it('makes no receipt wait', async () => {
    passes.receipts.queue('a');
    for (let time = 0; time < 3; time += 1) {
      passes.answers = [AWAY];
      expect(await passes.pass()).toBeNull();
    }
    expect(await passes.pass()).toMatchObject({ sent: 1 });
  });

  it('over one receipt each time keeps no other one waiting for long', async () => {
    passes.receipts.queue('a');
    passes.receipts.queue('b');
    passes.receipts.queue('c');
    passes.answers = [AWAY];
    await passes.pass();
    expect(passes.handedOver.at(-1)).toContain(messageIdOf('a'));
    passes.answers = [{ outcome: 'accepted', answer: '250' }, { outcome: 'accepted', answer: '250' }, AWAY];
    await passes.pass();
    expect(passes.receipts.states()).toMatchObject([
      { receipt: 'queued' },
      { receipt: 'sent' },
      { receipt: 'sent' },
    ]);
  });
});
