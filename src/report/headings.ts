/** Recognises the line that opens a section, in the shapes people write them. */
import { MAX_HEADING_LENGTH } from './limits.js';
import { isBlank, type Line } from './lines.js';
import { SECTION_TERMS, type SectionName } from './terms.js';
import { foldWords } from './text.js';

/** A line that opens a section. */
export interface Heading {
  /** null where the line is surely a heading, of a name we do not know. */
  readonly section: SectionName | null;
  /** `label` where the section's text begins on the same line. */
  readonly source: 'section' | 'label';
  /** What follows the label on its line. */
  readonly rest: string;
  /** Whether the title is a term we know; else it only holds one. */
  readonly certain: boolean;
  /** Number of "#" of a Markdown heading, 0 for every other shape. */
  readonly level: number;
}

const sectionOfTerm = new Map<string, SectionName>();
for (const [section, terms] of Object.entries(SECTION_TERMS)) {
  for (const term of terms) sectionOfTerm.set(foldWords(term), section as SectionName);
}
/** Terms that are clear enough to be looked for inside a longer heading. */
const longestTermWords = 5;

/** "1.", "2)", "3.1", "IV." before a heading. */
const NUMBERING = /^(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.):]?|[ivx]{1,4}[.)]|[IVX]{1,4}[.)]|[A-Ha-h][.)])\s+/;
const BULLET = /^[-*•+–]\s+/;
const EMPHASIS = ['**', '__', '*', '_'] as const;

/**
 * The heading on a line, or null where the line is text.
 * @param line - the line
 * @param before - the line above
 * @param after - the line below, for headings that are underlined
 */
export function headingOf(line: Line, before: Line | undefined, after: Line | undefined): Heading | null {
  if (line.code) return null;
  const text = line.text.trim();
  if (text === '') return null;
  if (text.startsWith('#')) return markdownHeading(text);
  const content = text.replace(BULLET, '').replace(NUMBERING, '');
  return emphasised(content) ?? labelled(content) ?? plain(content, before, after);
}

function markdownHeading(text: string): Heading | null {
  let level = 0;
  while (level < 7 && text.charAt(level) === '#') level++;
  if (level > 6 || text.charAt(level) !== ' ' || text.length > 2 * MAX_HEADING_LENGTH) return null;
  const title = text
    .slice(level)
    .replace(/#{1,6}$/, '')
    .trim()
    .replace(NUMBERING, '');
  const inner = unemphasise(title);
  const label = labelled(inner);
  if (label !== null) return { ...label, level };
  return { section: looseSection(inner), source: 'section', rest: '', certain: false, level };
}

function unemphasise(title: string): string {
  const mark = EMPHASIS.find(
    each => title.startsWith(each) && title.endsWith(each) && title.length > 2 * each.length,
  );
  return mark === undefined ? title : title.slice(mark.length, -mark.length).trim();
}

function emphasised(text: string): Heading | null {
  const mark = EMPHASIS.find(each => text.startsWith(each));
  if (mark === undefined) return null;
  const end = text.slice(0, MAX_HEADING_LENGTH).indexOf(mark, mark.length);
  if (end < 0) return null;
  const title = text.slice(mark.length, end);
  const rest = text.slice(end + mark.length).trim();
  const colon = title.trimEnd().endsWith(':') || rest.startsWith(':');
  if (rest !== '' && !colon) return null;
  const value = rest.replace(/^:\s{0,10}/, '');
  const section = value === '' ? looseSection(title) : exactSection(title);
  const source = value === '' ? 'section' : 'label';
  return section === null ? null : { section, source, rest: value, certain: true, level: 0 };
}

function labelled(text: string): Heading | null {
  const colon = text.slice(0, MAX_HEADING_LENGTH).search(/[:：](?:\s|$)/);
  if (colon < 2) return null;
  const title = text.slice(0, colon);
  const rest = text.slice(colon + 1).trim();
  const exact = exactSection(title);
  const section = exact ?? (rest === '' && /^\p{Lu}/u.test(title) ? looseSection(title) : null);
  const source = rest === '' ? 'section' : 'label';
  return section === null ? null : { section, source, rest, certain: exact !== null, level: 0 };
}

function plain(text: string, before: Line | undefined, after: Line | undefined): Heading | null {
  if (text.length > MAX_HEADING_LENGTH || /[.,;!?]$/.test(text)) return null;
  const underlined =
    after !== undefined && !after.code && /^(?:={3,80}|-{3,80}|~{3,80})$/.test(after.text.trim());
  if (underlined && !text.startsWith('|')) {
    return { section: looseSection(text), source: 'section', rest: '', certain: true, level: 0 };
  }
  const opens = /^\p{Lu}/u.test(text) || before === undefined || isBlank(before);
  const section = opens ? exactSection(text) : null;
  return section === null ? null : { section, source: 'section', rest: '', certain: true, level: 0 };
}

/** The section whose term the title is, parentheses aside: "Steps (PoC)", "Impact / Risk". */
function exactSection(title: string): SectionName | null {
  const words = titleWords(title);
  const whole = sectionOfTerm.get(words);
  if (whole !== undefined) return whole;
  const parts = words.split(/ ?(?:\/|&|\+|,| and | und | et | y ) ?/);
  if (parts.length < 2) return null;
  const sections = parts.map(part => sectionOfTerm.get(part));
  return sections.every(section => section !== undefined) ? (sections[0] ?? null) : null;
}

/** The section of the longest term inside a title that is known to be a heading. */
function looseSection(title: string): SectionName | null {
  const exact = exactSection(title);
  if (exact !== null) return exact;
  const words = titleWords(title).split(' ');
  if (words.length > 8) return null;
  for (let length = Math.min(longestTermWords, words.length); length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const section = sectionOfTerm.get(words.slice(start, start + length).join(' '));
      if (section !== undefined) return section;
    }
  }
  return null;
}

function titleWords(title: string): string {
  return foldWords(
    title
      .slice(0, 2 * MAX_HEADING_LENGTH)
      .replace(/\([^()]{0,80}\)/g, ' ')
      .replace(/[*_`:]{1,4}/g, ' '),
  );
}
