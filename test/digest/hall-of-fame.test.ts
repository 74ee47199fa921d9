/** Whom the hall of fame names, whom it counts, and whom it leaves out. */
import { describe, expect, it } from 'vitest';
import { HALL_FORMATS } from '../../src/digest/hall-of-fame/formats.js';
import { hallOfFameOf } from '../../src/digest/hall-of-fame/hall-of-fame.js';
import type { Credit } from '../../src/store/credits.js';
import type { ReportNumber } from '../../src/store/reports.js';
import { HOSTILE } from './hostile-contents.js';

const NOW = new Date('2026-11-24T12:00:00Z');

let count = 0;
function credit(fields: Partial<Credit> = {}): Credit {
  count += 1;
  return {
    number: `TS-${count}` as ReportNumber,
    disclosedAt: new Date('2026-05-01T12:00:00Z'),
    creditAs: 'Ada Quill',
    wantsCredit: true,
    email: 'ada@quill.example',
    ...fields,
  };
}
const hall = (...credits: Credit[]) => hallOfFameOf(credits, NOW, 'Europe/Berlin');

it('names reporters by the names they asked for, in the order of the names', () => {
  const { credited } = hall(
    credit({ creditAs: 'zoë' }),
    credit({ creditAs: 'Émile' }),
    credit({ creditAs: 'ada' }),
  );
  expect(credited.map(({ name }) => name)).toEqual(['ada', 'Émile', 'zoë']);
});

it('joins reports of one name, in any case and spacing, with the local years of their disclosures', () => {
  const made = hall(
    credit({ disclosedAt: new Date('2025-06-01T00:00:00Z') }),
    credit({ creditAs: 'ADA  quill', disclosedAt: new Date('2025-12-31T23:30:00Z') }),
    credit({ creditAs: 'Ada Quill' }),
  );
  expect(made.credited).toEqual([{ name: 'Ada Quill', years: [2026, 2025], reports: 3 }]);
});

it('counts those who asked not to be named, each once, and gives neither name nor address', () => {
  const secret = { wantsCredit: false, creditAs: null, email: 'Shy@quill.example' };
  const made = hall(
    credit(secret),
    credit({ ...secret, email: 'shy@QUILL.example' }),
    credit({ ...secret, email: null }),
  );
  expect(made).toMatchObject({ credited: [], notNamed: 2, toAsk: [] });
  expect(JSON.stringify(made)).not.toMatch(/quill/i);
});

it('leaves out who did not say, or gave no name, and says which reports to ask about', () => {
  const silent = credit({ wantsCredit: null });
  const nameless = credit({ creditAs: null });
  const blank = credit({ creditAs: ' \u200b ' });
  expect(hall(silent, nameless, blank)).toMatchObject({
    credited: [],
    notNamed: 0,
    toAsk: [silent.number, nameless.number, blank.number],
  });
});

describe('what is published', () => {
  it.each(['markdown', 'html'] as const)(
    'as %s says nothing of whom to ask, and counts the others',
    format => {
      const silent = credit({ number: 'TS-9999' as ReportNumber, wantsCredit: null });
      const shy = credit({ wantsCredit: false });
      const text = HALL_FORMATS[format](hall(credit(), credit(), silent, shy));
      expect(text).toContain('2026; 2 reports');
      expect(text).toContain('And 1 who asked not to be named.');
      expect(text).not.toMatch(/TS-\d|example/);
      expect(HALL_FORMATS[format](hall())).toContain('Nobody is named yet.');
    },
  );

  it.each(HOSTILE)('shows a name and obeys none: %s', (_name, words) => {
    const made = hall(credit({ creditAs: words }));
    const html = HALL_FORMATS.html(made);
    expect(html.match(/<(?:script|img|svg|a|style|iframe|form|base|meta|link)\b/gi)).toEqual([
      ...Array(5).fill('<meta'),
      '<style',
    ]);
    for (const text of [html, HALL_FORMATS.markdown(made), HALL_FORMATS.json(made)]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }
    expect(HALL_FORMATS.markdown(made).split('\n')).toHaveLength(6);
    expect(JSON.parse(HALL_FORMATS.json(made))).toEqual(JSON.parse(JSON.stringify(made)));
  });
});
