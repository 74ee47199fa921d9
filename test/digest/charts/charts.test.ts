import { describe, expect, it } from 'vitest';
import { acknowledgementBuckets } from '../../../src/digest/charts/acknowledgements.js';
import { deadlineBars, MAX_BARS } from '../../../src/digest/charts/deadline-bars.js';
import { acknowledgementFigure, openFigure } from '../../../src/digest/charts/figures.js';
import { ageBuckets } from '../../../src/digest/charts/open-by-age.js';
import { dayMarks } from '../../../src/digest/formats/report-words.js';
import { ordinaryContents } from '../ordinary-contents.js';
import { emptyContents, hoursFromNow, manyOpenContents, sampleDigestReport } from '../sample-contents.js';

const openAt = (...ages: number[]) =>
  emptyContents({ open: ages.map((age, index) => sampleDigestReport(`EX-${index + 1}`, age)) });

describe('the open reports against their deadlines', () => {
  it('are a bar each as far along as they are old', () => {
    const drawn = String(deadlineBars(openAt(45, 0)));
    expect(drawn).toContain('class="elapsed open" x="0" y="31.5" width="50%"');
    expect(drawn).toContain('class="elapsed open" x="0" y="52.5" width="0%"');
    expect(drawn).not.toContain('class="late"');
  });

  it('go on beyond the end where they are overdue, hatched', () => {
    const drawn = String(deadlineBars(openAt(99)));
    expect(drawn).toContain(
      'class="late" fill="url(#deadlines-hatch)" x="83.33%" y="31.5" width="8.33%" height="10"',
    );
    expect(drawn).toContain('>9 d over</text>');
  });

  it('end with the plot where they are long overdue', () => {
    for (const [, percentage] of String(deadlineBars(openAt(4000))).matchAll(
      /[^-](?:x|width)="([\d.]+)%"/g,
    )) {
      expect(Number(percentage)).toBeLessThanOrEqual(100);
    }
  });

  it('are marked when two thirds and eight ninths of the time are gone', () => {
    expect(dayMarks(90)).toEqual([60, 80, 90]);
    expect(dayMarks(45)).toEqual([30, 40, 45]);
    const drawn = String(deadlineBars(openAt(85, 75)));
    expect(drawn).toContain('x1="66.67%"');
    expect(drawn).toContain('x1="88.89%"');
    expect(drawn).toMatch(/class="elapsed soon"[\s\S]*class="elapsed open"/);
  });

  it('say the same in words', () => {
    const figure = String(openFigure(openAt(95, 85, 70, 3)));
    expect(figure).toContain(
      '<desc id="deadlines-desc">EX-1: day 95, 5 days over; EX-2: day 85, 5 days left;',
    );
    expect(figure).toContain('1 younger than 60 days, 1 from 60 to 79, 2 from 80 on, 1 overdue.');
  });

  it('are counted by age where there are too many for a bar each', () => {
    expect(deadlineBars(manyOpenContents(MAX_BARS))).not.toBeNull();
    expect(deadlineBars(manyOpenContents(MAX_BARS + 1))).toBeNull();
    expect(String(openFigure(manyOpenContents(MAX_BARS + 1)))).toContain('Open reports by age: ');
  });

  it('are not drawn where there are none', () => {
    expect(openFigure(emptyContents())).toBeNull();
  });
});

describe('ages', () => {
  it('fall into stretches of ten days of ninety, and those beyond', () => {
    const buckets = ageBuckets(openAt(0, 9, 10, 89, 90, 400));
    expect(buckets.map(({ label }) => label)).toEqual([
      '0',
      '10',
      '20',
      '30',
      '40',
      '50',
      '60',
      '70',
      '80',
      '90+',
    ]);
    expect(buckets.map(({ count }) => count)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 1, 2]);
    expect(buckets.filter(({ isLate }) => isLate)).toMatchObject([{ name: '90 days old or more' }]);
  });

  it.each([1, 7, 30, 45, 91, 365])('all fall somewhere with %i days to disclosure', disclosureDays => {
    const open = Array.from({ length: 500 }, (_, age) => sampleDigestReport('EX-1', age));
    const buckets = ageBuckets({ open, disclosureDays });
    expect(buckets.length).toBeLessThanOrEqual(10);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(500);
    expect(buckets.at(-1)?.count).toBe(500 - disclosureDays);
  });
});

describe('answers', () => {
  const answer = (taken: number, promised = 24) => ({
    id: 'EX-1',
    receivedAt: hoursFromNow(-100),
    acknowledgeBy: hoursFromNow(-100 + promised),
    acknowledgedAt: hoursFromNow(-100 + taken),
  });

  it('fall into the share of the time promised that they took', () => {
    const answers = [0, 6, 6.1, 12, 18, 24, 24.1, 48, 49].map(taken => answer(taken));
    expect(acknowledgementBuckets(answers).map(({ count }) => count)).toEqual([2, 2, 1, 1, 2, 1]);
  });

  it('over a weekend have more hours for the same share', () => {
    expect(acknowledgementBuckets([answer(30, 72)]).findIndex(({ count }) => count === 1)).toBe(1);
  });

  it('are late beyond all of the time, and never before', () => {
    const isLate = acknowledgementBuckets([]).map(bucket => bucket.isLate);
    expect(isLate).toEqual([false, false, false, false, true, true]);
  });

  it('are not drawn where there are none', () => {
    expect(acknowledgementFigure(emptyContents())).toBeNull();
    expect(String(acknowledgementFigure(ordinaryContents()))).toContain(
      '5 up to a quarter of the time, 3 up to half, 1 up to three quarters, 2 up to all of it, 1 up to twice the time',
    );
  });
});
