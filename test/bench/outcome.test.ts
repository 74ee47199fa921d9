import { describe, expect, it } from 'vitest';
import { chart } from '../../bench/outcome/chart.js';
import { type Kept, worsened } from '../../bench/outcome/guard.js';
import { goalsTable, partsText } from '../../bench/outcome/markdown.js';
import { isMet, type Outcome, type Ratio } from '../../bench/part.js';
import { digits, median, quantile } from '../../bench/world/figures.js';

const RATIO: Ratio = { name: 'speed', value: 4, better: 'more', goal: 5, unit: 'times' };
const OUTCOME: Outcome = { title: 'Speed', method: 'Run twice.', tables: [], ratios: [RATIO], bars: [] };

describe('a goal', () => {
  it.each([
    ['more than is wanted', { value: 6 }, true],
    ['exactly what is wanted', { value: 5 }, true],
    ['less than is wanted', { value: 4.9 }, false],
    ['less, where less is better', { value: 4.9, better: 'less' as const }, true],
    ['more, where less is better', { value: 5.1, better: 'less' as const }, false],
    ['no figure at all', { value: Number.NaN, better: 'less' as const }, false],
  ])('given %s', (_name, given, met) => {
    expect(isMet({ ...RATIO, ...given })).toBe(met);
  });

  it('that is not met is said to be so', () => {
    expect(goalsTable([{ part: 'flood', outcome: OUTCOME }])).toContain(
      '| speed | 4 | at least 5 | **not met** |',
    );
  });
});

describe('the guard', () => {
  const kept: Kept = { machine: {}, ratios: { speed: 6, 'time over the limit': 1 } };
  const slower: Ratio = { ...RATIO, name: 'time over the limit', better: 'less', value: 1.5 };

  it('names each ratio that got worse, whichever way that is', () => {
    expect(worsened([{ ...RATIO, value: 4 }, slower], kept)).toEqual([
      expect.stringMatching(/^speed: 4, and 6 was kept/),
      expect.stringMatching(/^time over the limit: 1\.50, and 1 was kept/),
    ]);
  });

  it('passes over what got better, what hardly changed, times, and what was not kept', () => {
    expect(
      worsened(
        [
          { ...RATIO, value: 12 },
          { ...slower, value: 1.3 },
          { ...RATIO, value: 1, unit: 'ms' },
          { ...RATIO, name: 'new', value: 1 },
        ],
        kept,
      ),
    ).toEqual([]);
  });

  it('takes for chance what is nearly nothing before and now, however many times it is', () => {
    const flat: Kept = { machine: {}, ratios: { growth: 0.01 } };
    const growth: Ratio = { ...RATIO, name: 'growth', better: 'less' };
    expect(worsened([{ ...growth, value: 0.06 }], flat)).toEqual([]);
    expect(worsened([{ ...growth, value: 0.5 }], flat)).toHaveLength(1);
  });

  it('takes a ratio that could not be measured for worse', () => {
    expect(worsened([{ ...slower, value: Number.NaN }], kept)).toHaveLength(1);
  });
});

it('a part that failed is told beside the others', () => {
  const text = partsText([
    { part: 'flood', failed: 'gpg ended with 2' },
    { part: 'start', outcome: OUTCOME },
  ]);
  expect(text).toContain('This part failed: gpg ended with 2');
  expect(text).toContain('## Speed');
});

it('the longest bar of a chart fills its room, and names are escaped', () => {
  const bars = [
    { name: 'a & b', value: 10, isOurs: true },
    { name: 'c', value: 5, isOurs: false },
  ];
  const svg = chart('<t>', [{ title: 'x', unit: 'ms', bars }]);
  expect(svg).toContain('a &amp; b');
  expect(svg).toContain('&lt;t&gt;');
  const widths = [...svg.matchAll(/class="(?:ours|other)" [^>]*width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
  expect(widths[0]).toBe(2 * (widths[1] ?? 0));
});

it('figures have three digits that count', () => {
  expect([0.123456, 12.345, 123.45, 1234.5, 12, Number.NaN].map(digits)).toEqual([
    '0.12',
    '12.3',
    '123',
    '1,235',
    '12',
    '–',
  ]);
});

it('quantiles are values that were measured', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(quantile([5, 1, 2, 3, 4], 0.99)).toBe(5);
});
