/**
 * A template: an operator's words with named places for the facts of a receipt. The names are a closed set, none
 * of which holds a word of any mail, so that no template can make the receipt tell what was decrypted.
 *
 * `{{name}}` is the fact; `{{#name}}…{{/name}}` stands only where there is something to say; `{{missing}}` is a
 * list. There is nothing else: no loops, no conditions, no including.
 */
import { Failure } from '../failure.js';
import { escapeHtml, wrapLines } from './layout.js';

export const PLACEHOLDERS = [
  'number',
  'receivedAt',
  'answerBy',
  'answerWithin',
  'discloseBy',
  'disclosureDays',
  'policyUrl',
  'keyFingerprint',
  'missing',
  'team',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/**
 * `missing`: parts were not found. `key`: we have an OpenPGP key. `unencrypted`: and the mail was not encrypted to it. `late`: the
 * answer was due before the receipt was written; `inTime`: it was not.
 */
const SECTIONS = ['missing', 'key', 'unencrypted', 'inTime', 'late'] as const;
export type SectionName = (typeof SECTIONS)[number];

export type Form = 'text' | 'html';

type Piece =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'fact'; readonly name: Placeholder };

interface Stretch {
  /** Null for what always stands. */
  readonly section: SectionName | null;
  readonly pieces: readonly Piece[];
}

export interface Template {
  readonly form: Form;
  readonly stretches: readonly Stretch[];
}

/** What a template is filled with. */
export interface Facts {
  /** One for each placeholder that the template was allowed. */
  readonly values: Readonly<Partial<Record<Placeholder, string>>>;
  readonly missing: readonly string[];
  readonly sections: Readonly<Record<SectionName, boolean>>;
}

const TAG = /\{\{([#/]?)[ \t]*([^{}\n]{0,100}?)[ \t]*\}\}/g;

/** A section's tag alone on its line takes the line with it. */
const TAG_LINE = /^[ \t]*(\{\{[#/][^{}\n]{0,100}\}\})[ \t]*\n/gm;

/**
 * Reads a template.
 * @param allowed - placeholders that the mail has a fact for
 * @param file - its path, for messages to the operator
 * @throws {Failure} `config` naming the file, what is wrong in it, and what is allowed
 */
export function parseTemplate(
  source: string,
  form: Form,
  allowed: readonly Placeholder[],
  file: string,
): Template {
  const text = source.replace(/\r\n?/g, '\n').replace(TAG_LINE, '$1');
  const refuse = (what: string): never => {
    throw new Failure(
      'config',
      `The template ${file} ${what}. Allowed are ${allowed.map(tag).join(', ')}, and the sections ${SECTIONS.map(name => `{{#${name}}}…{{/${name}}}`).join(', ')}. A receipt never holds words of the report.`,
    );
  };
  const stretches: Stretch[] = [];
  let section: SectionName | null = null;
  let pieces: Piece[] = [];
  const end = () => {
    if (pieces.length > 0) stretches.push({ section, pieces });
    pieces = [];
  };
  const words = (part: string) => {
    if (/\{\{|\}\}/.test(part)) refuse('holds "{{" or "}}" outside of a placeholder');
    if (part !== '') pieces.push({ kind: 'words', words: part });
  };
  let from = 0;
  for (const match of text.matchAll(TAG)) {
    const [whole, mark, name = ''] = match;
    words(text.slice(from, match.index));
    from = match.index + whole.length;
    if (mark === '') {
      const fact = allowed.find(placeholder => placeholder === name);
      if (fact === undefined) return refuse(`names the placeholder {{${name}}}, which it may not`);
      pieces.push({ kind: 'fact', name: fact });
    } else if (!isSection(name)) {
      return refuse(`names the section {{${mark}${name}}}, which does not exist`);
    } else if (mark === '#') {
      if (section !== null) return refuse(`opens {{#${name}}} inside {{#${section}}}`);
      end();
      section = name;
    } else {
      if (section !== name) return refuse(`closes {{/${name}}}, which is not open`);
      end();
      section = null;
    }
  }
  words(text.slice(from));
  if (section !== null) return refuse(`does not close {{#${section}}}`);
  end();
  return { form, stretches };
}

/** Fills a template in. Text keeps within the line length; HTML values are escaped. */
export function fillTemplate({ form, stretches }: Template, facts: Facts): string {
  const filled = stretches
    .filter(({ section }) => section === null || facts.sections[section])
    .map(({ pieces }) => pieces.map(piece => wordsOf(piece, form, facts)).join(''))
    .join('');
  return form === 'html' ? filled : `${wrapLines(filled.replace(/\n{3,}/g, '\n\n')).trim()}\n`;
}

function wordsOf(piece: Piece, form: Form, { values, missing }: Facts): string {
  if (piece.kind === 'words') return piece.words;
  if (piece.name === 'missing') {
    return form === 'text'
      ? missing.map(part => `- ${part}`).join('\n')
      : missing.map(part => `<li>${escapeHtml(part)}</li>`).join('');
  }
  const value = values[piece.name] ?? '';
  return form === 'html' ? escapeHtml(value) : value;
}

function isSection(name: string): name is SectionName {
  return (SECTIONS as readonly string[]).includes(name);
}

function tag(name: string): string {
  return `{{${name}}}`;
}
