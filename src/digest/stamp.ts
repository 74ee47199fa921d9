/**
 * An instant in a table: sortable, short, and in the readers' own time zone.
 */

/** By time zone: making one takes longer than a hundred stamps with it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** @returns for example "2026-11-24 15:34" */
export function formatStamp(instant: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}
