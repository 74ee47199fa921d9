/**
 * A failure an operator can act on. Its message says what was tried, on what, what came back and what to do,
 * and never holds a word of any mail. The command line prints the message alone, without a stack.
 */

/** Every kind of failure; `commands/exit-status.ts` gives each its exit code. */
export type FailureCode =
  | 'usage'
  | 'config'
  | 'no-input'
  | 'no-such-report'
  | 'output'
  | 'not-possible'
  | 'host-unknown'
  | 'unreachable'
  | 'login-refused'
  | 'sender-refused'
  | 'database'
  | 'disk'
  | 'busy'
  | 'receipts-waiting'
  | 'internal';

/** Thrown wherever an operator can mend what went wrong. */
export class Failure extends Error {
  override readonly name = 'Failure';

  /**
   * @param code - the kind, stable across versions
   * @param message - one or two sentences for the operator, without mail content
   * @param options - `cause` keeps the original error
   */
  constructor(
    readonly code: FailureCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/**
 * The system's or a library's error code of an unknown thrown value.
 * @returns for example `ENOSPC`, or null where there is none
 */
export function errorCode(error: unknown): string | null {
  const code = errorProperty(error, 'code');
  return typeof code === 'string' ? code : null;
}

/**
 * A property that a library hung on an error, such as nodemailer's `responseCode`.
 */
export function errorProperty(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}

/**
 * A server's words, made fit to stand in a sentence: one line, without control characters and marks that reorder text, at most 300 long.
 */
export function serverWords(words: unknown): string {
  return typeof words === 'string'
    ? words.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').slice(0, 300)
    : '';
}

/**
 * The kind of an error that nobody foresaw, and where in this program it was thrown: "TypeError at dist/intake.js:12".
 * No more, because a message or a stack could hold words of a mail.
 */
export function kindAndPlace(error: unknown): string {
  const kind = error instanceof Error ? error.name : typeof error;
  const at = error instanceof Error ? /\/(dist\/[\w./-]+:\d+)/.exec(error.stack ?? '')?.[1] : undefined;
  return at ? `${kind} at ${at}` : kind;
}
