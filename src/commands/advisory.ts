/**
 * `security-inbox advisory ID`: what is to be made public of a report, shown and saved.
 */
import { readFileSync } from 'node:fs';
import { type Advisory, advisorySchema } from '../advisory/advisory.js';
import { currentAdvisory } from '../advisory/current.js';
import { lackingOf } from '../advisory/lacking.js';
import { CREDIT_HELD_BACK, isCreditHeldBack } from '../advisory/refused-credit.js';
import { advisoryText } from '../digest/advisory-text.js';
import { jsonForTerminal } from '../digest/terminal.js';
import { errorCode, Failure } from '../failure.js';
import { alteredFields } from '../publication/csaf/altered.js';
import { alteredWords } from '../publication/csaf/sentences.js';
import { advisoryRecord, saveAdvisory, savedAdvisory } from '../store/advisories.js';
import { rowOf } from '../store/reports.js';
import { type Changed, type ChangeOptions, type Changing, changeReport } from './changing.js';
import { lookAt } from './looking.js';
import { namedReport, reportWithAdvisory } from './named-report.js';
import { standardInput } from './standard-input.js';
import { wordsOf } from './who.js';

export interface AdvisoryOptions extends ChangeOptions {
  /** A file of JSON, or `-`. */
  readonly from?: string;
  readonly change?: string;
}

/** Mistakes of a file that are told at once. */
const MOST_MISTAKES = 10;

/** Characters of a file. */
const LONGEST = 1_000_000;

/**
 * Shows a report's advisory, as text or as the JSON that `--from` reads, or saves one.
 * @throws {Failure} `usage`, `no-input`, `no-such-report`, `not-possible` for one that was purged and can't be published
 */
export async function advisory(typed: string, options: AdvisoryOptions): Promise<void> {
  if (options.from !== undefined) return save(typed, options.from, options);
  if (options.change !== undefined) {
    throw new Failure('usage', '--change says what a file changes. Name the file with --from.');
  }
  await lookAt(options, ({ connection, timeZone }) => {
    const report = namedReport(connection, typed);
    const { number, content, life } = report;
    const { saved, revisions, last, decidedAt } = advisoryRecord(
      connection,
      rowOf(connection, number),
      number,
    );
    const current = currentAdvisory(content, life, saved?.advisory ?? null, last?.advisory ?? null);
    const lacking = lackingOf(current, content.reporter.wantsCredit);
    const heldBack = isCreditHeldBack(content, current, decidedAt) ? CREDIT_HELD_BACK : null;
    const altered = alteredWords(alteredFields(current));
    process.stdout.write(
      options.json
        ? `${jsonForTerminal(current, 2)}\n`
        : advisoryText(current, { number, saved, revisions, lacking, heldBack, altered }, timeZone),
    );
  });
}

function save(typed: string, file: string, options: AdvisoryOptions): void {
  const written = advisoryIn(file);
  const change = options.change === undefined ? null : wordsOf(options.change, '--change');
  const act = ({ connection, id, report, by }: Changing): Changed => {
    const before = savedAdvisory(connection, id, report.number);
    // Saved as it is, it is a decision on a wish that came after it.
    const isThere =
      before !== null &&
      !isCreditHeldBack(report.content, before.advisory, before.savedAt) &&
      JSON.stringify(before.advisory) === JSON.stringify(written) &&
      (change === null || change === before.change);
    if (!isThere) saveAdvisory(connection, id, written, change, by);
    const { needed } = lackingOf(written, report.content.reporter.wantsCredit);
    const still = needed.length === 0 ? '' : ` Before it can be published it needs ${needed.join(' ')}`;
    return {
      changed: !isThere,
      say: `${report.number}: its advisory is saved ${isThere ? 'already' : 'now'}.${still}`,
    };
  };
  changeReport(typed, options, act, reportWithAdvisory);
}

function advisoryIn(file: string): Advisory {
  const read = advisorySchema.safeParse(jsonIn(file));
  if (read.success) return read.data;
  const mistakes = read.error.issues
    .slice(0, MOST_MISTAKES)
    .map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new Failure(
    'usage',
    `${nameOf(file)} is no advisory:\n${mistakes.join('\n')}\n"security-inbox advisory ID --json" prints one to start from.`,
  );
}

function jsonIn(file: string): unknown {
  const text = file === '-' ? standardInput((LONGEST + 1) * 4, 'the advisory') : textOf(file);
  if (text.length > LONGEST) throw new Failure('usage', `${nameOf(file)} is too long for an advisory.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('usage', `${nameOf(file)} is not JSON.`);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure('no-input', `Can't read ${file} (${errorCode(error) ?? 'unknown error'}).`, {
      cause: error,
    });
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'Standard input' : file;
}
