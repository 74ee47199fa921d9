/**
 * What is said of a value in config.json that can't stand there, in our words for every kind of mistake that zod finds;
 * a schema that has words of its own for one keeps them. The value is never repeated: it may be a secret that stands at the
 * wrong place.
 */
import type { z } from 'zod';
import { meaningAt } from './schema-places.js';

/**
 * For zod, in place of its own words.
 * @param issue - with its full path in the file
 * @returns what is wrong and what may stand there, as a clause to be read after the path
 */
export function wordsOf(issue: z.core.$ZodRawIssue): string {
  const input: unknown = issue.input;
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue.expected, input, issue.path ?? []);
    case 'too_small':
      return tooSmall(issue.origin, issue.minimum);
    case 'too_big':
      return tooBig(issue.origin, issue.maximum);
    case 'invalid_format':
      return ofFormat(issue.format);
    case 'invalid_value':
      return input === undefined ? `is missing: ${oneOf(issue.values)}` : `must be ${oneOf(issue.values)}`;
    case 'invalid_union':
      return 'must be "…", {"env": "NAME"}, {"file": "path"} or {"credential": "NAME"}';
    default:
      return 'is nothing that may stand here; docs/configuration.md says what may';
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text in quotes, "…"',
  number: 'a number without quotes',
  int: 'a whole number without quotes',
  boolean: 'true or false, without quotes',
  array: 'a list in brackets, […]',
  object: 'keys and values in braces, {"…": …}',
  record: 'keys and values in braces, {"…": …}',
};

function oneOf(values: readonly unknown[]): string {
  return `${values.length > 1 ? 'one of ' : ''}${values.map(value => JSON.stringify(value)).join(', ')}`;
}

function ofType(expected: string, input: unknown, path: readonly PropertyKey[]): string {
  if (input === undefined) return `is missing${meaning(path)}`;
  const what = EXPECTED[expected] ?? expected;
  if (typeof input === 'number' && expected === 'int') return 'must be a whole number';
  // A flag's text that is none comes as NaN.
  if (typeof input === 'number' && expected === 'number') return 'must be a number';
  return `must be ${what}; ${kindOf(input)} stands there`;
}

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  switch (typeof input) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'an object';
  }
}

function tooSmall(origin: string, minimum: number | bigint): string {
  if (origin === 'string') {
    return minimum === 1 ? 'must not be empty' : `must have at least ${minimum} characters`;
  }
  if (origin === 'array')
    return minimum === 1 ? 'must not be an empty list' : `must have at least ${minimum} entries`;
  return `must be ${minimum} or more`;
}

function tooBig(origin: string, maximum: number | bigint): string {
  if (origin === 'string') return `must have at most ${maximum} characters`;
  return origin === 'array' ? `must have at most ${maximum} entries` : `must be ${maximum} or less`;
}

function ofFormat(format: string): string {
  switch (format) {
    case 'email':
      return 'must be a mail address, such as "security@example.com"';
    case 'url':
      return 'must be a URL with http or https, such as "https://example.com/security"';
    default:
      return 'has not the form that it must have; docs/configuration.md says which';
  }
}

function meaning(path: readonly PropertyKey[]): string {
  const written = meaningAt(path);
  return written === null ? '' : `: ${written.split(';')[0]}`;
}
