/**
 * The filters that a person types for a list or a search, as the store takes them.
 */
import { Failure } from '../failure.js';
import { isClosed, OPEN_STATUSES, STATUSES, type Status } from '../life/status.js';
import { keyOf } from '../report/affected/catalogue.js';
import type { ReportFilter, ReportOrder, ReportQuery } from '../store/report-filter.js';
import { dueDays, momentOf } from './moments.js';

/** As typed; what is not given is not asked for. */
export interface FilterOptions {
  readonly status?: string;
  readonly due?: string;
  readonly product?: string;
  readonly severity?: string;
  readonly reporter?: string;
  readonly mailbox?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: string;
}

/** What reading them takes beside them. */
export interface FilterContext {
  /** UTC instant */
  readonly now: Date;
  /** IANA name, in which days begin and end. */
  readonly timeZone: string;
  /** The catalogue. */
  readonly products: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** Every name that a product goes by in reports. */
  readonly namesOnRecord: () => readonly string[];
  /** Names of the mailboxes on record. */
  readonly mailboxesOnRecord: () => readonly string[];
}

/**
 * Reads the filters.
 * @throws {Failure} `usage` that says what is possible
 */
export function filterOf(options: FilterOptions, context: FilterContext): ReportFilter {
  const { status, due, product, severity, reporter, mailbox, since, until } = options;
  const { now, timeZone } = context;
  return {
    ...(status === undefined ? {} : { statuses: statusesOf(status) }),
    ...(due === undefined ? {} : { ...dueDays(due, now, timeZone), isWaiting: true as const }),
    ...(product === undefined ? {} : { products: productsNamed(product, context) }),
    ...(severity === undefined ? {} : { severity: severityOf(severity) }),
    ...(reporter === undefined ? {} : { reporter: filled('--reporter', reporter) }),
    ...(mailbox === undefined ? {} : { mailbox: mailboxNamed(mailbox, context) }),
    ...(since === undefined ? {} : { receivedFrom: momentOf('--since', since, now, timeZone).start }),
    ...(until === undefined ? {} : { receivedBefore: momentOf('--until', until, now, timeZone).end }),
  };
}

/**
 * The same with its order and limit.
 * @param otherwise - reports at most where no limit is given; null for all
 */
export function queryOf(
  options: FilterOptions & { readonly sort: ReportOrder },
  context: FilterContext,
  otherwise: number | null,
): ReportQuery {
  return {
    filter: filterOf(options, context),
    order: options.sort,
    limit: limitOf(options.limit, otherwise),
  };
}

/** Reads a limit: a number of reports, or `all`. */
export function limitOf<Otherwise extends number | null>(
  typed: string | undefined,
  otherwise: Otherwise,
): number | Otherwise | null {
  if (typed === undefined) return otherwise;
  if (typed === 'all') return null;
  if (!/^[1-9]\d{0,8}$/.test(typed)) throw wrong('--limit', typed, 'a number from 1, or all');
  return Number(typed);
}

/** A status, several with commas between, or all of a kind. */
function statusesOf(typed: string): readonly Status[] {
  return typed.split(',').flatMap(part => {
    const word = part.trim().toLowerCase();
    if (word === 'open') return OPEN_STATUSES;
    if (word === 'closed') return STATUSES.filter(isClosed);
    const status = STATUSES.find(each => each === word);
    if (status === undefined) throw wrong('--status', typed, `open, closed, ${STATUSES.join(', ')}`);
    return [status];
  });
}

const RATINGS = ['none', 'low', 'medium', 'high', 'critical'];

function severityOf(typed: string): NonNullable<ReportFilter['severity']> {
  const word = typed.trim().toLowerCase();
  if (word === 'unrated') return 'unrated';
  const from = RATINGS.indexOf(word.replace(/\+$/, ''));
  if (from === -1) {
    throw wrong(
      '--severity',
      typed,
      `${RATINGS.join(', ')}, each also as "high+" for that and above, or unrated`,
    );
  }
  return { from, to: word.endsWith('+') ? RATINGS.length - 1 : from };
}

/** A report may name a product by any of its names, also from before it was in the catalogue. */
function productsNamed(typed: string, { products, namesOnRecord }: FilterContext): string[] {
  const key = keyOf(typed);
  const product = products.find(({ name, aliases }) => [name, ...aliases].some(each => keyOf(each) === key));
  const keys = new Set(product === undefined ? [key] : [product.name, ...product.aliases].map(keyOf));
  const named = key === '' ? [] : namesOnRecord().filter(name => keys.has(keyOf(name)));
  if (named.length === 0 && product === undefined) {
    const known = products.map(({ name }) => name).join(', ');
    throw wrong(
      '--product',
      typed,
      known === '' ? 'a name that a report gives a product' : `${known}, or another name that a report gives`,
    );
  }
  return named;
}

function mailboxNamed(typed: string, { mailboxesOnRecord }: FilterContext): string {
  const names = mailboxesOnRecord();
  if (names.includes(typed)) return typed;
  throw wrong('--mailbox', typed, names.length === 0 ? 'none before the first poll' : names.join(', '));
}

function filled(option: string, typed: string): string {
  const text = typed.trim();
  if (text === '') throw wrong(option, typed, 'part of a name or an address');
  return text;
}

/** @param possible - values, or what they have to be */
function wrong(option: string, typed: string, possible: string): Failure {
  return new Failure('usage', `${option} ${JSON.stringify(typed)} is not possible. Possible: ${possible}.`);
}
