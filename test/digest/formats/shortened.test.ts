/** A flood of reports: what a person reads is cut and says so, what a program reads is whole. */
import { describe, expect, it } from 'vitest';
import type { Reason, ToDo } from '../../../src/digest/contents.js';
import { DIGEST_FORMATS } from '../../../src/digest/formats/formats.js';
import { hoursFromNow, manyOpenContents } from '../sample-contents.js';

const MANY = 5000;

function flood() {
  const contents = manyOpenContents(MANY);
  const late: Reason = { kind: 'answer-overdue', at: hoursFromNow(-1) };
  const locked: Reason = { kind: 'undecryptable', reason: 'another key' };
  const toDo = contents.open.map(
    (report, index): ToDo => ({ report, reasons: [index < 3000 ? late : locked] }),
  );
  return { ...contents, toDo, new: contents.open };
}

describe('of five thousand reports', () => {
  const contents = flood();
  const last = contents.open.at(-1)?.id ?? '';

  it.each(['text', 'markdown', 'html'] as const)('%s says how many more there are, of each kind', format => {
    const text = DIGEST_FORMATS[format](contents).replaceAll('&quot;', '"').replace(/\s+/g, ' ');
    expect(text).toContain(
      'And 4900 reports more, by the most urgent reason of each: answer overdue 2905, could not be decrypted 1995; "security-inbox digest --format csv" has all of them.',
    );
    expect(text.match(/And 4800 more; /g)).toHaveLength(2);
    expect(text).not.toContain(last);
    expect(text.length).toBeLessThan(400_000);
    for (const [, place] of text.matchAll(/href="#(to-do-\d+)"/g)) expect(text).toContain(`id="${place}"`);
  });

  it.each(['text', 'markdown', 'html'] as const)(
    '%s shows the first of every kind, in their order',
    format => {
      const owed: Reason = { kind: 'answer-due-today', at: hoursFromNow(1) };
      const buried = contents.toDo.map(
        (one, index): ToDo => (index < 4990 ? one : { ...one, reasons: [owed] }),
      );
      const text = DIGEST_FORMATS[format]({ ...contents, new: [], open: [], toDo: buried });
      const places = [0, 3000, 4990].map(index => text.indexOf(buried[index]?.report.id ?? 'none'));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(text).not.toContain(buried[4995]?.report.id);
    },
  );

  it.each(['json', 'csv'] as const)('%s holds all of them', format => {
    const text = DIGEST_FORMATS[format](contents);
    for (const { id } of contents.open) expect(text).toContain(id);
  });
});
