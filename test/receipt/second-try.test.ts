import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { fileCopies } from '../../src/receipt/file-copies.js';
import { requeue, requeueOf, retry, retryOf } from '../../src/receipt/second-try.js';
import { markBounced } from '../../src/store/bounces.js';
import { dropReceipts } from '../../src/store/decisions.js';
import type { ReportNumber } from '../../src/store/reports.js';
import type { TriedMail } from '../../src/store/second-tries.js';
import { copiesGivenUp } from '../../src/store/sent-mails.js';
import { messageIdOf } from './copies-world.js';
import { LATER, NEVER, openPasses, type Passes, UNANSWERED } from './passes.js';

const FIRST = 'TS-2026-0001' as ReportNumber;
const DAY = 24 * 60;

const QUEUED: TriedMail = {
  id: 1,
  number: FIRST,
  kind: 'receipt',
  state: 'queued',
  recipient: 'r@example.org',
  reason: null,
  lastAnswer: null,
  sentAt: null,
  isPutOff: false,
  mayHaveArrived: false,
  wasRestored: false,
  isClosed: false,
  isDropped: false,
  copy: null,
  goneMailbox: null,
};

const ROWS: [string, Partial<TriedMail>, string, string, string][] = [
  ['due', {}, 'goes-already', 'goes-already', 'goes-already'],
  ['put off', { isPutOff: true }, 'put-off', 'put-off', 'goes-already'],
  ['held', { state: 'held' }, 'held', 'held', 'held'],
  ['refused', { state: 'refused' }, 'refused', 'refused', 'refused'],
  ['refused, of a closed report', { state: 'refused', isClosed: true }, 'closed', 'refused', 'refused'],
  ['put off, of a closed report', { isPutOff: true, isClosed: true }, 'put-off', 'put-off', 'goes-already'],
  ['in doubt', { state: 'refused', mayHaveArrived: true }, 'may-have-arrived', 'refused', 'refused'],
  ['back', { state: 'bounced' }, 'bounced', 'bounced', 'bounced'],
  ['sent', { state: 'sent' }, 'sent', 'sent', 'sent'],
  ['dropped', { state: 'withheld', isDropped: true }, 'dropped', 'dropped', 'dropped'],
  [
    'dropped before dropped mails were kept',
    { state: 'withheld', reason: 'a person decided against it' },
    'dropped-and-gone',
    'dropped-and-gone',
    'dropped-and-gone',
  ],
  ['withheld by the rules', { state: 'withheld', reason: 'a machine' }, 'withheld', 'withheld', 'withheld'],
];

describe('a mail of the outbox', () => {
  const word = (next: ReturnType<typeof retryOf>) =>
    next.step === 'goes' ? next.was : next.step === 'stays' ? next.because : next.step;

  it.each(ROWS)('that is %s', (_name, change, ofAll, named, requeued) => {
    const mail = { ...QUEUED, ...change };
    expect([word(retryOf(mail, false)), word(retryOf(mail, true)), word(requeueOf(mail, false))]).toEqual([
      ofAll,
      named,
      requeued,
    ]);
  });

  it.each<[string, Partial<TriedMail>, boolean]>([
    ['sent', { state: 'sent' }, false],
    ['held', { state: 'held' }, false],
    ['withheld by the rules', { state: 'withheld', reason: 'a machine' }, false],
    ['dropped', { state: 'withheld', isDropped: true }, true],
    ['bounced', { state: 'bounced' }, true],
  ])('that is %s goes by requeue or not', (_name, change, goes) => {
    expect(requeueOf({ ...QUEUED, ...change }, false).step === 'goes').toBe(goes);
  });

  it('that was dropped stays so where another of its report failed', () => {
    const mail: TriedMail = { ...QUEUED, state: 'withheld', isDropped: true };
    expect(requeueOf(mail, true).step).toBe('stays');
  });
});

describe('in the outbox', () => {
  let passes: Passes;

  beforeEach(() => {
    passes = openPasses();
  });
  afterEach(() => passes.receipts.remove());

  const again = (number: ReportNumber | null = null) =>
    retry(passes.receipts.connection, number, passes.now());
  const requeueFirst = () => requeue(passes.receipts.connection, FIRST, passes.now());
  const steps = (planned: ReturnType<typeof retry>) => planned.map(({ next }) => next.step);
  const bounce = (report: string) =>
    markBounced(passes.receipts.connection, [messageIdOf('a')], '5.1.1 unknown', report);
  const states = () => passes.receipts.states();

  it('what was put off is due after a retry, and its pauses start anew', async () => {
    passes.receipts.queue('a');
    for (const minutes of [0, 1, 6, 21]) {
      passes.minutes = minutes;
      passes.answers = [LATER];
      await passes.pass();
    }
    expect(steps(again())).toEqual(['goes']);
    expect(steps(again())).toEqual(['goes-already']);
    passes.answers = [LATER];
    expect(await passes.pass()).toMatchObject({ deferred: 1 });
    passes.minutes += 1;
    expect(await passes.pass()).toMatchObject({ sent: 1 });
  });

  it('what was refused goes again after a retry, also days later', async () => {
    passes.receipts.queue('a');
    passes.answers = [NEVER];
    await passes.pass();
    passes.minutes = 100 * DAY;
    expect(steps(again())).toEqual(['goes']);
    passes.answers = [LATER];
    expect(await passes.pass()).toMatchObject({ deferred: 1, held: 0 });
    passes.minutes += 1;
    expect(await passes.pass()).toMatchObject({ sent: 1 });
    expect(again()).toEqual([]);
  });

  const loseTwice = async () => {
    passes.receipts.queue('a');
    passes.answers = [UNANSWERED];
    await passes.pass();
    passes.minutes += 1;
    passes.answers = [UNANSWERED];
    await passes.pass();
  };

  it('what may have arrived goes again only where it is named, as the same bytes, and once', async () => {
    await loseTwice();
    expect(steps(again())).toEqual(['stays']);
    await passes.pass();
    expect(passes.handedOver).toHaveLength(2);
    expect(again(FIRST)).toMatchObject([{ mail: { mayHaveArrived: true }, next: { step: 'goes' } }]);
    passes.answers = [UNANSWERED];
    expect(await passes.pass()).toMatchObject({ refused: 1 });
    expect(new Set(passes.handedOver).size).toBe(1);
    expect(passes.handedOver).toHaveLength(3);
    expect(steps(again())).toEqual(['stays']);
  });

  it('what may have arrived is not sent where the Sent folder turns out to hold it', async () => {
    await loseTwice();
    passes.sent.held.add(messageIdOf('a'));
    again(FIRST);
    expect(await passes.pass()).toMatchObject({ sent: 1 });
    expect(passes.handedOver).toHaveLength(2);
  });

  it('what was refused after its answer was lost may have arrived', async () => {
    passes.receipts.queue('a');
    passes.answers = [UNANSWERED];
    await passes.pass();
    passes.minutes += 1;
    passes.answers = [NEVER];
    await passes.pass();
    expect(states()).toEqual([{ receipt: 'refused', copy: 'in-doubt' }]);
    expect(steps(again())).toEqual(['stays']);
  });

  it('what was refused before a backup was put in place may have arrived since', async () => {
    passes.receipts.queue('a');
    passes.answers = [NEVER];
    await passes.pass();
    passes.minutes += 1;
    passes.receipts.connection
      .prepare('INSERT INTO restores (at) VALUES (?)')
      .run(passes.now().toISOString());
    expect(steps(again())).toEqual(['stays']);
    expect(again(FIRST)).toMatchObject([{ mail: { mayHaveArrived: true }, next: { step: 'goes' } }]);
  });

  it('what came back goes again under its Message-ID, and may come back again', async () => {
    passes.receipts.queue('a');
    await passes.pass();
    bounce('first report');
    expect(steps(again())).toEqual(['stays']);
    expect(steps(requeueFirst())).toEqual(['goes']);
    expect(steps(requeueFirst())).toEqual(['goes-already']);
    expect(await passes.pass()).toMatchObject({ sent: 1 });
    expect(passes.handedOver).toHaveLength(2);
    expect(passes.handedOver.at(-1)).toBe(passes.handedOver[0]);
    // The folder is read anew, and the first delivery report with it.
    bounce('first report');
    expect(states()).toMatchObject([{ receipt: 'sent' }]);
    expect(steps(requeueFirst())).toEqual(['stays']);
    bounce('second report');
    expect(states()).toMatchObject([{ receipt: 'bounced' }]);
    expect(steps(requeueFirst())).toEqual(['goes']);
  });

  it('what came back is not taken for sent by its first copy in the Sent folder', async () => {
    passes.receipts.queue('a');
    await passes.pass();
    await file();
    expect(passes.sent.appended).toHaveLength(1);
    bounce('first report');
    requeueFirst();
    passes.answers = [UNANSWERED];
    await passes.pass();
    passes.minutes += 1;
    expect(await passes.pass()).toMatchObject({ sent: 1 });
    expect(passes.handedOver).toHaveLength(3);
    await file();
    expect(passes.sent.appended).toHaveLength(1);
    expect(states()).toEqual([{ receipt: 'sent', copy: 'filed' }]);
  });

  it('what a person dropped goes by requeue as it was composed', async () => {
    const id = passes.receipts.queue('a');
    const { connection } = passes.receipts;
    const mail = () =>
      connection
        .prepare(
          'SELECT recipient, message_id, in_reply_to, reference_ids, subject, text, html, encrypt_to FROM receipts',
        )
        .get();
    const before = mail();
    connection.prepare("UPDATE receipts SET state = 'held', reason = 'x' WHERE id = ?").run(id);
    dropReceipts(connection, FIRST);
    expect(steps(again(FIRST))).toEqual(['stays']);
    await passes.pass();
    expect(passes.handedOver).toEqual([]);
    expect(requeueFirst()).toMatchObject([
      { mail: { recipient: 'a@example.org' }, next: { was: 'dropped' } },
    ]);
    expect(mail()).toEqual(before);
    expect(await passes.pass()).toMatchObject({ sent: 1 });
  });

  const file = () =>
    fileCopies(
      passes.receipts.connection,
      passes.sent,
      passes.now,
      () => undefined,
      () => false,
    );

  it('a copy that was put off or given up is filed after a retry, as it was sent', async () => {
    passes.receipts.queue('a');
    await passes.pass();
    passes.sent.trouble = new Failure('not-possible', 'full');
    for (const minutes of [1, 60, 8 * DAY]) {
      passes.minutes = minutes;
      await file();
    }
    expect([...copiesGivenUp(passes.receipts.connection)]).toEqual([[FIRST, 'full']]);
    passes.sent.trouble = null;
    await file();
    expect(passes.sent.appended).toEqual([]);
    expect(again()).toMatchObject([{ mail: { copy: 'given-up' }, next: { step: 'stays' } }]);
    await file();
    expect(passes.sent.appended.map(({ raw }) => raw)).toEqual(passes.handedOver);
    expect(copiesGivenUp(passes.receipts.connection).size).toBe(0);
    expect(again()).toEqual([]);
    expect(passes.handedOver).toHaveLength(1);
  });

  it('a retry that breaks off has changed nothing', async () => {
    passes.receipts.queue('a');
    passes.receipts.queue('b');
    passes.answers = [NEVER, NEVER];
    await passes.pass();
    const { connection } = passes.receipts;
    connection.exec(`CREATE TRIGGER stop BEFORE UPDATE ON receipts WHEN old.message_id = '${messageIdOf('b')}'
      BEGIN SELECT RAISE(ABORT, 'stop'); END`);
    expect(() => again()).toThrow('stop');
    expect(states()).toMatchObject([{ receipt: 'refused' }, { receipt: 'refused' }]);
    connection.exec('DROP TRIGGER stop');
    expect(steps(again())).toEqual(['goes', 'goes']);
  });

  it('a copy that was never tried keeps the time that the server has to file it', async () => {
    passes.receipts.queue('a');
    await passes.pass();
    passes.receipts.connection.exec("UPDATE sent_mails SET due_at = '2026-11-24T09:02:00.000Z'");
    expect(again()).toEqual([]);
    expect(again(FIRST)).toMatchObject([{ mail: { copy: null } }]);
    await file();
    expect(passes.sent.appended).toEqual([]);
  });
});
