/**
 * Adds items to the end of a list. `list.push(...items)` passes every item as an argument and overflows the
 * stack on a mail of very many lines.
 * @param list - what grows
 * @param items - what it grows by
 */
export function append<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}
