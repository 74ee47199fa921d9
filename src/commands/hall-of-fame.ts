/**
 * `security-inbox hall-of-fame`: whom to thank in public for the disclosed reports. Reads the store alone.
 */
import { HALL_FORMATS, type HallFormat } from '../digest/hall-of-fame/formats.js';
import { hallOfFameOf } from '../digest/hall-of-fame/hall-of-fame.js';
import { Failure } from '../failure.js';
import { disclosedCredits } from '../store/credits.js';
import { type LookOptions, lookAt } from './looking.js';

export interface HallOptions extends LookOptions {
  readonly format?: HallFormat;
}

/** Report numbers that a sentence names. */
const MOST_NUMBERS = 100;

/**
 * Prints it, and on standard error which reporters are still to be asked: what is printed may be published as it is, save
 * the JSON, which holds those numbers too.
 * @throws {Failure} `usage`
 */
export async function hallOfFame(options: HallOptions): Promise<void> {
  const { json } = options;
  if (json && options.format !== undefined && options.format !== 'json') {
    throw new Failure('usage', `--json and --format ${options.format} ask for two forms. Give one of them.`);
  }
  const format = json ? 'json' : (options.format ?? 'markdown');
  await lookAt(options, ({ connection, timeZone }) => {
    const hall = hallOfFameOf(disclosedCredits(connection), new Date(), timeZone);
    process.stdout.write(HALL_FORMATS[format](hall));
    if (format !== 'json' && hall.toAsk.length > 0) process.stderr.write(askSentence(hall.toAsk));
  });
}

function askSentence(numbers: readonly string[]): string {
  const left = numbers.length - MOST_NUMBERS;
  const more = left > 0 ? ` and ${left} more (--format json lists all)` : '';
  return `Left out, because their reporters did not say by which name, if any, they want to be credited; ask them: ${numbers.slice(0, MOST_NUMBERS).join(', ')}${more}.\n`;
}
