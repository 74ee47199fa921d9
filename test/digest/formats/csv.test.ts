import { expect, it } from 'vitest';
import { digestCsv } from '../../../src/digest/formats/csv.js';
import { contentsSaying, HOSTILE } from '../hostile-contents.js';
import { ordinaryContents } from '../ordinary-contents.js';
import { emptyContents, sampleDigestReport } from '../sample-contents.js';

/** RFC 4180, read strictly: a bare quote or line end throws. */
function readCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      const match = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
      match.lastIndex = at;
      const [whole = '', quoted, bare, end] = match.exec(text) ?? [];
      if (whole === '') throw new Error(`no cell at ${at}`);
      at += whole.length;
      row.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
      if (end === '\r\n') break;
    }
    rows.push(row);
  }
  const [names = [], ...others] = rows;
  return others.map(row => {
    if (row.length !== names.length) throw new Error('a row of another length');
    return Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']));
  });
}

/** The summary of the only row of a digest with that summary. */
function summaryOf(summary: string): string | undefined {
  return readCsv(digestCsv(emptyContents({ open: [sampleDigestReport('EX-1', 3, { summary })] })))[0]
    ?.summary;
}

it('has a row for each report that is open or has something to do, those to do first', () => {
  const contents = ordinaryContents();
  const ids = readCsv(digestCsv(contents)).map(({ id }) => id);
  expect(ids.slice(0, contents.toDo.length)).toEqual(contents.toDo.map(({ report }) => report.id));
  expect([...ids].sort()).toEqual(contents.open.map(({ id }) => id).sort());
});

it('says in a row why it has to be looked at, when it came, and how long there is', () => {
  expect(readCsv(digestCsv(ordinaryContents()))[0]).toEqual({
    id: 'EX-2026-0014',
    status: 'remediated',
    to_do: 'Disclosure overdue since 2026-11-21T05:03:00.000Z',
    new: 'no',
    received_at: '2026-08-23T05:03:00.000Z',
    age_days: '94',
    acknowledge_by: '2026-08-24T05:03:00.000Z',
    acknowledged_at: '2026-08-23T10:03:00.000Z',
    disclose_by: '2026-11-21T05:03:00.000Z',
    days_left: '-4',
    severity: 'high 8.2',
    assigned_to: 'tomas',
    reporter: 'Ines Halloran',
    summary: 'Path traversal when ts-scan unpacks a crafted archive',
    found_in: 'inbox',
    related: '',
    mailbox: '',
  });
});

it('of an empty inbox is the names of the columns', () => {
  expect(digestCsv(emptyContents())).toMatch(/^id,status,[a-z_,]+\r\n$/);
});

it.each([
  ['an equals sign', '=1+1', "'=1+1"],
  ['a plus', '+1', "'+1"],
  ['a minus', '-1+cmd', "'-1+cmd"],
  ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
  ['a tab', '\t=1', "'=1"],
  ['a carriage return', '\r=1', "'=1"],
  ['a tab before words', '\twords', "'words"],
  ['spaces and a sign', '  =1', "'=1"],
  ['a wide equals sign', '\uff1d1', "'\uff1d1"],
])('a cell that begins with %s is no formula', (_name, summary, expected) => {
  expect(summaryOf(summary)).toBe(expected);
});

it.each([
  ['a sign', "a;=cmd|'/C calc'!A0;b", "a;'=cmd|'/C calc'!A0;b"],
  ['a space and a sign', 'a; +1', "a;' +1"],
  ['a quote and a sign', 'a;"=1+1";"', `a;'"=1+1";"`],
  ['words', 'a; b=c; d', 'a; b=c; d'],
])('nor does one begin behind a semicolon with %s', (_name, summary, expected) => {
  expect(summaryOf(summary)).toBe(expected);
});

it('a sign further in stays as it is', () => {
  expect(summaryOf('a=b, "c" - d')).toBe('a=b, "c" - d');
});

it.each(HOSTILE)('takes any words into one cell: %s', (_name, words) => {
  const csv = digestCsv(contentsSaying(words));
  expect(readCsv(csv)).toHaveLength(1);
  expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
});
