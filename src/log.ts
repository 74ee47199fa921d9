/**
 * The log: JSON lines on standard error, one event a line under a stable name, never a word of any mail.
 */
import { type Logger, pino } from 'pino';
import type { LogLevel } from './log-levels.js';

export type Log = Logger;

/**
 * Opens the log. Written synchronously, so that the last line before a crash is there.
 */
export function openLog(level: LogLevel): Log {
  return pino(
    { level, base: { program: 'security-inbox', process: process.pid }, messageKey: 'event' },
    pino.destination({ fd: 2, sync: true }),
  );
}
