import { describe, expect, it } from 'vitest';
import { type AnsweringRules, type Circumstances, decideReceipt } from '../../src/receipt/decide.js';

const now = new Date('2026-11-24T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

const RULES: AnsweringRules = {
  perSenderPerHour: 2,
  perDomainPerHour: 4,
  perHour: 6,
  onDmarcFailure: 'hold',
  maxAgeDays: 14,
};

const FRESH: Circumstances = {
  answerability: { answer: true, address: 'researcher@example.org', isFrom: true, language: null },
  authentication: null,
  replaySuspected: false,
  receivedAt: now,
  now,
  letGoOfLate: { ofHour: 0, nearOfDay: [] },
};

/** Let go within the hour. */
const withinHour = (...recipients: string[]): Partial<Circumstances> => ({
  letGoOfLate: {
    ofHour: recipients.length,
    nearOfDay: recipients.map(recipient => ({ recipient, isOfHour: true })),
  },
});

const decide = (circumstances: Partial<Circumstances>, rules: Partial<AnsweringRules> = {}) =>
  decideReceipt({ ...FRESH, ...circumstances }, { ...RULES, ...rules });

const dmarc = (result: string | null) => ({ dmarc: result, spf: 'fail', dkim: 'fail' });

describe('a receipt', () => {
  it.each<[string, Partial<Circumstances>]>([
    ['the sender of a fresh report', {}],
    ['the sender after an outage of days', { receivedAt: daysAgo(13) }],
    ['a sender whose DMARC passes', { authentication: dmarc('pass') }],
    ['a sender without a DMARC policy', { authentication: dmarc('none') }],
    ['a sender of whom DMARC says nothing', { authentication: dmarc(null) }],
    ['a sender who was answered once', withinHour('researcher@example.org')],
  ])('goes to %s', (_name, circumstances) => {
    expect(decide(circumstances)).toEqual({ outcome: 'send', address: 'researcher@example.org' });
  });

  it.each<[string, Partial<Circumstances>, string]>([
    [
      'to a machine',
      { answerability: { answer: false, because: 'null-return-path' } },
      'sent by a machine (null return path)',
    ],
    ['where the header could not be read', { answerability: null }, 'its header could not be read'],
    [
      'where a replay is suspected',
      { replaySuspected: true },
      'replay suspected: its ciphertext, or the header inside it, belongs to somebody else',
    ],
  ])('never goes %s, and the reason is in words', (_name, circumstances, reason) => {
    expect(decide(circumstances)).toEqual({ outcome: 'withhold', reason });
  });

  it('to a mail older than an outage would be waits for a person, who may have answered it', () => {
    expect(decide({ receivedAt: daysAgo(15) })).toEqual({
      outcome: 'hold',
      address: 'researcher@example.org',
      reason: 'arrived more than 14 days before it was read',
    });
  });

  it('waits for a person where DMARC failed, unless the operator decided otherwise', () => {
    const failed = { authentication: dmarc('fail') };
    expect(decide(failed)).toMatchObject({
      outcome: 'hold',
      reason: 'its sender may be forged (DMARC failed)',
    });
    expect(decide(failed, { onDmarcFailure: 'answer' })).toMatchObject({ outcome: 'send' });
  });

  it.each<[string, string[], string | null]>([
    [
      'too many to one sender',
      ['researcher@example.org', 'researcher@example.org'],
      'more than 2 receipts to this sender within an hour',
    ],
    [
      'too many to one sender under tags and capitals',
      ['Researcher+a@example.org', 'researcher+b@EXAMPLE.org'],
      'more than 2 receipts to this sender within an hour',
    ],
    [
      'too many to one mailbox under dots',
      ['re.searcher@example.org', 'r.e.s.e.archer@example.org'],
      'more than 2 receipts to this sender within an hour',
    ],
    [
      'too many to one organisation',
      ['a@example.org', 'b@mail.example.org', 'c@x.example.org', 'd@example.org'],
      "more than 4 receipts to this sender's domain within an hour",
    ],
    [
      'too many in all',
      ['a@a.example', 'a@b.example', 'a@c.example', 'a@d.example', 'a@e.example', 'a@f.example'],
      'more than 6 receipts in all within an hour',
    ],
    [
      'one fewer of each',
      ['researcher@example.org', 'b@example.org', 'c@example.org', 'a@d.example', 'a@e.example'],
      null,
    ],
  ])('of %s within the hour', (_name, recipients, reason) => {
    expect(decide(withinHour(...recipients))).toMatchObject(
      reason === null ? { outcome: 'send' } : { outcome: 'hold', reason, address: 'researcher@example.org' },
    );
  });

  it('of which one sender had as many within the day as four hours allow waits', () => {
    const ofDay = (mails: number): Partial<Circumstances> => ({
      letGoOfLate: {
        ofHour: 0,
        nearOfDay: Array.from({ length: mails }, () => ({
          recipient: 'researcher@example.org',
          isOfHour: false,
        })),
      },
    });
    expect(decide(ofDay(8))).toMatchObject({
      outcome: 'hold',
      reason: 'more than 8 receipts to this sender within a day',
    });
    expect(decide(ofDay(7))).toMatchObject({ outcome: 'send' });
  });
});
