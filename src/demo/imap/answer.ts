/**
 * How an IMAP server writes things down, RFC 9051 §4 and §9.
 */

/** A string that any client can read, whatever bytes are in it; NIL for null. */
export function nstring(value: string | null): string {
  if (value === null) return 'NIL';
  return /[^\x20-\x7e]|["\\]/.test(value) ? literal(value) : `"${value}"`;
}

/** Bytes as they are. */
export function literal(bytes: string): string {
  return `{${bytes.length}}\r\n${bytes}`;
}

/** Names and values in turn, or NIL where there are none. */
export function pairs(values: Readonly<Record<string, string>>): string {
  const words = Object.entries(values).flatMap(([name, value]) => [nstring(name), nstring(value)]);
  return words.length === 0 ? 'NIL' : `(${words.join(' ')})`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** date-time, in UTC. */
export function dateTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}-${month}-${year} ${time} +0000`;
}

/**
 * A date or a date-time.
 * @returns a UTC instant; of a date its midnight
 * @throws {Error} where it is neither
 */
export function readDate(words: string): Date {
  const found = /^\s*(\d{1,2})-(\w{3})-(\d{4})(?: (\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2}))?$/.exec(words);
  const month = MONTHS.indexOf(found?.[2] ?? '') + 1;
  if (!found || month === 0) throw new Error('that is no date');
  const [, day = '', , year, time = '00:00:00', hours = '+00', minutes = '00'] = found;
  return new Date(
    `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}T${time}${hours}:${minutes}`,
  );
}
