import { describe, expect, it } from 'vitest';
import { type FilterOptions, filterOf, limitOf, queryOf } from '../../src/commands/filters.js';
import { dueDays, momentOf } from '../../src/commands/moments.js';
import type { ReportFilter } from '../../src/store/report-filter.js';

const BERLIN = 'Europe/Berlin';
const NOW = new Date('2026-11-24T12:00:00Z');
const context = {
  now: NOW,
  timeZone: BERLIN,
  products: [
    { name: 'ts-scan', aliases: ['Scanner CLI'] },
    { name: 'Portal', aliases: [] },
  ],
  mailboxesOnRecord: () => ['support', 'product'],
  namesOnRecord: () => ['ts-scan', 'TS Scan', 'scanner-cli', 'Portal', 'Élan', 'other'],
};
const read = (options: FilterOptions) => filterOf(options, context);

describe('a filter', () => {
  it.each<[string, FilterOptions, ReportFilter]>([
    ['of nothing', {}, {}],
    [
      'of a product, by each of its names',
      { product: 'TS-Scan' },
      { products: ['ts-scan', 'TS Scan', 'scanner-cli'] },
    ],
    [
      'of a product, by another name',
      { product: 'scanner cli' },
      { products: ['ts-scan', 'TS Scan', 'scanner-cli'] },
    ],
    ['of a product that only reports name', { product: 'elan' }, { products: ['Élan'] }],
    ['of a rating', { severity: 'High' }, { severity: { from: 3, to: 3 } }],
    ['of a rating and those above', { severity: 'medium+' }, { severity: { from: 2, to: 4 } }],
    ['of what is not rated', { severity: 'unrated' }, { severity: 'unrated' }],
    ['of a reporter', { reporter: ' ada ' }, { reporter: 'ada' }],
    ['of a mailbox', { mailbox: 'product' }, { mailbox: 'product' }],
    [
      'of days in the zone of the readers, the last included',
      { since: '2026-11-20', until: '2026-11-21' },
      { receivedFrom: new Date('2026-11-19T23:00:00Z'), receivedBefore: new Date('2026-11-21T23:00:00Z') },
    ],
  ])('%s', (_name, options, filter) => {
    expect(read(options)).toEqual(filter);
  });

  it('of a product in the catalogue that no report names is one that nothing is like', () => {
    expect(filterOf({ product: 'Portal' }, { ...context, namesOnRecord: () => [] })).toEqual({
      products: [],
    });
  });

  it.each<[FilterOptions, RegExp]>([
    [{ due: 'soon' }, /--due "soon".*today, overdue, 7d or a date/],
    [{ due: '2026-02-30' }, /--due/],
    [{ product: 'nothing' }, /--product "nothing".*ts-scan, Portal/],
    [{ product: '--' }, /--product/],
    [{ severity: 'grave' }, /--severity "grave".*none, low, medium, high, critical.*high\+.*unrated/],
    [{ severity: 'high++' }, /--severity/],
    [{ reporter: ' ' }, /--reporter/],
    [{ mailbox: 'none' }, /--mailbox "none" .*support, product/],
    [{ since: 'yesterday' }, /--since "yesterday".*24h, 3d, 1w/],
    [{ until: '2026-13-01' }, /--until/],
  ])('of %j is refused, and what is possible named', (options, words) => {
    expect(() => read(options)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(words) }),
    );
  });

  it.each(['', '0', '-1', '1.5', 'many', '9999999999'])('limit %j is refused', typed => {
    expect(() => limitOf(typed, 5)).toThrow(/--limit.*from 1, or all/);
  });

  it('has a limit where none is given, and none for all', () => {
    expect([limitOf(undefined, 5), limitOf('7', 5), limitOf('all', 5)]).toEqual([5, 7, null]);
  });

  it('has an order that there is', () => {
    expect(queryOf({ sort: 'due' }, context, null)).toEqual({ filter: {}, order: 'due', limit: null });
  });
});

describe('what is due', () => {
  it.each([
    ['overdue', undefined, '2026-11-24T12:00:00Z'],
    ['today', '2026-11-23T23:00:00Z', '2026-11-24T23:00:00Z'],
    ['7d', '2026-11-23T23:00:00Z', '2026-12-01T23:00:00Z'],
    ['0d', '2026-11-23T23:00:00Z', '2026-11-24T23:00:00Z'],
    ['2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ])('%s is local days', (typed, start, end) => {
    expect(dueDays(typed, NOW, BERLIN)).toEqual({
      ...(start === undefined ? {} : { dueFrom: new Date(start) }),
      dueBefore: new Date(end),
    });
  });

  it('today is the day of the readers, not the one in London', () => {
    expect(dueDays('today', new Date('2026-11-24T23:30:00Z'), BERLIN).dueFrom).toEqual(
      new Date('2026-11-24T23:00:00Z'),
    );
  });
});

describe('a moment', () => {
  it.each([
    ['24h', '2026-11-23T12:00:00Z'],
    ['3d', '2026-11-21T12:00:00Z'],
    ['1W', '2026-11-17T12:00:00Z'],
    ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00Z'],
  ])('%s has no length', (typed, instant) => {
    const { start, end } = momentOf('--since', typed, NOW, BERLIN);
    expect([start, end]).toEqual([new Date(instant), new Date(instant)]);
  });
});
