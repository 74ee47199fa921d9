/** Whether words name what software runs on, with a version beside it. */
import { RUNTIME_NAMES } from './affected/runtime-names.js';

const escaped = [...RUNTIME_NAMES].map(name => name.replace(/[^\p{L}\p{N} ]/gu, '\\$&'));
const NAMED = new RegExp(
  `(?:^|[^a-z0-9-])(?:${escaped.sort((one, other) => other.length - one.length).join('|')})(?:$|[^a-z0-9-])`,
);
const VERSIONED = /\d/;

/**
 * @param words - folded
 */
export function namesRuntime(words: string): boolean {
  return NAMED.test(words) && VERSIONED.test(words);
}
