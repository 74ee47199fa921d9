/** Which of two versions comes first, where no package manager's own rule is known. */
import type { Bound } from './version-operand.js';

/**
 * Orders two versions part by part, numbers as numbers; a stage such as "-rc1" comes before its version.
 * @param a - without "v"
 * @param b - without "v"
 * @returns below 0 where `a` comes first, 0 where neither does
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = comparePart(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(version: string): string[] {
  return (
    version
      .toLowerCase()
      .replace(/\+.*$/, '')
      .match(/\d+|[a-z]+/g) ?? []
  );
}

/** A word is before nothing, and nothing is the number 0. */
function comparePart(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  if (left !== right || left === 0) return left === right ? a.localeCompare(b, 'en') : left - right;
  return Number(a || 0) - Number(b || 0);
}

function rank(part: string): number {
  return /^[a-z]/.test(part) ? 0 : 1;
}

/**
 * Whether a version lies in a range.
 * @param version - without "v"
 * @param range - bounds that all hold
 */
export function isWithin(version: string, range: readonly Bound[]): boolean {
  // An end that moves, such as "latest", is never reached.
  return range.every(bound => bound.version === '' || holds(bound, compareVersions(version, bound.version)));
}

function holds({ comparator }: Bound, order: number): boolean {
  switch (comparator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '=':
      return order === 0;
  }
}
