/**
 * A database of very many reports within minutes: some hundred are recorded as the program records them, and copied row by
 * row with numbers and identifiers of their own; what is derived from them is indexed anew for each.
 */
import type { Connection } from '../../src/store/database.js';
import { SEARCH_FIELD_NAMES } from '../../src/store/search-index.js';
import { recordMadeUp } from './made-up-reports.js';

/** At most so many are copied. */
const MOST_MODELS = 500;
/** At most so many are open, however many there are: what a team has at hand does not grow with its archive. */
export const MOST_OPEN = 200;

/** Copies of one transaction, as often as all models. */
const AT_ONCE = 20;

/** Tables with what a copied row has of its own; all their other columns are as in the model. */
const TABLES = [
  { name: 'reports', own: { id: 'id + :reports', number: numberOf('id') } },
  {
    name: 'messages',
    own: {
      id: 'id + :messages',
      report_id: 'report_id + :reports',
      sha256: "printf('%064x', id + :messages)",
      message_id: "'<' || (id + :messages) || '@reporter.example>'",
      bytes: begin('bytes'),
    },
  },
  { name: 'words', own: { message_id: 'message_id + :messages', text: begin('text') } },
  {
    name: 'receipts',
    own: {
      id: 'id + :receipts',
      report_id: 'report_id + :reports',
      message_id: "'<receipt.' || (id + :receipts) || '@inbox.example>'",
      text: begin('text'),
      html: begin('html'),
    },
  },
  { name: 'history', own: { id: 'id + :history', report_id: 'report_id + :reports' } },
  { name: 'report_summaries', own: { report_id: 'report_id + :reports' } },
  { name: 'report_products', own: { report_id: 'report_id + :reports' } },
] as const;

/** What is neither listed nor in a digest is kept short, so that a million fit. */
function begin(column: string): string {
  return `substr(${column}, 1, 200)`;
}

/** The number of a copy, which no number that is given later meets. */
function numberOf(id: string): string {
  return `substr(number, 1, 8) || printf('%07d', ${id} + :reports)`;
}

/** Puts so many reports on record. @param now - UTC instant */
export function fill(connection: Connection, count: number, now: Date): void {
  const open = Math.min(MOST_OPEN, Math.floor(count / 5));
  const models = largestDivisor(count - open, MOST_MODELS);
  const rounds = (count - open) / models;
  // What is lost with the machine can be made again.
  connection.pragma('journal_mode = OFF');
  connection.pragma('synchronous = OFF');
  connection.pragma('cache_size = -400000');
  connection.transaction(() => {
    const step = (count - open) / models;
    for (let model = models - 1; model >= 0; model--)
      recordMadeUp(connection, open + Math.floor(model * step), count, false, now);
  })();
  const last = (table: string) => connection.prepare(`SELECT max(id) FROM ${table}`).pluck().get() as number;
  const rows = {
    reports: last('reports'),
    messages: last('messages'),
    receipts: last('receipts'),
    history: last('history'),
  };
  const statements = [...TABLES.map(table => copyOf(connection, table, rows)), indexOf(models)].map(sql =>
    connection.prepare(sql),
  );
  for (let first = 1; first < rounds; first += AT_ONCE) {
    connection.transaction(() => {
      for (let round = first; round < Math.min(rounds, first + AT_ONCE); round++)
        for (const statement of statements) statement.run(shiftedBy(round, rows, statement.source));
    })();
  }
  connection.transaction(() => {
    for (let index = open - 1; index >= 0; index--) recordMadeUp(connection, index, count, true, now);
  })();
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('wal_checkpoint(TRUNCATE)');
}

function largestDivisor(of: number, most: number): number {
  for (let divisor = Math.min(of, most); divisor > 1; divisor--) if (of % divisor === 0) return divisor;
  return 1;
}

type Rows = Readonly<Record<'reports' | 'messages' | 'receipts' | 'history', number>>;

/** The parameters that a statement has, and no others. */
function shiftedBy(round: number, rows: Rows, sql: string): Record<string, number> {
  const named = Object.entries(rows).filter(([name]) => sql.includes(`:${name}`));
  return Object.fromEntries(named.map(([name, count]) => [name, round * count]));
}

function copyOf(connection: Connection, { name, own }: (typeof TABLES)[number], rows: Rows): string {
  const columns = connection
    .prepare(`SELECT name FROM pragma_table_info('${name}')`)
    .pluck()
    .all() as string[];
  const values = columns.map(column => (own as Record<string, string>)[column] ?? column);
  const models = {
    words: `message_id <= ${rows.messages}`,
    report_summaries: `report_id <= ${rows.reports}`,
    report_products: `report_id <= ${rows.reports}`,
  } as Record<string, string>;
  const where = models[name] ?? `id <= ${(rows as Record<string, number>)[name]}`;
  return `INSERT INTO ${name} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${name} WHERE ${where}`;
}

/** Each copy is found by its own number. */
function indexOf(models: number): string {
  const values = SEARCH_FIELD_NAMES.map(field =>
    field === 'identifiers'
      ? `(SELECT number FROM reports WHERE id = search_index.rowid + :reports) || char(10) || identifiers`
      : field === 'words'
        ? begin(field)
        : field,
  );
  return `INSERT INTO search_index (rowid, ${SEARCH_FIELD_NAMES.join(', ')})
    SELECT rowid + :reports, ${values.join(', ')} FROM search_index WHERE rowid <= ${models}`;
}
