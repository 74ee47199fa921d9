/** The opening and closing of a mail, which are no part of the report: greeting, farewell, signature. */
import { isBlank, type Line } from './lines.js';
import { FAREWELLS, GREETINGS } from './terms.js';
import { foldWords } from './text.js';

/** Longer lines are prose, whatever word they begin with. */
const MAX_GREETING_LENGTH = 60;
/** A farewell is followed by a name, a title, an address: not by a report. */
const MAX_LINES_AFTER_FAREWELL = 8;

const farewells = new Set<string>(FAREWELLS);

/** A mail's words between greeting and farewell, and what stood below its signature mark. */
export interface Letter {
  readonly lines: readonly Line[];
  readonly signature: readonly Line[];
}

/**
 * Takes greeting, farewell and signature off a mail.
 * @param lines - the whole text
 * @param name - the sender's display name, to know a bare first name at the end
 */
export function openLetter(lines: readonly Line[], name: string | null): Letter {
  // RFC 3676 §4.3: the signature begins below "-- "; trailing white space is already gone here.
  const mark = lines.findLastIndex(line => !line.code && line.text === '--');
  const above = mark < 0 ? lines : lines.slice(0, mark);
  const signature = mark < 0 ? [] : lines.slice(mark + 1);
  const closed = cutBareName(cutFarewell(above), name);
  return { lines: cutGreeting(closed), signature };
}

function cutGreeting(lines: readonly Line[]): readonly Line[] {
  const first = lines.findIndex(line => !isBlank(line));
  const line = lines[first];
  if (line === undefined || line.code || line.text.length > MAX_GREETING_LENGTH) return lines;
  const words = foldWords(line.text);
  const greets = GREETINGS.some(
    greeting => words.startsWith(greeting) && !/^[a-z0-9]/.test(words.slice(greeting.length)),
  );
  if (!greets || /[.:]$/.test(words)) return lines;
  return lines.slice(first + 1);
}

function cutFarewell(lines: readonly Line[]): readonly Line[] {
  let end = lines.length;
  let seen = 0;
  for (let index = end - 1; index >= 0 && seen < MAX_LINES_AFTER_FAREWELL; index--) {
    const line = lines[index];
    if (line === undefined || isBlank(line)) continue;
    if (line.code) break;
    seen++;
    if (isFarewell(line.text)) end = index;
  }
  return lines.slice(0, end);
}

function isFarewell(text: string): boolean {
  if (text.length > MAX_GREETING_LENGTH) return false;
  const words = foldWords(text).replace(/[,.!]{1,3}$/, '');
  if (farewells.has(words)) return true;
  // "Regards, Ottoline"
  const comma = text.indexOf(',');
  return comma > 0 && text.length - comma < 40 && farewells.has(foldWords(text.slice(0, comma)));
}

function cutBareName(lines: readonly Line[], name: string | null): readonly Line[] {
  const last = lines.findLastIndex(line => !isBlank(line));
  const line = lines[last];
  const before = lines[last - 1];
  if (line === undefined || line.code || line.text.length > MAX_GREETING_LENGTH) return lines;
  if (before !== undefined && !isBlank(before)) return lines;
  const names = foldWords(name ?? '').split(' ');
  const words = foldWords(line.text).replace(/[,.!]$/, '');
  const isName = words !== '' && words.split(' ').every(word => names.includes(word));
  return isName ? lines.slice(0, last) : lines;
}
