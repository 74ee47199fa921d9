/**
 * The text of config.json → its checked content. Every mistake is said at once, each with its path.
 */
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { Failure } from '../failure.js';
import { missingOfMailboxes } from './mailbox-list.js';
import { wordsOf } from './mistake-words.js';
import { type ConfigFile, configSchema } from './schema.js';
import { keysAt } from './schema-places.js';

/**
 * Reads and checks the text of a configuration.
 * @param file - its path, for the sentence
 * @throws {Failure} `config` with every mistake found, each with its path in the file
 */
export function parseConfig(text: string, file: string): ConfigFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Failure('config', `${file} is not valid JSON${placeOf(error, text)}.`, { cause: error });
  }
  const result = configSchema.safeParse(json, { error: wordsOf });
  const missing = missingOfMailboxes(json);
  if (result.success && missing.length === 0) return result.data;
  const mistakes = [...(result.error?.issues ?? []).flatMap(describe), ...missing];
  throw new Failure('config', `${file} has mistakes:\n${mistakes.map(line => `  - ${line}`).join('\n')}`);
}

/** V8 words a syntax error with the text around it, which may be a password: only its place is passed on. */
function placeOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return ' (it ends too early)';
  const before = text.slice(0, Number(position)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function describe(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(
        key => `${path ? `${path}.` : ''}${key} is not a known key; ${inItsPlace(key, keysAt(issue.path))}`,
      );
    case 'invalid_key':
      return issue.issues.map(({ message }) => `${path}: ${message}`);
    default:
      // Zod's words of what is missing are ours as well, and they read on from the path.
      return [`${path || 'the file'}${issue.message.startsWith('is missing') ? ' ' : ': '}${issue.message}`];
  }
}

function inItsPlace(key: string, known: readonly string[]): string {
  const nearest = nearestKey(key, known);
  return nearest ? `did you mean "${nearest}"?` : `known here are ${known.join(', ')}`;
}

function nearestKey(key: string, known: readonly string[]): string | null {
  const ranked = known
    .map(name => ({ name, far: distance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best && best.far <= Math.max(2, Math.floor(best.name.length / 2)) ? best.name : null;
}
