/**
 * Sentences that stand in a section and are not of it: "please credit me as …" below the references, the
 * contact address at the end of the steps. They are taken out, and kept for the fields they belong to.
 */
import { append } from './append.js';
import { type Cue, cueOf } from './cues.js';
import { type Line, paragraphsOf } from './lines.js';
import type { Section } from './sections.js';
import { sentencesOf } from './sentences.js';
import { bulletOf, stepNumberOf } from './step-marks.js';

const TAKEN: ReadonlySet<Cue> = new Set(['credit', 'contact', 'environment', 'intro', 'courtesy']);
/** Sections that are read as a whole; `references` among them keeps none of its prose anyway. */
const WHOLE: ReadonlySet<string> = new Set([
  'credit',
  'contact',
  'environment',
  'affected',
  'product',
  'version',
]);

/** A sentence taken out of its section. */
export interface Aside {
  readonly cue: Cue;
  readonly sentence: string;
}

/**
 * Parts a mail's sections from the asides in them.
 * @param sections - as they stand
 */
export function setAsides(sections: readonly Section[]): { sections: Section[]; asides: Aside[] } {
  const asides: Aside[] = [];
  const kept = sections.map(section => {
    const lines: Line[] = [];
    for (const paragraph of paragraphsOf(section.lines)) {
      append(lines, keepParagraph(paragraph, section, asides));
      lines.push({ text: '', code: false });
    }
    return { ...section, lines };
  });
  return { sections: kept.filter(section => section.lines.some(line => line.text !== '')), asides };
}

function keepParagraph(paragraph: readonly Line[], section: Section, asides: Aside[]): readonly Line[] {
  const first = paragraph[0];
  if (first === undefined || first.code || WHOLE.has(section.name) || isList(first)) return paragraph;
  const sentences = sentencesOf(paragraph.map(line => line.text).join(' '));
  const taken: Aside[] = [];
  const kept: string[] = [];
  for (const sentence of sentences) {
    const cue = cueOf(sentence);
    if (cue !== null && TAKEN.has(cue)) taken.push({ cue, sentence });
    else kept.push(sentence);
  }
  if (taken.length === 0) return paragraph;
  append(asides, taken);
  return kept.map(text => ({ text, code: false }));
}

function isList(line: Line): boolean {
  return stepNumberOf(line) !== null || bulletOf(line) !== null || line.text.includes('|');
}
