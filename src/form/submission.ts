/**
 * What a person writes into the web form: the parts that the policy asks for. Pure, and the same in the server and in the
 * page's script.
 */

/** The languages that the form is in. */
export const FORM_LANGUAGES = ['en', 'de'] as const;
export type FormLanguage = (typeof FORM_LANGUAGES)[number];

/** The words that a severity may be given in; '' where the reporter gives none. */
export const SEVERITIES = ['', 'low', 'medium', 'high', 'critical'] as const;

/** Whether the reporter wants to be named; '' where they do not say. */
export const CREDIT_WISHES = ['', 'yes', 'no'] as const;

/** Fields of one line, with the most characters of each. */
export const LINE_FIELDS = {
  title: 200,
  product: 200,
  versions: 300,
  tool: 300,
  vector: 300,
  creditName: 200,
  name: 200,
  email: 254,
} as const;

/** Fields of many lines, with the most characters of each: what extraction reads in full is below a mebibyte. */
export const TEXT_FIELDS = {
  description: 200_000,
  steps: 200_000,
  environment: 20_000,
  impact: 50_000,
  mitigations: 50_000,
} as const;

type LineField = keyof typeof LINE_FIELDS;
type TextField = keyof typeof TEXT_FIELDS;

/** The words of a report, each '' where nothing was written. */
export type Submission = Readonly<Record<LineField | TextField, string>> & {
  readonly language: FormLanguage;
  readonly severity: (typeof SEVERITIES)[number];
  readonly credit: (typeof CREDIT_WISHES)[number];
};

/** A file that came with it. */
export interface SubmittedFile {
  readonly name: string;
  /** As the browser names it; '' where it does not. */
  readonly type: string;
  readonly content: Uint8Array;
}

/** What a report should have, in the order of the form; a report without it is taken all the same. */
export type LackingPart = 'description' | 'steps' | 'product' | 'email';

/**
 * Makes a submission of what a form holds.
 * @param field - the value of a field by its name; '' where there is none
 */
export function submissionFrom(field: (name: string) => string): Submission {
  const lines = Object.entries(LINE_FIELDS).map(([name, most]) => [name, lineOf(field(name), most)] as const);
  const texts = Object.entries(TEXT_FIELDS).map(([name, most]) => [name, textOf(field(name), most)] as const);
  const words = Object.fromEntries([...lines, ...texts]) as Record<LineField | TextField, string>;
  return {
    ...words,
    language: oneOf(FORM_LANGUAGES, field('language')) ?? 'en',
    severity: oneOf(SEVERITIES, field('severity')) ?? '',
    credit: oneOf(CREDIT_WISHES, field('credit')) ?? '',
  };
}

/** @returns whether nothing was written that a person could work on */
export function isEmpty(submission: Submission, files: readonly unknown[]): boolean {
  const { title, description, steps, impact } = submission;
  return files.length === 0 && [title, description, steps, impact].every(words => words === '');
}

/** What is not there that the policy asks for. */
export function lackingOf({ description, steps, product, email }: Submission): LackingPart[] {
  const parts = { description, steps, product, email } as const;
  return (Object.keys(parts) as LackingPart[]).filter(part => parts[part] === '');
}

/** Controls and line breaks would end a header field or a label; direction marks make words look like others. */
const NOT_IN_A_LINE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

function lineOf(value: string, most: number): string {
  return value.slice(0, most).toWellFormed().replace(NOT_IN_A_LINE, ' ').trim();
}

/** Cut before anything else, and without a pattern that looks for the end of a run of spaces at each of them. */
function textOf(value: string, most: number): string {
  return value
    .slice(0, most)
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, ' ')
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

function oneOf<T extends string>(known: readonly T[], value: string): T | null {
  return known.find(one => one === value) ?? null;
}
