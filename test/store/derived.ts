/** Whether what is derived from the reports says what they say now. */
import { expect } from 'vitest';
import type { Connection } from '../../src/store/database.js';

const DERIVED = [
  ['report_summaries', 'summaries_of_reports', 'report_id'],
  ['report_products', 'products_of_reports', 'product, report_id'],
  ['(SELECT rowid AS report_id, * FROM search_index)', 'texts_of_reports', 'report_id'],
] as const;

/** @throws where a summary, a product or a text of the index is not what the report's row and mails come to */
export function expectDerived(connection: Connection): void {
  for (const [kept, view, order] of DERIVED) {
    const rowsOf = (source: string) => connection.prepare(`SELECT * FROM ${source} ORDER BY ${order}`).all();
    expect(rowsOf(kept)).toEqual(rowsOf(view));
  }
}
