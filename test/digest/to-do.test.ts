/** Each reason to look at a report: when it stands, and when it does no longer. */
import { describe, expect, it } from 'vitest';
import type { DigestSettings } from '../../src/digest/digest-report.js';
import type { DigestRecord } from '../../src/digest/record.js';
import { toDoOf } from '../../src/digest/to-do.js';
import type { Life } from '../../src/life/life.js';
import { isClosed, type Status } from '../../src/life/status.js';
import type { FollowUp } from '../../src/report/schema.js';
import type { ReceiptStatus } from '../../src/store/receipt-status.js';
import type { ReportSummary } from '../../src/store/summaries.js';
import { SENT_BY_MACHINE } from '../../src/store/withheld.js';
import { JUST_RECEIVED } from '../life/just-received.js';
import { sampleRecord } from './sample-record.js';
import { sampleSummary } from './sample-summary.js';

/** Midday in Berlin, 13:00 there. */
const NOW = new Date('2026-11-24T12:00:00Z');
const at = (iso: string) => new Date(iso);
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);

const SETTINGS: DigestSettings = {
  since: hours(-24),
  now: NOW,
  timeZone: 'Europe/Berlin',
  disclosureDays: 90,
};

/** Recorded an hour ago, complete, and due in a month: nothing to do. */
function quiet(fields: Partial<ReportSummary> = {}, number = 'TS-1'): ReportSummary {
  const came = { receivedAt: hours(-1), recordedAt: hours(-1) };
  return sampleSummary(number, {
    ...came,
    acknowledgeBy: hours(24 * 30),
    discloseBy: hours(24 * 89),
    ...fields,
  });
}

function life(status: Status, fields: Partial<Life> = {}): { life: Life } {
  const closedAt = isClosed(status) ? hours(-100) : null;
  return {
    life: {
      ...JUST_RECEIVED,
      status,
      closedAt,
      disclosedAt: status === 'disclosed' ? closedAt : null,
      ...fields,
    },
  };
}
const answered = (status: Status = 'acknowledged') => life(status, { acknowledgedAt: hours(-2) });

const followUp = (fields: Partial<FollowUp> = {}): FollowUp => ({
  receivedAt: hours(-3).toISOString(),
  recordedAt: hours(-3).toISOString(),
  from: 'r@example.org',
  state: 'received',
  summary: null,
  description: 'words of a mail',
  filled: [],
  ...fields,
});

const toWhom = { recipient: 'r@example.org', reason: 'because' };
const BOUNCED: ReceiptStatus = { state: 'bounced', ...toWhom };
const HELD: ReceiptStatus = { state: 'held', ...toWhom };
const WITHHELD: ReceiptStatus = { state: 'withheld', reason: 'came through a mailing list or in bulk' };
const REFUSED: ReceiptStatus = {
  state: 'refused',
  recipient: 'r@x',
  lastAnswer: '550',
  mayHaveArrived: false,
};
const MACHINE: ReceiptStatus = { state: 'withheld', reason: SENT_BY_MACHINE['auto-submitted'] };
const queued = (fields: Partial<Extract<ReceiptStatus, { state: 'queued' }>> = {}): ReceiptStatus => ({
  state: 'queued',
  attempts: 1,
  lastAnswer: '451',
  notBefore: null,
  ...fields,
});

const kindsOf = (record: DigestRecord) =>
  toDoOf(record, SETTINGS).map(({ reasons }) => reasons.map(r => r.kind));
const kinds = (fields: Partial<ReportSummary>, receipt?: ReceiptStatus, more: Partial<DigestRecord> = {}) =>
  kindsOf(
    sampleRecord(
      { reports: [quiet(fields)], ...more },
      receipt === undefined ? {} : { receipt: { 'TS-1': receipt } },
    ),
  ).flat();

const LATE = { acknowledgeBy: hours(-1) };
const LONG_AGO = { discloseBy: hours(-1) };
const LOCKED = { state: 'undecryptable', stateReason: 'another key' } as const;

describe('there is something to do about a report', () => {
  it.each<[string, Partial<ReportSummary>, ReceiptStatus | undefined, string[]]>([
    ['that was just received: nothing', {}, undefined, []],
    ['whose answer is overdue', LATE, undefined, ['answer-overdue']],
    [
      'whose answer is overdue, though it was accepted',
      { ...LATE, ...life('accepted') },
      undefined,
      ['answer-overdue'],
    ],
    ['that was answered, late or not: nothing', { ...LATE, ...answered() }, undefined, []],
    ['whose answer is due at this instant', { acknowledgeBy: NOW }, undefined, ['answer-due-today']],
    [
      'whose answer is due in the last minute of the local day',
      { acknowledgeBy: at('2026-11-24T22:59:59Z') },
      undefined,
      ['answer-due-today'],
    ],
    [
      'whose answer is due at midnight there: nothing yet',
      { acknowledgeBy: at('2026-11-24T23:00:00Z') },
      undefined,
      [],
    ],
    [
      'whose disclosure is overdue',
      { ...answered('remediated'), ...LONG_AGO },
      undefined,
      ['disclosure-overdue'],
    ],
    [
      'whose disclosure is due at the end of the seventh day from now',
      { discloseBy: at('2026-12-01T22:59:59Z') },
      undefined,
      ['disclosure-near'],
    ],
    [
      'whose disclosure is due on the eighth: nothing yet',
      { discloseBy: at('2026-12-01T23:00:00Z') },
      undefined,
      [],
    ],
    ['that could not be decrypted', LOCKED, undefined, ['undecryptable']],
    [
      'that could not be decrypted, also where it was answered',
      { ...LOCKED, ...answered() },
      undefined,
      ['undecryptable'],
    ],
    ['that is quarantined', { state: 'quarantined', stateReason: 'r' }, undefined, ['quarantined']],
    ['that may be a replay', { replaySuspected: true }, undefined, ['replay-suspected']],
    [
      'that may be a replay and was judged: nothing',
      { replaySuspected: true, ...life('accepted') },
      undefined,
      [],
    ],
    ['that lacks steps', { missing: ['steps'] }, undefined, ['incomplete']],
    ['that lacks steps and was answered: nothing', { missing: ['steps'], ...answered() }, undefined, []],
    [
      'that lacks what could not be read: that alone',
      { ...LOCKED, missing: ['steps'] },
      undefined,
      ['undecryptable'],
    ],
    ['whose receipt bounced', answered(), BOUNCED, ['receipt-bounced']],
    ['whose receipt waits for a person', {}, HELD, ['receipt-held']],
    ['whose receipt was refused', {}, REFUSED, ['receipt-refused']],
    [
      'whose receipt may have arrived',
      {},
      { ...REFUSED, mayHaveArrived: true },
      ['receipt-may-have-arrived'],
    ],
    ['whose receipt was withheld', {}, WITHHELD, ['receipt-withheld']],
    ['whose receipt was withheld, and who was answered: nothing', answered(), WITHHELD, []],
    ['whose receipt was put off', {}, queued(), ['receipt-waiting']],
    ['whose receipt could not even be tried', {}, queued({ attempts: 0 }), ['receipt-waiting']],
    ['whose receipt goes with the next poll: nothing', {}, queued({ attempts: 0, lastAnswer: null }), []],
    ['that a machine sent: once, and it is not overdue', LATE, MACHINE, ['receipt-withheld']],
    ['that a machine sent, after a person acknowledged it: nothing', { ...LATE, ...answered() }, MACHINE, []],
    ['that a machine sent, after a person closed it: nothing', { ...LATE, ...life('rejected') }, MACHINE, []],
    ['that came through a list: its author waits', LATE, WITHHELD, ['answer-overdue', 'receipt-withheld']],
  ])('%s', (_name, fields, receipt, expected) => {
    expect(kinds(fields, receipt)).toEqual(expected);
  });

  it.each<[string, Partial<ReportSummary>, ReceiptStatus | undefined, string[]]>([
    [
      'with all that an open one would be for',
      { ...LATE, ...LONG_AGO, ...LOCKED, replaySuspected: true, missing: ['steps'] },
      undefined,
      [],
    ],
    ['whose receipt waits for a person', {}, HELD, ['receipt-held']],
    ['whose receipt bounced, and that nobody answered', {}, BOUNCED, ['receipt-bounced']],
    ['whose receipt was refused', {}, REFUSED, []],
    ['whose receipt was withheld', {}, WITHHELD, []],
    ['whose receipt was put off', {}, queued(), []],
  ])('that is closed, %s', (_name, fields, receipt, expected) => {
    for (const status of ['rejected', 'duplicate', 'out-of-scope', 'disclosed'] as const) {
      expect([status, kinds({ ...fields, ...life(status) }, receipt)]).toEqual([status, expected]);
    }
  });

  it('that is closed, whose receipt bounced, and that somebody answered in another way: nothing', () => {
    expect(kinds(answered('disclosed'), BOUNCED)).toEqual([]);
  });

  it.each<[string, Partial<ReportSummary>]>([
    ['that is open', answered()],
    ['that is closed', life('disclosed')],
    ['that was purged', life('disclosed', { purged: { at: hours(-1), by: 'grace' } })],
  ])('%s, and whose author wrote again since', (_name, fields) => {
    const mails = [
      followUp({ filled: ['steps'] }),
      followUp({ state: 'undecryptable', receivedAt: hours(-2).toISOString() }),
    ];
    const record = sampleRecord({ reports: [quiet(fields)], followUps: new Map([['TS-1', mails]]) });
    const [toDo] = toDoOf(record, SETTINGS);
    expect(toDo?.reasons).toEqual([
      { kind: 'follow-up', count: 2, lastAt: hours(-2).toISOString(), filled: ['steps'], notRead: 1 },
    ]);
    expect(JSON.stringify(toDo)).not.toContain('words of a mail');
  });

  it('whose words were purged: nothing, whatever became of its receipt', () => {
    expect(kinds(life('rejected', { purged: { at: hours(-1), by: 'grace' } }), HELD)).toEqual([]);
  });

  it('whose receipt has no copy in the Sent folder', () => {
    const copies = { copiesGivenUp: new Map([['TS-1', 'full']]) };
    expect(kinds(answered(), undefined, copies)).toEqual(['copy-given-up']);
    expect(kinds(answered('disclosed'), undefined, copies)).toEqual([]);
  });

  it('whose follow-up or question was not answered: only where it bounced or waits', () => {
    const of = (status: ReceiptStatus) =>
      kindsOf(
        sampleRecord(
          { reports: [quiet()] },
          { 'follow-up': { 'TS-1': status }, question: { 'TS-1': status } },
        ),
      );
    expect(of(WITHHELD)).toEqual([]);
    expect(of(HELD)).toEqual([['receipt-held', 'receipt-held']]);
  });

  it.each<[string, Date | null, string | null]>([
    ['says when it is tried next', hours(1), hours(1).toISOString()],
    ['goes with the next poll where that instant is past', hours(-1), null],
    ['goes with the next poll where it was put off while the clock ran ahead', hours(9000), null],
    ['goes with the next poll where none is set', null, null],
  ])('a receipt that was put off %s', (_name, notBefore, nextTry) => {
    const record = sampleRecord({ reports: [quiet()] }, { receipt: { 'TS-1': queued({ notBefore }) } });
    expect(toDoOf(record, SETTINGS)[0]?.reasons).toMatchObject([{ kind: 'receipt-waiting', nextTry }]);
  });
});

it('each report stands once, with all of its reasons, and the most urgent stands first', () => {
  const reports = [
    quiet({ missing: ['steps'] }, 'TS-01'),
    quiet({ ...answered(), discloseBy: hours(24 * 3) }, 'TS-02'),
    quiet({ replaySuspected: true }, 'TS-03'),
    quiet({ acknowledgeBy: hours(2) }, 'TS-04'),
    quiet({ acknowledgeBy: hours(1) }, 'TS-05'),
    quiet({}, 'TS-06'),
    quiet(LOCKED, 'TS-07'),
    quiet({ ...answered(), ...LONG_AGO }, 'TS-08'),
    quiet({ ...LATE, ...LOCKED, missing: ['steps'] }, 'TS-09'),
    quiet({ acknowledgeBy: hours(-5), missing: ['affected'] }, 'TS-10'),
    quiet(answered(), 'TS-11'),
    quiet(answered(), 'TS-12'),
    quiet(answered(), 'TS-13'),
    quiet(answered(), 'TS-14'),
  ];
  const record = sampleRecord(
    {
      reports,
      copiesGivenUp: new Map([['TS-12', 'full']]),
      followUps: new Map([['TS-13', [followUp()]]]),
    },
    { receipt: { 'TS-06': BOUNCED, 'TS-09': HELD, 'TS-11': queued() } },
  );
  const toDo = toDoOf(record, SETTINGS);
  expect(toDo.map(({ report }) => report.id)).toEqual([
    ...['TS-10', 'TS-09', 'TS-08', 'TS-07', 'TS-06', 'TS-05', 'TS-04', 'TS-03', 'TS-02'],
    ...['TS-11', 'TS-12', 'TS-13', 'TS-01'],
  ]);
  expect(toDo[1]?.reasons.map(({ kind }) => kind)).toEqual([
    'answer-overdue',
    'undecryptable',
    'receipt-held',
  ]);
});
