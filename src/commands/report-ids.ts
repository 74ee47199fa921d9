/**
 * `security-inbox report-ids`: every number, for a shell to complete. Quick and silent: it writes nothing, migrates
 * nothing, and where it can't read it prints nothing.
 */
import { loadStoreConfig } from '../config/load.js';
import { numbersIn } from '../store/numbers-in.js';

/** Prints the numbers, one a line. Never throws. */
export function reportIds(options: { readonly config: string }): void {
  try {
    process.stdout.write(
      numbersIn(loadStoreConfig(options.config))
        .map(number => `${number}\n`)
        .join(''),
    );
  } catch {
    // Whoever presses Tab wants a number or nothing.
  }
}
