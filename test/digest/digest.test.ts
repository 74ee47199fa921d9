import { describe, expect, it } from 'vitest';
import { makeDigest } from '../../src/digest/digest.js';
import { digestText } from '../../src/digest/digest-text.js';
import { JUST_RECEIVED } from '../../src/life/life.js';
import type { FollowUp } from '../../src/report/schema.js';
import type { ReceiptStatus } from '../../src/store/receipt-status.js';
import type { ReportSummary } from '../../src/store/summaries.js';
import { sampleSummary } from './sample-summary.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);

function stored(
  number: string,
  recorded: number,
  due: number,
  fields: Partial<ReportSummary> = {},
): ReportSummary {
  return sampleSummary(number, {
    recordedAt: hours(recorded),
    receivedAt: hours(recorded),
    acknowledgeBy: hours(due),
    discloseBy: hours(2160),
    ...fields,
  });
}

const reports = [
  stored('TS-1', -48, -24),
  stored('TS-2', -2, 22, { missing: ['steps'] }),
  stored('TS-3', -1, 10, { state: 'undecryptable', stateReason: 'another key', missing: ['steps'] }),
  stored('TS-4', -1, 30, { state: 'quarantined', stateReason: 'too many parts' }),
];
const receipts = new Map<string, ReceiptStatus>([
  ['TS-1', { state: 'sent', recipient: 'r@example.org', sentAt: NOW }],
  [
    'TS-2',
    {
      state: 'refused',
      recipient: 'r@example.org',
      lastAnswer: '550 no\u001b[31m such user',
      mayHaveArrived: false,
    },
  ],
  ['TS-3', { state: 'queued', attempts: 2, lastAnswer: '451 later', notBefore: hours(1) }],
  ['TS-4', { state: 'withheld', reason: 'sent by a machine' }],
]);
const ids = (entries: readonly { id: string }[]) => entries.map(entry => entry.id);

describe('the digest', () => {
  const digest = makeDigest(
    {
      reports,
      followUps: new Map(),
      receipts: { receipt: receipts, 'follow-up': new Map(), question: new Map() },
      copiesGivenUp: new Map(),
    },
    hours(-24),
    NOW,
  );

  it('calls new what was recorded since', () => {
    expect(ids(digest.new)).toEqual(['TS-2', 'TS-3', 'TS-4']);
  });

  it('puts the most urgent first, and says what is overdue', () => {
    expect(ids(digest.waiting)).toEqual(['TS-1', 'TS-3', 'TS-2', 'TS-4']);
    expect(digest.waiting.map(entry => entry.overdue)).toEqual([true, false, false, false]);
  });

  it('calls incomplete only what could be read', () => {
    expect(digest.incomplete).toMatchObject([{ id: 'TS-2', missing: ['steps'] }]);
  });

  it('shows what a person has to look at, each with its reason', () => {
    expect(digest.undecryptable).toMatchObject([{ id: 'TS-3', reason: 'another key' }]);
    expect(digest.quarantined).toMatchObject([{ id: 'TS-4', reason: 'too many parts' }]);
    expect(digest.receipts.failed).toMatchObject([{ id: 'TS-2' }]);
    expect(digest.receipts.queued).toMatchObject([
      { id: 'TS-3', attempts: 2, answer: '451 later', nextTry: hours(1).toISOString() },
    ]);
    expect(digest.receipts.withheld).toMatchObject([{ id: 'TS-4', reason: 'sent by a machine' }]);
  });

  it('says all of it in text, in the time zone of its readers', () => {
    const text = digestText(digest, 'Europe/Berlin');
    expect(text).toContain('2026-11-24 13:00 (Europe/Berlin)');
    expect(text).toContain('overdue since 2026-11-23 13:00');
    for (const words of [
      'missing: steps',
      'another key',
      'too many parts',
      'tried 2 times, next try from 2026-11-24 14:00: 451 later',
      'sent by a machine',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toContain('550 no\\u{1b}[31m such user');
  });

  it('tells what the server refused from what may have arrived, and which copies were given up', () => {
    const made = makeDigest(
      {
        reports,
        followUps: new Map(),
        copiesGivenUp: new Map([['TS-1', 'The mailbox is full.']]),
        receipts: {
          receipt: new Map<string, ReceiptStatus>([
            [
              'TS-2',
              { state: 'refused', recipient: 'r@example.org', lastAnswer: 'lost', mayHaveArrived: true },
            ],
            ['TS-3', { state: 'queued', attempts: 0, lastAnswer: null, notBefore: null }],
            ['TS-4', { state: 'queued', attempts: 1, lastAnswer: '451 later', notBefore: hours(9000) }],
          ]),
          'follow-up': new Map(),
          question: new Map(),
        },
      },
      hours(-24),
      NOW,
    );
    expect(made.receipts.failed).toEqual([]);
    expect(made.receipts.mayHaveArrived).toMatchObject([{ id: 'TS-2', answer: 'lost' }]);
    expect(made.receipts.queued).toMatchObject([{ nextTry: null }, { nextTry: null }]);
    expect(made.receipts.copiesGivenUp).toMatchObject([{ id: 'TS-1', reason: 'The mailbox is full.' }]);
    const text = digestText(made, 'UTC');
    expect(text).toMatch(/Receipts that may have arrived \(1\)\n.*r@example\.org: lost/);
    expect(text).toMatch(/Receipts without a copy in Sent \(1\)\n.*The mailbox is full\./);
    expect(text).toContain('not tried yet, goes with the next poll');
  });

  it('of an empty record says so', () => {
    const text = digestText(
      makeDigest(
        {
          reports: [],
          followUps: new Map(),
          receipts: { receipt: new Map(), 'follow-up': new Map(), question: new Map() },
          copiesGivenUp: new Map(),
        },
        hours(-24),
        NOW,
      ),
      'UTC',
    );
    expect(text).toContain('nothing since 2026-11-23 12:00');
  });
});

describe('the digest of what is unusual', () => {
  const followUp = (
    recorded: number,
    filled: string[],
    state: 'received' | 'undecryptable' = 'received',
  ): FollowUp => ({
    receivedAt: hours(recorded).toISOString(),
    recordedAt: hours(recorded).toISOString(),
    from: 'r@example.org',
    state,
    summary: null,
    description: 'words of a mail',
    filled,
  });
  const digest = makeDigest(
    {
      followUps: new Map([['TS-1', [followUp(-3, ['steps']), followUp(-2, [], 'undecryptable')]]]),
      reports: [
        stored('TS-1', -900, -800),
        stored('TS-2', -800, -700),
        stored('TS-3', -2, 22, { foundIn: 'junk', related: [{ id: 'TS-1', because: 'similar' }] }),
        stored('TS-4', -2, 22, {
          replaySuspected: true,
          related: [{ id: 'TS-2', because: 'same-ciphertext' }],
          keyState: 'expired',
        }),
      ],
      receipts: {
        receipt: new Map<string, ReceiptStatus>([
          ['TS-1', { state: 'bounced', recipient: 'r@example.org', reason: '5.1.1 no such\u001b[0m user' }],
          ['TS-3', { state: 'held', recipient: 'j@example.org', reason: 'over the hourly limit' }],
        ]),
        'follow-up': new Map<string, ReceiptStatus>([
          ['TS-2', { state: 'bounced', recipient: 'r@example.org', reason: '5.2.2 full' }],
          ['TS-4', { state: 'withheld', reason: 'replay suspected: never answered' }],
        ]),
        question: new Map(),
      },
      copiesGivenUp: new Map(),
    },
    hours(-24),
    NOW,
  );
  const text = digestText(digest, 'UTC');
  const linesWith = (id: string) => text.split('\n').filter(line => line.startsWith(`  ${id} `));

  it('shows a report again whose author wrote since, however old it is', () => {
    expect(digest.followUps).toMatchObject([{ id: 'TS-1', count: 2, filled: ['steps'] }]);
    expect(text).toContain('2 mails, the last 2026-11-24 10:00; filled: steps; undecryptable');
    expect(JSON.stringify(digest)).not.toContain('words of a mail');
  });

  it('says where a report was found, what it points at, and that the key that opened it has ended', () => {
    expect(linesWith('TS-3')[0]).toContain('found in Junk; much like TS-1');
    expect(linesWith('TS-4')[0]).toContain(
      'holds the ciphertext of TS-2; sent to a key of ours that has expired',
    );
  });

  it('puts suspected replays apart', () => {
    expect(ids(digest.replaySuspected)).toEqual(['TS-4']);
    expect(text).toContain('Replay suspected, never answered (1)');
  });

  it('shows receipts of either kind that bounced or wait for a person', () => {
    expect(ids(digest.receipts.bounced)).toEqual(['TS-1', 'TS-2']);
    expect(ids(digest.receipts.held)).toEqual(['TS-3']);
    expect(text).toContain('r@example.org: 5.1.1 no such\\u{1b}[0m user');
    expect(text).toContain('Receipts waiting for a person (1)');
  });

  it('decides nothing about a follow-up that was not answered', () => {
    expect(digest.receipts.withheld).toEqual([]);
    expect(text).not.toContain('Reports without a receipt');
  });
});

describe('the digest of reports that were dealt with', () => {
  const closed = (closedAt: number, acknowledgedAt: number | null) => ({
    ...JUST_RECEIVED,
    status: 'rejected' as const,
    closedAt: hours(closedAt),
    acknowledgedAt: acknowledgedAt === null ? null : hours(acknowledgedAt),
  });
  const late = { state: 'undecryptable' as const, replaySuspected: true, missing: ['steps' as const] };
  const wrote = {
    receivedAt: hours(-1).toISOString(),
    recordedAt: hours(-1).toISOString(),
    from: null,
    state: 'received' as const,
    summary: null,
    description: null,
    filled: [],
  };
  const digest = makeDigest(
    {
      reports: [
        stored('TS-1', -48, -24, {
          life: { ...JUST_RECEIVED, status: 'accepted', acknowledgedAt: hours(-30) },
        }),
        stored('TS-2', -48, -24, { life: { ...JUST_RECEIVED, status: 'accepted' } }),
        stored('TS-3', -2, -1, { ...late, life: closed(-1, null) }),
        stored('TS-4', -900, -800, { ...late, life: closed(-700, -800) }),
        stored('TS-5', -900, -800, { life: closed(-700, -800) }),
      ],
      followUps: new Map([['TS-5', [wrote]]]),
      receipts: {
        receipt: new Map<string, ReceiptStatus>([
          ['TS-3', { state: 'withheld', reason: 'sent by a machine' }],
        ]),
        'follow-up': new Map(),
        question: new Map(),
      },
      copiesGivenUp: new Map(),
    },
    hours(-24),
    NOW,
  );

  it('waits for the answer to an accepted report, and not to one that was answered', () => {
    expect(ids(digest.waiting)).toEqual(['TS-2']);
    expect(digest.waiting[0]).toMatchObject({ overdue: true, status: 'accepted' });
  });

  it('has closed reports in their own section alone, and there those closed or written to since', () => {
    expect(ids(digest.closed)).toEqual(['TS-3', 'TS-5']);
    const { closed: section, ...others } = digest;
    for (const id of ['TS-3', 'TS-4', 'TS-5']) expect(JSON.stringify(others)).not.toContain(id);
    const text = digestText(digest, 'UTC');
    expect(text).toMatch(/TS-3 .*rejected 2026-11-24 11:00; its reporter was never answered/);
    expect(text).toMatch(/TS-5 .*rejected .*; its author wrote again/);
  });
});
