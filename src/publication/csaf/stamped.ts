/** Files that say when they were changed last, which is when anything else in them was. Pure. */
import { z } from 'zod';
import { jsonOf } from '../../json-of.js';

const said = z.union([
  z.object({ last_updated: z.iso.datetime() }).transform(({ last_updated }) => last_updated),
  z.object({ feed: z.object({ updated: z.iso.datetime() }) }).transform(({ feed }) => feed.updated),
]);

/**
 * @param make - the file, as it was changed at an instant
 * @param before - as it lies there; null where it does not
 * @returns as it lies there where nothing else is new in it; else with the time of now, which is never before that of the last change
 */
export function stamped(make: (at: Date) => string, before: Buffer | null, now: Date): string {
  const text = before?.toString('utf8') ?? null;
  const read = text === null ? null : said.safeParse(jsonOf(text));
  const last = read?.success ? new Date(read.data) : null;
  if (last === null) return make(now);
  const same = make(last);
  return same === text ? same : make(new Date(Math.max(now.getTime(), last.getTime() + 1)));
}
