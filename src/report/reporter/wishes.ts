/** The sentences about credit and contact, wherever in a mail they stand. */
import { cueOf } from '../cues.js';
import { asidesOn } from '../fields.js';
import { type Passage, sentencesOf } from '../passage.js';
import type { Reading } from '../reading.js';
import type { Section } from '../sections.js';

/** Sections read as a whole, and so not parted from what is said in them by the way. */
const WHOLE: ReadonlySet<Section['name']> = new Set([
  'contact',
  'reporter',
  'environment',
  'affected',
  'product',
  'version',
]);
/** Steps may mention addresses and names that are no wish; their prose is parted already. */
const TELLING: ReadonlySet<Section['name']> = new Set(['steps', 'credit']);

/** "Listed in the hall of fame of ..." in a signature is no wish. */
const FIRST_PERSON = /\b(?:me|my|us|our|mich|uns|meine?[nm]?|moi|mon|nous|mi|nos|no credits?)\b/i;

/**
 * Sentences about credit or contact: those set aside from prose, and those in lists and in sections of another name.
 * @param reading - of the bodies
 * @param cue - which of the two
 */
export function wishesOn(reading: Reading, cue: 'credit' | 'contact'): Passage[] {
  const within = reading.sections
    .filter(({ name }) => !TELLING.has(name))
    .flatMap(({ name, blocks }) =>
      blocks.filter(block => block.kind === 'item' || (block.kind === 'paragraph' && WHOLE.has(name))),
    )
    .flatMap(block => sentencesOf(block.lines));
  // A word on credit may stand below the farewell; one on contact there is the signature itself.
  const below = cue === 'credit' ? reading.signature.flatMap(block => sentencesOf(block.lines)) : [];
  return [
    ...asidesOn(reading, cue),
    ...within.filter(({ text }) => cueOf(text) === cue),
    ...below.filter(({ text }) => FIRST_PERSON.test(text) && cueOf(text) === cue),
  ];
}
