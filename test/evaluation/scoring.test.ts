import { describe, expect, it } from 'vitest';
import { scoreReport } from '../../src/evaluation/scoring.js';
import { NOTHING_EXTRACTED } from '../../src/report/schema.js';

const REPORT = {
  ...NOTHING_EXTRACTED,
  description: 'the key is logged',
  steps: ['Open the log.', 'Search for the key.'],
  affected: [{ product: 'ts-scan', versions: ['<= 2.0.1', '2.1.0'] }],
};

describe('scoring a report against its label', () => {
  it('gives 1 for every field of the same report', () => {
    expect(Object.values(scoreReport(REPORT, REPORT)).every(score => score === 1)).toBe(true);
  });

  it('gives 0 for what was found where there is nothing, and the other way round', () => {
    const found = scoreReport({ ...REPORT, impact: 'all of it' }, REPORT);
    const lost = scoreReport({ ...REPORT, description: null }, REPORT);
    expect([found.impact, lost.description]).toEqual([0, 0]);
  });

  it('counts the words that a text shares with its label, each as often as it is there', () => {
    const { description } = scoreReport({ ...REPORT, description: 'the the key' }, REPORT);
    // 2 of 3 found words are wanted, 2 of 4 wanted ones found.
    expect(description).toBeCloseTo(4 / 7);
  });

  it('counts a step only where it is the same step', () => {
    const { steps } = scoreReport({ ...REPORT, steps: ['Open the log.', 'Search.'] }, REPORT);
    expect(steps).toBe(0.5);
  });

  it('counts a version of another product as wrong', () => {
    const affected = [{ product: 'ts-deepscan', versions: ['<= 2.0.1', '2.1.0'] }];
    const { products, versions } = scoreReport({ ...REPORT, affected }, REPORT);
    expect([products, versions]).toEqual([0, 0]);
  });
});
