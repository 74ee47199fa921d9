/**
 * Questions whose answer comes from a flag, from a person at a terminal, or from what is usual. Where no person can be
 * asked nobody is waited for.
 */
import type { z } from 'zod';
import { wordsOf } from '../config/mistake-words.js';
import { Failure } from '../failure.js';

/** The means to ask a person. */
export interface Person {
  /** @param mistakeIn - in an answer, or null where there is none */
  text(
    message: string,
    fallback: string | undefined,
    mistakeIn: (text: string) => string | null,
  ): Promise<string>;
  /** Not echoed. */
  secret(message: string): Promise<string>;
  choice<T extends string>(message: string, choices: readonly Choice<T>[]): Promise<T>;
  confirm(message: string): Promise<boolean>;
}

export interface Choice<T extends string> {
  readonly value: T;
  readonly name: string;
  /** Shown for the choice that is looked at. */
  readonly description?: string;
}

export interface Question<T> {
  /** That answers it: `--policy-url`. */
  readonly flag: string;
  /** The flag's value. */
  readonly given: string | undefined;
  readonly message: string;
  /** Taken where nobody is asked; for a person, what Enter means. */
  readonly fallback?: string | undefined;
  /** What an answer has to be. */
  readonly schema: z.ZodType<T, unknown>;
}

/**
 * Gets one answer.
 * @param person - null where nobody can be asked
 * @throws {Failure} `usage` for a flag's value that is no answer, and where there is neither flag nor person
 */
export async function answer<T>(question: Question<T>, person: Person | null): Promise<T> {
  const { flag, given, message, fallback, schema } = question;
  const mistakeIn = (text: string) =>
    schema.safeParse(text.trim(), { error: wordsOf }).error?.issues[0]?.message ?? null;
  const text =
    given ?? (person === null ? fallback : await person.text(message, fallback, text => mistakeIn(text)));
  if (text === undefined) throw new Failure('usage', `${flag} is missing, and nobody can be asked for it.`);
  const mistake = mistakeIn(text);
  if (mistake !== null) throw new Failure('usage', `${flag} ${JSON.stringify(text)}: ${mistake}`);
  return schema.parse(text.trim());
}
