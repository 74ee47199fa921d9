/**
 * The log: JSON lines on standard error, one event a line under a stable name, never a word of any mail.
 */
import { pino } from 'pino';
import type { EventOf, FieldsOf, LogEvent } from './log-events.js';
import type { LogLevel } from './log-levels.js';

/** pino's, but for the events of the list alone, each at its level and with its fields. */
export interface Log {
  readonly debug: LogAt<'debug'>;
  readonly info: LogAt<'info'>;
  readonly warn: LogAt<'warn'>;
  readonly error: LogAt<'error'>;
  /** The same log, of one mailbox among several. */
  child(bindings: { readonly mailbox: string }): Log;
}

interface LogAt<L extends LogEvent['level']> {
  <E extends EventOf<L>>(fields: FieldsOf<E>, event: E): void;
  (event: EventOf<L>): void;
}

/**
 * Opens the log. Written synchronously, so that the last line before a crash is there.
 */
export function openLog(level: LogLevel): Log {
  return pino(
    { level, base: { program: 'security-inbox', process: process.pid }, messageKey: 'event' },
    pino.destination({ fd: 2, sync: true }),
  );
}
