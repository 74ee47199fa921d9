/**
 * RFC 9110 §10.2.3: seconds or a date.
 * @param value - of the field Retry-After, or null where there is none
 * @param now - UTC instant, against which a date counts
 * @returns seconds, or null where it can't be read
 */
export function retryAfterOf(value: string | null, now: Date): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value.trim());
  const date = Date.parse(value);
  return Number.isFinite(date) ? Math.max(0, Math.ceil((date - now.getTime()) / 1000)) : null;
}
