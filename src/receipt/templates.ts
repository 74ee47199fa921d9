/**
 * The templates of every mail we send, in every language: ours, and in their place those of the operator's folder.
 * All are read and checked at start, so that a mistake shows then and not when a report arrives.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorCode, Failure } from '../failure.js';
import { PLACEHOLDERS, type Placeholder, parseTemplate, type Template } from './template.js';

/** Languages we answer in. */
const LANGUAGES = ['en', 'de'] as const;
export type ReceiptLanguage = (typeof LANGUAGES)[number];

/** What a mail of ours says. */
export type Purpose = 'receipt' | 'follow-up' | 'question';

export interface TemplatePair {
  readonly text: Template;
  readonly html: Template;
}

export type Templates = Readonly<Record<Purpose, Readonly<Record<ReceiptLanguage, TemplatePair>>>>;

/** A follow-up is answered with the number alone. */
const ALLOWED: Readonly<Record<Purpose, readonly Placeholder[]>> = {
  receipt: PLACEHOLDERS,
  'follow-up': ['number', 'policyUrl', 'keyFingerprint', 'team'],
  question: PLACEHOLDERS,
};

const NAMES = Object.keys(ALLOWED).flatMap(purpose =>
  LANGUAGES.flatMap(language => [`${purpose}.${language}.txt`, `${purpose}.${language}.html`]),
);

const BUILT_IN = fileURLToPath(new URL('./templates/', import.meta.url));

/**
 * Reads all templates.
 * @param folder - absolute path of the operator's, in which any may be left out; null for ours alone
 * @throws {Failure} `config` where one can't be read, asks for what a receipt must not hold, has a name that none has,
 *   or is text without HTML
 */
export function loadTemplates(folder: string | null): Templates {
  if (folder !== null && !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure(
      'config',
      `answering.templates names ${folder}, which is no folder. Make it, or leave the key out.`,
    );
  }
  const pair = (purpose: Purpose, language: ReceiptLanguage): TemplatePair => ({
    text: load(folder, `${purpose}.${language}.txt`, 'text', ALLOWED[purpose]),
    html: load(folder, `${purpose}.${language}.html`, 'html', ALLOWED[purpose]),
  });
  const both = (purpose: Purpose) => ({ en: pair(purpose, 'en'), de: pair(purpose, 'de') });
  const templates = { receipt: both('receipt'), 'follow-up': both('follow-up'), question: both('question') };
  if (folder !== null) checkNames(folder);
  return templates;
}

/**
 * A misspelt file would silently be ours, and a text without its HTML would be read by few: most programs show HTML.
 */
function checkNames(folder: string): void {
  const present = readdirSync(folder).filter(name => /\.(?:txt|html)$/.test(name));
  for (const name of present) {
    if (!NAMES.includes(name)) {
      throw new Failure(
        'config',
        `${join(folder, name)} is the name of no template. There are: ${NAMES.join(', ')}.`,
      );
    }
    const other = name.endsWith('.txt') ? name.replace(/txt$/, 'html') : name.replace(/html$/, 'txt');
    if (!present.includes(other)) {
      throw new Failure(
        'config',
        `${join(folder, name)} has no ${other} beside it. A receipt goes out as text and as HTML; write both.`,
      );
    }
  }
}

function load(
  folder: string | null,
  name: string,
  form: Template['form'],
  allowed: readonly Placeholder[],
): Template {
  const own = folder === null ? null : readOwn(join(folder, name));
  return own === null
    ? parseTemplate(readFileSync(join(BUILT_IN, name), 'utf8'), form, allowed, name)
    : parseTemplate(own, form, allowed, join(folder ?? '', name));
}

/** @returns null where the operator wrote none */
function readOwn(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new Failure(
      'config',
      `Can't read the template ${file}: ${errorCode(error) ?? 'unknown error'}. It must be a file that this user can read.`,
      { cause: error },
    );
  }
}
