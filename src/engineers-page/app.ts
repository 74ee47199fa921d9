/**
 * The engineers' page: lists, the digest, and each report with its history, to be read and not changed.
 *
 * Takes requests from whoever reaches the port. Promises that nobody sees a word of a report who was not let in, that nothing
 * here writes to the record, that each look at a report is in the log with who looked, and that no page can be kept, framed or
 * made to run anything.
 */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { digestOf } from '../digest/digest.js';
import { digestHtml } from '../digest/formats/html.js';
import { LISTS, type ListName, listHtml, type ShownList } from '../digest/formats/html-list.js';
import { reportHtml } from '../digest/formats/html-sheet.js';
import { STYLE_SOURCE } from '../digest/formats/html-style.js';
import { knownReport } from '../digest/known-report.js';
import { readRecord } from '../digest/record.js';
import { reportSheet } from '../digest/report-sheet.js';
import { Failure } from '../failure.js';
import { OPEN_STATUSES, STATUSES } from '../life/status.js';
import type { Log } from '../log.js';
import { answerHeaders } from '../serving/headers.js';
import type { Connection } from '../store/database.js';
import type { ReportQuery } from '../store/report-filter.js';
import { findReport } from '../store/reports.js';
import { searchReports } from '../store/search.js';
import { searchQuery } from '../store/search-query.js';
import { readSummaries } from '../store/summaries.js';
import { type Access, isFromThisPage, whoAsks } from './access.js';
import { openWords, sealWords } from './sealed-words.js';

/** What the page works with. */
export interface PageParts {
  readonly access: Access;
  readonly timeZone: string;
  readonly disclosureDays: number;
  /** Runs an act on the record as it is now. @throws {Failure} where it can't be read */
  readonly look: <T>(act: (connection: Connection) => T) => Promise<T>;
  /** Called when somebody is not let in who tried to be. */
  readonly onRefused: () => void;
  readonly log: Log;
  readonly now: () => Date;
}

/** Where a search is sent. */
const SEARCH = '/search';

/** Bytes of a search as a browser sends it: 200 characters, each of twelve bytes at most. */
const LARGEST_SEARCH = 4_096;

/** Reports of one page. */
const MOST_SHOWN = 500;
const MOST_FOUND = 50;

const DAY = 86_400_000;

/** RFC 9110 §9.2.1: the methods that change nothing. */
const READING: readonly string[] = ['GET', 'HEAD'];

interface Environment {
  Variables: { who: string };
}

/** Makes it; nothing listens yet. */
export function engineersPage(parts: PageParts): Hono<Environment> {
  const { access, look, log, now, timeZone, disclosureDays } = parts;
  const app = new Hono<Environment>();

  app.use(
    answerHeaders({
      defaultSrc: ["'none'"],
      styleSrc: [STYLE_SOURCE],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    }),
  );
  app.use(async (context, next) => {
    context.header('Cache-Control', 'no-store');
    const isSearch = context.req.method === 'POST' && context.req.path === SEARCH;
    if (!READING.includes(context.req.method) && !isSearch)
      return context.text('This page is for reading.\n', 405, { Allow: 'GET, HEAD' });
    const who = whoAsks(access, {
      authorization: context.req.header('Authorization'),
      user: access.userHeader === null ? undefined : context.req.header(access.userHeader),
    });
    if (who === null) return refuse(context, access, parts.onRefused);
    context.set('who', who);
    return next();
  });

  const limited = bodyLimit({ maxSize: LARGEST_SEARCH, onError: tooLong });
  // One whose sender went away ends here, as nothing for the operator; what follows answers for itself.
  const bounded: typeof limited = (context, next) =>
    limited(context, next).catch(() => context.body(null, 400));
  // By POST, though it changes nothing: what is searched for is nothing for an address.
  app.post(SEARCH, bounded, async context => {
    const asking = {
      origin: context.req.header('Origin'),
      fetchSite: context.req.header('Sec-Fetch-Site'),
      host: context.req.header('Host'),
    };
    if (!isFromThisPage(asking)) return context.text('The search was not sent from this page.\n', 403);
    const body: Record<string, unknown> = await context.req.parseBody().catch(() => ({}));
    const words = typeof body.words === 'string' ? body.words.trim() : '';
    return context.redirect(words === '' ? '/' : `/?found=${sealWords(words)}`, 303);
  });

  app.get('/', async context => {
    const found = context.req.query('found');
    const opened = found === undefined ? (context.req.query('words') ?? '') : openWords(found);
    if (opened === null) return context.html(listHtml(FORGOTTEN, timeZone), 410);
    const words = opened.trim();
    const shown = await look(connection => {
      const exact = words === '' ? null : findReport(connection, words);
      if (exact !== null) return exact.number;
      return words === ''
        ? listed(connection, listName(context.req.query('list')))
        : foundBy(connection, words);
    });
    return typeof shown === 'string'
      ? context.redirect(`/reports/${shown}`, 303)
      : context.html(listHtml(shown, timeZone));
  });

  app.get('/digest', async context => {
    const moment = now();
    const since = new Date(moment.getTime() - DAY);
    const contents = await look(connection =>
      digestOf(readRecord(connection, since, moment), { since, now: moment, timeZone, disclosureDays }),
    );
    return context.html(digestHtml(contents));
  });

  app.get('/reports/:number', async context => {
    const sheet = await look(connection =>
      connection.transaction(() => {
        const report = findReport(connection, context.req.param('number'));
        return report === null ? null : reportSheet(knownReport(connection, report), timeZone);
      })(),
    );
    if (sheet === null) return context.text('There is no such report.\n', 404);
    log.info({ report: sheet.number, who: context.get('who') }, 'page.read');
    return context.html(reportHtml(sheet, { href: '/', name: 'All open reports' }));
  });

  app.notFound(context => context.text('Not found.\n', 404));
  app.onError((error, context) => {
    const failure =
      error instanceof Failure ? error : new Failure('internal', `A defect of ours: ${error.name}.`);
    log.error({ code: failure.code, message: failure.message }, 'page.failed');
    return context.text('The record could not be read. The log of the server tells why.\n', 500);
  });
  return app;
}

function tooLong(context: Context): Response {
  return context.text('The search is too long.\n', 413);
}

function refuse(context: Context, { token }: Access, onRefused: () => void): Response {
  // Every browser asks once without the token before it asks its user for it.
  if (token === null || context.req.header('Authorization') !== undefined) onRefused();
  if (token === null) return context.text('The proxy in front of this page names nobody.\n', 403);
  // RFC 7617 §2.1: what is typed is UTF-8.
  return context.text('Only for those who were given the token.\n', 401, {
    'WWW-Authenticate': 'Basic realm="Security reports", charset="UTF-8"',
  });
}

function listName(asked: string | undefined): ListName {
  return LISTS.find(name => name === asked) ?? 'open';
}

const QUERY: Readonly<Record<ListName, Omit<ReportQuery, 'limit'>>> = {
  open: { filter: { statuses: OPEN_STATUSES }, order: 'due' },
  closed: {
    filter: { statuses: STATUSES.filter(status => !OPEN_STATUSES.includes(status)) },
    order: 'received',
  },
  all: { filter: {}, order: 'received' },
};

/** A search of before this process. */
const FORGOTTEN: ShownList = { name: null, words: '', reports: [], hasMore: false };

/** The latest of them first, or of the open ones the most urgent. A report whose record is damaged is in the digest. */
function listed(connection: Connection, name: ListName): ShownList {
  const { sound } = readSummaries(connection, { ...QUERY[name], limit: MOST_SHOWN + 1 });
  const latestFirst = QUERY[name].order === 'received' ? sound.toReversed() : sound;
  return {
    name,
    words: '',
    reports: latestFirst.slice(0, MOST_SHOWN),
    hasMore: latestFirst.length > MOST_SHOWN,
  };
}

function foundBy(connection: Connection, words: string): ShownList {
  const query = searchQuery(words);
  const result = query === null ? null : searchReports(connection, query, {}, MOST_FOUND);
  return {
    name: null,
    words,
    reports: result?.found.map(({ report }) => report) ?? [],
    hasMore: result !== null && result.ranked > result.found.length,
  };
}
