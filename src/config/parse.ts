/**
 * The text of config.json → its checked content. Every mistake is said at once, each with its path.
 */
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { Failure } from '../failure.js';
import { missingOfMailboxes } from './mailbox-list.js';
import { type ConfigFile, configSchema } from './schema.js';

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
  const result = configSchema.safeParse(json);
  const missing = missingOfMailboxes(json);
  if (result.success && missing.length === 0) return result.data;
  const mistakes = [...(result.error?.issues ?? []).flatMap(issue => describe(issue, json)), ...missing];
  throw new Failure('config', `${file} has mistakes:\n${mistakes.map(line => `  - ${line}`).join('\n')}`);
}

/** V8 words a syntax error with the text around it, which may be a password: only its place is passed on. */
function placeOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return ' (it ends too early)';
  const before = text.slice(0, Number(position)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function describe(issue: z.core.$ZodIssue, json: unknown): string[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => {
      const full = path ? `${path}.${key}` : key;
      const nearest = nearestKey(key, knownKeys(issue.path));
      return `${full} is not a known key${nearest ? `; did you mean "${nearest}"?` : ''}`;
    });
  }
  if (issue.code === 'invalid_union') {
    // Zod's own words for a union say nothing of what may stand there; ours are those of the one that is not a secret.
    return [
      issue.message === 'Invalid input'
        ? `${path} must be "…", {"env": "NAME"}, {"file": "path"} or {"credential": "NAME"}`
        : `${path}: ${issue.message}`,
    ];
  }
  if (issue.code === 'invalid_type' && valueAt(json, issue.path) === undefined) {
    return [`${path || 'the file'} is missing`];
  }
  return [`${path || 'the file'}: ${issue.message}`];
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    json,
  );
}

function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = configSchema;
  for (const key of path) schema = child(schema, key);
  return keysOf(schema);
}

function keysOf(schema: unknown): string[] {
  const inner = unwrap(schema) as { shape?: object; options?: readonly unknown[] } | undefined;
  return inner?.shape ? Object.keys(inner.shape) : (inner?.options ?? []).flatMap(keysOf);
}

function child(schema: unknown, key: PropertyKey): unknown {
  const inner = unwrap(schema) as { shape?: Record<PropertyKey, unknown>; element?: unknown };
  return typeof key === 'number' ? inner.element : inner.shape?.[key];
}

function unwrap(schema: unknown): unknown {
  let inner = schema as { def?: { innerType?: unknown } } | undefined;
  while (inner?.def?.innerType) inner = inner.def.innerType as typeof inner;
  return inner;
}

function nearestKey(key: string, known: readonly string[]): string | null {
  const ranked = known
    .map(name => ({ name, far: distance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best && best.far <= Math.max(2, Math.floor(best.name.length / 2)) ? best.name : null;
}
