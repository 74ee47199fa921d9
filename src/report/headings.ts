/** Recognises the line that opens a section, in the shapes people write them. */
import type { Line } from '../document/document.js';
import { from } from '../document/lines.js';
import { foldWords } from '../document/words.js';
import { MAX_HEADING_LENGTH } from './limits.js';
import { SECTION_TERMS, type SectionName } from './section-terms.js';

/** A line that opens a section. */
export interface Heading {
  /** null where the line is surely a heading, of a name we do not know. */
  readonly section: SectionName | null;
  /** `label` where the section's text begins on the same line. */
  readonly source: 'section' | 'label';
  /** The words that made it a heading. */
  readonly title: string;
  /** What follows the label on its line; empty where nothing does. */
  readonly rest: Line;
  /** Whether the title is a term we know; else it only holds one. */
  readonly certain: boolean;
  /** As a heading block has it; 0 for every other shape. */
  readonly level: number;
}

const sectionOfTerm = new Map<string, SectionName>();
for (const [section, languages] of Object.entries(SECTION_TERMS)) {
  for (const term of Object.values(languages).flatMap(terms => terms.split(';'))) {
    sectionOfTerm.set(foldWords(term), section as SectionName);
  }
}
/** Sections whose terms of one word are too common to be looked for inside a longer heading. */
const VAGUE: ReadonlySet<SectionName> = new Set([
  'ignored',
  'title',
  'reporter',
  'product',
  'fixed',
  'contact',
  'version',
]);
/** "Where it goes" asks; alone such a word is a label. */
const ASKING =
  /^(?:where|what|how|who|why|which|wo|was|wie|wer|welche|ou|quoi|comment|qui|donde|que|como|quien|kurz|issue|problem|name|note|it|os|system)$/;
/** Terms that are clear enough to be looked for inside a longer heading. */
const MAX_TERM_WORDS = 5;

/** "1.", "2)", "3.1", "IV.", "a)" before a heading. */
const NUMBERING =
  /^(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.):]?|[ivx]{1,4}[.)]|[IVX]{1,4}[.)]|[A-Ha-h][.)]|§ ?\d{1,2})\s+/;
/** Of a line that is a title by its shape; below every level that Markdown has. */
const STANDING = 7;
const EMPHASIS = ['***', '**', '__', '*', '_'] as const;
/** Marks people put around a title: "=== Impact ===", "[Impact]", "--- Impact ---", "~ Impact ~", "> Impact". */
const FRAME = /^(?:[=\-~#*_+•>»]{1,80}\s{0,10}|\[)(?=[\p{L}\d])(.{1,80}?)(?:\s{0,10}[=\-~#*_+«]{1,80}|\])?$/u;

/**
 * The heading that a heading block is.
 * @param line - its title
 * @param level - of the block
 */
export function headingOfBlock(line: Line, level: number): Heading {
  const title = from(line, NUMBERING.exec(line.text)?.[0].length ?? 0);
  const bare = unemphasised(title);
  const label = labelled(bare);
  if (label !== null) return { ...label, level };
  const exact = exactSection(bare.text);
  return {
    section: exact ?? looseSection(bare.text),
    source: 'section',
    title: bare.text,
    rest: end(line),
    certain: exact !== null,
    level,
  };
}

/**
 * The heading on a line of a paragraph or item, or null where the line is text.
 * @param line - the line, without the mark of an item
 * @param stands - `alone`: nothing else is in its block; `first`: it opens its block; `within`: another line is above it
 */
export function headingOf(line: Line, stands: 'alone' | 'first' | 'within'): Heading | null {
  if (line.text === '') return null;
  const content = from(line, NUMBERING.exec(line.text)?.[0].length ?? 0);
  const isNumbered = content.start !== line.start;
  return (
    emphasised(content) ??
    labelled(content) ??
    framed(content) ??
    plain(content, stands) ??
    numbered(content, isNumbered, stands)
  );
}

function end(line: Line): Line {
  return { text: '', body: line.body, start: line.start + line.text.length };
}

function unemphasised(title: Line): Line {
  const { text } = title;
  const mark = EMPHASIS.find(
    each => text.startsWith(each) && text.endsWith(each) && text.length > 2 * each.length,
  );
  if (mark === undefined) return title;
  return from({ ...title, text: text.slice(0, -mark.length) }, mark.length);
}

function emphasised(line: Line): Heading | null {
  const { text } = line;
  const mark = EMPHASIS.find(each => text.startsWith(each));
  if (mark === undefined) return null;
  const close = text.slice(0, MAX_HEADING_LENGTH).indexOf(mark, mark.length);
  if (close < 0) return null;
  const title = text.slice(mark.length, close).replace(NUMBERING, '').trim();
  const after = from(line, close + mark.length);
  const colon = title.endsWith(':') || /^[:：]/.test(after.text);
  if (after.text !== '' && !colon) return null;
  const rest = /^[:：]/.test(after.text) ? from(after, 1) : after;
  const exact = exactSection(title);
  const isTitle = rest.text === '' && !/[.!;,]$/.test(title);
  if (exact === null && !isTitle) return null;
  const section = exact ?? looseSection(title);
  return {
    section,
    source: rest.text === '' ? 'section' : 'label',
    title,
    rest,
    certain: exact !== null,
    level: rest.text === '' ? STANDING : 0,
  };
}

function labelled(line: Line): Heading | null {
  const colon = line.text
    .slice(0, MAX_HEADING_LENGTH)
    .search(/[:：](?:[\s\p{Default_Ignorable_Code_Point}]|$)|\s[-–—=]{1,2}>?\s/u);
  if (colon < 2) return null;
  const isColon = /[:：]/.test(line.text.charAt(colon));
  const title = line.text.slice(0, colon).trim();
  const rest = from(
    line,
    colon + (isColon ? 1 : (/^\s\S{1,3}/.exec(line.text.slice(colon))?.[0].length ?? 1)),
  );
  const exact = exactSection(title);
  // "Patch - none yet" is a label; "Impact - as I said - is high" is not told from prose, so that the title must be one word.
  if (!isColon && (exact === null || title.includes(' ') || rest.text === '')) return null;
  const isOpen = rest.text === '' && /^\p{Lu}/u.test(title);
  const section = exact ?? (isOpen ? looseSection(title) : null);
  const source = rest.text === '' ? 'section' : 'label';
  return section === null ? null : { section, source, title, rest, certain: exact !== null, level: 0 };
}

function framed(line: Line): Heading | null {
  if (line.text.length > 2 * MAX_HEADING_LENGTH) return null;
  const title = FRAME.exec(line.text)?.[1]?.trim().replace(NUMBERING, '');
  const section = title === undefined ? null : exactSection(title);
  if (title === undefined || section === null) return null;
  return { section, source: 'section', title, rest: end(line), certain: true, level: STANDING };
}

function plain(line: Line, stands: 'alone' | 'first' | 'within'): Heading | null {
  const { text } = line;
  if (text.length > MAX_HEADING_LENGTH || /[.,;!]$/.test(text)) return null;
  const isCapital = /^\p{Lu}/u.test(text);
  if (stands === 'within' && !isCapital) return null;
  const exact = exactSection(text);
  const level = stands === 'within' ? 0 : STANDING;
  if (exact !== null)
    return { section: exact, source: 'section', title: text, rest: end(line), certain: true, level };
  // "WHAT GOES WRONG HERE": capitals alone on a line are a heading of some name.
  const letters = text.replace(/[^\p{L}]/gu, '');
  const shouts =
    stands !== 'within' &&
    letters.length >= 4 &&
    letters === letters.toUpperCase() &&
    letters !== letters.toLowerCase();
  if (!shouts || /[\d/\\$={}<>]/.test(text)) return null;
  return {
    section: looseSection(text),
    source: 'section',
    title: text,
    rest: end(line),
    certain: false,
    level,
  };
}

/** "IV. Verwendete Prüfumgebung": a number makes a title of a short line that stands alone. */
function numbered(line: Line, isNumbered: boolean, stands: 'alone' | 'first' | 'within'): Heading | null {
  const { text } = line;
  if (!isNumbered || stands !== 'alone' || text.length > MAX_HEADING_LENGTH || /[.,;:!?]$/.test(text))
    return null;
  if (!/^\p{Lu}/u.test(text) || text.split(' ').length > 6) return null;
  return {
    section: looseSection(text),
    source: 'section',
    title: text,
    rest: end(line),
    certain: false,
    level: STANDING,
  };
}

/** The section whose term the title is, parentheses aside: "Steps (PoC)", "Impact / Risk". */
function exactSection(title: string): SectionName | null {
  const words = titleWords(title);
  const whole = sectionOfTerm.get(words);
  if (whole !== undefined) return whole;
  const parts = words.split(/ ?(?:\/|&|\+|,|\|| and | und | et | y | or | oder | ou | o ) ?/);
  if (parts.length < 2) return null;
  const sections = parts.map(part => sectionOfTerm.get(part));
  if (!sections.every(section => section !== undefined)) return null;
  // "Product, version" and "Tool / version" tell both.
  if (sections.includes('version') && sections.includes('product')) return 'affected';
  return sections[0] ?? null;
}

/** The section of the longest term inside a title that is known to be a heading. */
function looseSection(title: string): SectionName | null {
  const exact = exactSection(title);
  if (exact !== null) return exact;
  const words = titleWords(title).split(' ');
  if (words.length > 8) return null;
  for (let length = Math.min(MAX_TERM_WORDS, words.length); length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const section = sectionOfTerm.get(words.slice(start, start + length).join(' '));
      // "Reload the page as another role" is not about the role.
      const term = words.slice(start, start + length).join(' ');
      if (section !== undefined && (length > 1 || !(VAGUE.has(section) || ASKING.test(term)))) return section;
    }
  }
  // "How we confirmed it": whatever the verb, unless a longer term is known.
  if (/^(?:how|wie|comment|como) \S/.test(words.join(' '))) return 'steps';
  return /^(?:why|warum|pourquoi|por que) \S/.test(words.join(' ')) ? 'impact' : null;
}

function titleWords(title: string): string {
  return foldWords(
    title
      .slice(0, 2 * MAX_HEADING_LENGTH)
      .replace(/\([^()]{0,80}\)/g, match => (/^\(e?s\)$|^\(es\)$/.test(match) ? match : ' '))
      .replace(/[*_`:：?!]{1,4}/g, ' '),
  );
}
