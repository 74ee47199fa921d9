/** Impact and mitigations: in a section of their own, in loose sentences, or told in passing elsewhere. */
import type { Candidate } from './candidate.js';
import { asidesOn, textCandidate, textCandidates } from './fields.js';
import { type Passage, sentencesOf } from './passage.js';
import type { Prose } from './prose/prose.js';
import { strayPurposeOf } from './prose/purposes.js';
import type { Reading } from './reading.js';
import type { Section } from './sections.js';

const RULES = { impact: 'sentences that name a consequence', mitigations: 'sentences that advise' } as const;

/**
 * @param reading - of the bodies
 * @param prose - its loose sentences
 * @param field - which of the two
 */
export function toldCandidates(
  reading: Reading,
  prose: Prose,
  field: 'impact' | 'mitigations',
): Candidate<string>[] {
  const rule = RULES[field];
  return [
    ...textCandidates(reading, field),
    ...textCandidate([...prose[field], ...asidesOn(reading, field)], 'prose', rule),
    ...textCandidate(straysOf(reading, field), 'prose', `${rule}, under another heading`),
  ];
}

/** Headings under which something else is told in passing. */
const PASSING: ReadonlySet<Section['name']> = new Set(['severity', 'affected', 'version', 'identifiers']);

function straysOf(reading: Reading, purpose: 'impact' | 'mitigations'): Passage[] {
  return reading.sections
    .filter(({ name }) => PASSING.has(name))
    .flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'paragraph'))
    .flatMap(block => sentencesOf(block.lines))
    .filter(sentence => strayPurposeOf(sentence, [purpose], 2) !== null);
}
