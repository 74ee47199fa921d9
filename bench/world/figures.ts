/** Figures of repeated measurements, and how they are written. */

/** Of at least one value. @param share - 0.5 for the median, 0.99 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Three digits that count, and whole numbers as they are. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 1000 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-GB');
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

/** @returns what an act gives, and milliseconds */
export async function timed<T>(act: () => Promise<T> | T): Promise<{ value: T; milliseconds: number }> {
  const begun = performance.now();
  const value = await act();
  return { value, milliseconds: performance.now() - begun };
}
