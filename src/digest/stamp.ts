/**
 * An instant in a table: sortable, short, and in the readers' own time zone.
 */

/** @returns for example "2026-11-24 15:34" */
export function formatStamp(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return parts.format(instant);
}
