/**
 * The words in a calendar part, RFC 5545.
 */
import { manyLines } from './printable.js';

/** §3.8.1: the properties that people write. */
const WORDS = /^(?:SUMMARY|DESCRIPTION|LOCATION|COMMENT)(?:;[^:]{0,500})?:(.*)$/;

/**
 * @param calendar - decoded
 * @returns one paragraph a property; empty where nobody wrote anything
 */
export function calendarText(calendar: string): string {
  // §3.1: a line that begins with white space continues the one before it.
  const lines = manyLines(calendar)
    .replace(/\n[ \t]/g, '')
    .split('\n');
  return lines
    .map(line => WORDS.exec(line)?.[1] ?? '')
    .filter(value => value !== '')
    .map(value =>
      value.replace(/\\([nN,;\\])/g, (_all, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped)),
    )
    .join('\n\n');
}
