/**
 * The options every command that works on the mailbox shares.
 */
import { type Log, openLog } from '../log.js';
import type { LogLevel } from '../log-levels.js';

export interface WorkOptions {
  readonly config: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly logLevel: LogLevel;
}

/** The log of a command: warnings only where it is to be quiet. */
export function logOf(options: Pick<WorkOptions, 'quiet' | 'logLevel'>): Log {
  return openLog(options.quiet && options.logLevel === 'info' ? 'warn' : options.logLevel);
}

/**
 * A signal that fires when the process is asked to end (SIGTERM, SIGINT). A second request ends it at once.
 */
export function stopSignal(log: Log): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      log.info({ signal: name }, 'process.stopping');
      controller.abort();
    });
  }
  return controller.signal;
}
