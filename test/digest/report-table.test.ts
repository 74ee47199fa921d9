import { expect, it } from 'vitest';
import { reportTable } from '../../src/digest/report-table.js';
import type { ReportSummary } from '../../src/store/summaries.js';
import { sampleSummary } from './sample-summary.js';

const table = (fields: Partial<ReportSummary>) =>
  reportTable([sampleSummary('TS-2026-0001', fields)], 'UTC', 160);

it('gives the score of the vector only where nothing is stated, and says so', () => {
  const computed = { rating: 'high', score: 7.5 };
  expect(table({ computed })).toContain('high 7.5 (vector)');
  const stated = table({ stated: { rating: 'critical', score: 9.8 }, computed });
  expect(stated).toContain('critical 9.8');
  expect(stated).not.toContain('7.5');
});

it('names the mailbox that each came by where there are several', () => {
  const several = new Map([['TS-2026-0001', 'product']]);
  const text = reportTable([sampleSummary('TS-2026-0001', {})], 'UTC', 160, several);
  expect(text).toMatch(/Mailbox[\s\S]*TS-2026-0001 product /);
  expect(table({})).not.toContain('Mailbox');
});

it('prints a report on one line, whatever its mail said', () => {
  const text = table({ summary: 'one\ntwo\u001b[2J\u202e', reporterName: 'a\r\nTS-2026-0002' });
  expect(text.split('\n')).toHaveLength(3);
  expect(text).toContain('one two\\u{1b}[2J\\u{202e}');
});
