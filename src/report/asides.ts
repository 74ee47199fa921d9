/**
 * Sentences that stand in a section and are not of it: "please credit me as …" below the references, the contact
 * address at the end of the steps. They are taken out, and kept for the fields they belong to.
 */
import type { Block, Line } from '../document/document.js';
import { append } from './append.js';
import { type Cue, cueOf } from './cues.js';
import { MAX_UNITS } from './limits.js';
import { type Passage, sentencesOf } from './passage.js';
import { strayPurposeOf } from './prose/purposes.js';
import type { Section } from './sections.js';

const TAKEN: ReadonlySet<Cue> = new Set(['credit', 'contact', 'environment', 'intro', 'courtesy']);
/** Below the first paragraph of a section these are something else. */
const TAKEN_LATER: ReadonlySet<Cue> = new Set(['impact', 'mitigations', 'affected']);
/** Sections that are read as a whole; `references` among them keeps none of its prose anyway. */
const WHOLE: ReadonlySet<string> = new Set([
  'credit',
  'contact',
  'affected',
  'product',
  'version',
  'reporter',
]);

/** A sentence taken out of its section. */
export interface Aside {
  readonly cue: Cue;
  readonly sentence: Passage;
}

/**
 * Parts a mail's sections from the asides in them.
 * @param sections - as they stand
 */
export function setAsides(sections: readonly Section[]): { sections: Section[]; asides: Aside[] } {
  const asides: Aside[] = [];
  let left = MAX_UNITS;
  const kept = sections.map(section => ({
    ...section,
    blocks: section.blocks.flatMap((block, index) => {
      left -= block.lines.length;
      return left < 0 ? [block] : keptOf(block, section, index === 0, asides);
    }),
  }));
  return { sections: kept.filter(section => section.blocks.length > 0), asides };
}

function keptOf(block: Block, section: Section, isFirst: boolean, asides: Aside[]): Block[] {
  if (block.kind !== 'paragraph' || WHOLE.has(section.name)) return [block];
  const taken: Aside[] = [];
  const kept: Line[] = [];
  const straying = strayingIn(section, isFirst);
  const least = isFirst ? undefined : LATER;
  for (const sentence of sentencesOf(block.lines)) {
    const cue = cueOf(sentence.text) ?? strayOf(sentence, straying, least);
    const isOwn = cue === section.name;
    const isTaken = cue !== null && (TAKEN.has(cue) || (!isFirst && TAKEN_LATER.has(cue)));
    if (isTaken && !isOwn) taken.push({ cue, sentence });
    else append(kept, sentence.lines);
  }
  if (taken.length === 0) return [block];
  append(asides, taken);
  return kept.length === 0 ? [] : [{ ...block, lines: kept }];
}

/** The score that a sentence needs behind the first paragraph of a section, where little holds it. */
const LATER = 2;

type Straying = 'environment' | 'other' | 'severity' | 'impact' | 'mitigations' | 'affected';

/** What a sentence below a heading may be about that is looked for elsewhere; loose prose is read as a whole later. */
function strayingIn({ name }: Section, isFirst: boolean): readonly Straying[] {
  if (name === 'loose' || name === 'other') return [];
  const isTold = name === 'description' || name === 'summary';
  const straying: Straying[] = ['environment', 'other'];
  if (name !== 'identifiers') straying.push('severity');
  if (!isFirst) straying.push('mitigations', 'affected');
  if (!isFirst && !isTold) straying.push('impact');
  return straying.filter(purpose => purpose !== name);
}

function strayOf(sentence: Passage, straying: readonly Straying[], least: number | undefined): Cue | null {
  const purpose = strayPurposeOf(sentence, straying, least);
  return purpose === 'other' || purpose === 'severity' ? 'courtesy' : purpose;
}
