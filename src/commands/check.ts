/**
 * `security-inbox check`: tries everything for real, and says what works, what does not, and what to do.
 */
import { type NamedResult, runChecks } from '../checks/checks.js';
import { OUTCOMES } from '../checks/result.js';
import { resultText, summaryText } from '../digest/check-text.js';
import { jsonForTerminal } from '../digest/terminal.js';
import { openLog } from '../log.js';
import { EXIT_STATUS } from './exit-status.js';

export interface CheckOptions {
  readonly config: string;
  readonly json: boolean;
  /** Prints what is not ok alone. */
  readonly quiet: boolean;
  /** The address, or true where none was given. */
  readonly sendTest?: string | true;
  readonly online: boolean;
}

/**
 * Checks an installation and prints each result as it comes; as JSON all of them at the end. Sets the exit code to that of
 * the first failure; warnings alone are no failure.
 * @returns whether nothing failed
 */
export async function check(options: CheckOptions): Promise<boolean> {
  const { config: file, online, sendTest = null } = options;
  const results: NamedResult[] = [];
  for await (const result of runChecks({ file, online, sendTest }, openLog('warn'))) {
    results.push(result);
    if (!options.json && isWorthSaying(result, options))
      process.stdout.write(resultText(result, result.isOneOfSeveral ? result.mailbox : null));
  }
  const counts = Object.fromEntries(
    OUTCOMES.map(outcome => [outcome, results.filter(result => result.outcome === outcome).length]),
  );
  const failure = results.find(({ outcome }) => outcome === 'failure');
  if (options.json) {
    const said = results.filter(result => isWorthSaying(result, options)).map(inJson);
    const whole = {
      schema: 'security-inbox/check@1',
      checkedAt: new Date().toISOString(),
      counts,
      results: said,
    };
    process.stdout.write(`${jsonForTerminal(whole, 2)}\n`);
  } else if (
    !options.quiet ||
    results.some(({ outcome }) => outcome === 'warning' || outcome === 'failure')
  ) {
    process.stdout.write(summaryText(counts));
  }
  if (failure) process.exitCode = EXIT_STATUS[failure.code ?? 'internal'];
  return failure === undefined;
}

function isWorthSaying({ outcome }: NamedResult, { quiet }: CheckOptions): boolean {
  return !quiet || outcome === 'warning' || outcome === 'failure';
}

/** Every key always there, for whoever reads it. */
function inJson({ id, outcome, mailbox, about, message, remedy, code }: NamedResult) {
  return { id, outcome, mailbox, about: about ?? null, message, remedy: remedy ?? null, code: code ?? null };
}
