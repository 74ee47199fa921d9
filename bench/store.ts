/** What a database of many reports costs: a report more, a list, a search, a digest, each as the whole command that a person waits for. */
import { statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Connection, openDatabase } from '../src/store/database.js';
import { install } from '../test/world/program.js';
import type { Part, Ratio } from './part.js';
import { fill, MOST_OPEN } from './store/fill.js';
import { recordMadeUp } from './store/made-up-reports.js';
import { digits, median, timed } from './world/figures.js';
import { commandOf } from './world/installed.js';
import { costOf } from './world/process-cost.js';

const COMMANDS = {
  digest: () => ['digest'],
  list: () => ['list'],
  'search for one report': (number: string) => ['search', number],
  'search for a usual word': () => ['search', 'overflow'],
} as const;
/** Recorded each in a transaction of its own, as a poll does. */
const INSERTS = 100;
const TIMES = 5;
/** Bytes on the disk for each, with room to spare. */
const BYTES_A_REPORT = 10_000;
/** What takes ten times the time for ten times the reports grows by the power 1. */
const SUB_LINEAR = 0.9;

interface Measured {
  readonly reports: number;
  readonly megabytes: number;
  /** Milliseconds by name. */
  readonly times: Readonly<Record<string, number>>;
}

export const store: Part = async (sizes, tell) => {
  const measured: Measured[] = [];
  for (const count of sizes.reports) measured.push(await measure(count, tell));
  const names = Object.keys(measured[0]?.times ?? {});
  return {
    title: 'Many reports on record',
    method: `At most ${MOST_OPEN} of them are open, whatever their number. Their texts are short (some 8 KB in the database for each report and its mails). One insert is a report with its mail, its receipt and its words for the search, in a synced transaction of its own, the median of ${INSERTS}; the others are whole commands, the start of Node.js included, the median of ${TIMES}.`,
    tables: [
      {
        caption: 'Milliseconds',
        columns: ['', ...measured.map(({ reports }) => `${digits(reports)} reports`)],
        rows: [
          ...names.map(name => [name, ...measured.map(({ times }) => digits(times[name] ?? Number.NaN))]),
          ['file, MB', ...measured.map(({ megabytes }) => digits(megabytes))],
        ],
      },
    ],
    ratios: growthOf(measured, names),
    bars: [
      {
        title: 'The command digest',
        unit: 'ms',
        bars: measured.map(({ reports, times }) => ({
          name: `${digits(reports)} reports`,
          value: times.digest ?? Number.NaN,
          isOurs: true,
        })),
      },
    ],
  };
};

async function measure(count: number, tell: (line: string) => void): Promise<Measured> {
  const needed = count * BYTES_A_REPORT;
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < needed) throw new Error(`${tmpdir()} has no room for ${digits(needed / 1e6)} MB`);
  const inbox = install({
    imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
    smtp: { host: '127.0.0.1', port: 1 },
  });
  try {
    const connection = openDatabase({ database: inbox.database, databaseKeys: [] });
    const now = new Date();
    const filled = await timed(() => fill(connection, count, now));
    const megabytes = statSync(inbox.database).size / 1e6;
    tell(`${count} reports: filled in ${digits(filled.milliseconds / 1000)} s, ${digits(megabytes)} MB`);
    const times: Record<string, number> = { 'one insert': await insert(connection, count, now) };
    const number = connection
      .prepare('SELECT number FROM reports WHERE id = ?')
      .pluck()
      .get(count >> 1) as string;
    connection.close();
    for (const [name, wordsFor] of Object.entries(COMMANDS)) {
      const words = wordsFor(number);
      const runs: number[] = [];
      for (let time = 0; time < TIMES; time++) {
        const { seconds, status, stderr } = await costOf(commandOf(inbox, ...words));
        if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr.slice(-300)}`);
        runs.push(seconds * 1000);
      }
      times[name] = median(runs);
    }
    for (const [name, milliseconds] of Object.entries(times)) tell(`  ${name}: ${digits(milliseconds)} ms`);
    return { reports: count, megabytes, times };
  } finally {
    inbox.remove();
  }
}

/** Median milliseconds. */
async function insert(connection: Connection, count: number, now: Date): Promise<number> {
  const taken: number[] = [];
  for (let index = 0; index < INSERTS; index++) {
    const record = connection.transaction(() =>
      recordMadeUp(connection, count + index, count * 2, false, now),
    );
    taken.push((await timed(() => record.immediate())).milliseconds);
  }
  return median(taken);
}

/** The power of their number that each grows with, from the smallest database to the largest. */
function growthOf(measured: readonly Measured[], names: readonly string[]): Ratio[] {
  const [small] = measured;
  const large = measured.at(-1);
  if (small === undefined || large === undefined || small === large) return [];
  const power = (name: string) =>
    Math.log((large.times[name] ?? Number.NaN) / (small.times[name] ?? Number.NaN)) /
    Math.log(large.reports / small.reports);
  return names.map(name => ({
    name: `${name}: power of the number of reports that its time grows with`,
    value: Math.max(0.01, power(name)),
    better: 'less',
    goal: name === 'digest' ? SUB_LINEAR : null,
    unit: 'times',
  }));
}
