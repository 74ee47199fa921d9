/** When the names of an advisory are held back, because their owner asked later not to be named. */
import { describe, expect, it } from 'vitest';
import { isCreditHeldBack } from '../../src/advisory/refused-credit.js';
import { fillReport } from '../../src/report/fill.js';
import { purgedReport } from '../../src/report/purged.js';
import { NOTHING_EXTRACTED, type Report } from '../../src/report/schema.js';
import { sampleReport } from '../report/sample.js';

const NAMED = { credits: ['Ada'] };
const [SAVED, REFUSED, SAVED_AGAIN] = [1, 2, 3].map(day => new Date(`2026-03-0${day}T10:00:00.000Z`)) as [
  Date,
  Date,
  Date,
];

/** What a report says once a later mail has come to it. */
function mailed(content: Report, wantsCredit: boolean | null, mail = 1, at = REFUSED): Report {
  const found = {
    ...NOTHING_EXTRACTED,
    reporter: { name: null, email: null, creditAs: wantsCredit === true ? 'Ada' : null, wantsCredit },
    ...(wantsCredit === null ? {} : { where: { wantsCredit: { rule: 'a wish', mail: 0, spans: [] } } }),
  };
  const { content: filledIn, filled } = fillReport(content, found, mail);
  return { ...filledIn, followUps: [...content.followUps, followUp(filled, at)] };
}

function followUp(filled: readonly string[], at: Date): Report['followUps'][number] {
  return {
    receivedAt: at.toISOString(),
    recordedAt: at.toISOString(),
    from: 'ada@example.org',
    state: 'received',
    summary: null,
    description: null,
    filled: [...filled],
  };
}

function silent(wantsCredit: boolean | null): Report {
  return sampleReport({
    reporter: { name: 'Ada', email: 'ada@example.org', creditAs: wantsCredit ? 'Ada' : null, wantsCredit },
  });
}

describe('a name that somebody saved', () => {
  it.each<[string, Report]>([
    ['asked to be named and took it back', mailed(silent(true), false)],
    ['had not said anything before', mailed(silent(null), false)],
    ['asked for it in a later mail, and took that back', mailed(mailed(silent(null), true), false, 2)],
    ['wrote once more about something else', mailed(mailed(silent(true), false), null, 2, SAVED_AGAIN)],
  ])('is held back where its owner %s, until it is saved anew', (_, report) => {
    expect(isCreditHeldBack(report, NAMED, SAVED)).toBe(true);
    expect(isCreditHeldBack(report, { credits: [] }, SAVED)).toBe(false);
    expect(isCreditHeldBack(report, NAMED, SAVED_AGAIN)).toBe(false);
    const purged = purgedReport(report);
    expect(isCreditHeldBack(purged, NAMED, SAVED)).toBe(true);
    expect(isCreditHeldBack(purged, NAMED, SAVED_AGAIN)).toBe(false);
  });

  it.each<[string, Report]>([
    ['says nothing of it', mailed(silent(true), null)],
    ['asks for it', mailed(silent(null), true)],
    ['was sent after the first one had said no', mailed(silent(false), null)],
  ])('goes out where a later mail %s', (_, report) => {
    for (const one of [report, purgedReport(report)]) expect(isCreditHeldBack(one, NAMED, SAVED)).toBe(false);
  });

  it('is held back where an earlier version recorded the first refusal as any wish, or purged it', () => {
    const refused = mailed(silent(null), false);
    const asAnyWish = { ...refused, followUps: [followUp(['credit'], REFUSED)] };
    expect(isCreditHeldBack(asAnyWish, NAMED, SAVED)).toBe(true);
    const forgotten = { ...refused, reporter: NOTHING_EXTRACTED.reporter, where: {} };
    expect(isCreditHeldBack(forgotten, NAMED, SAVED)).toBe(true);
  });

  it('is held back where the refusal is older than all that a flooded report lists', () => {
    const report = mailed(silent(true), false);
    const flooded = { ...report, followUps: [followUp([], REFUSED)] };
    for (const one of [flooded, purgedReport(flooded)]) {
      expect(isCreditHeldBack(one, NAMED, SAVED)).toBe(true);
    }
  });

  it('leaves no word of the mail that refused it with a purge', () => {
    const report = mailed(silent(true), false);
    const spans = [{ body: 0, start: 1, end: 9 }];
    const placed = { ...report, where: { wantsCredit: { rule: 'a wish', mail: 1, spans } } };
    const { reporter, where } = purgedReport(placed);
    expect(reporter).toEqual({ name: null, email: null, creditAs: null, wantsCredit: false });
    expect(where).toEqual({ wantsCredit: { rule: 'a wish', mail: 1, spans: [] } });
  });
});
