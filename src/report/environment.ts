/** What the reporter ran it on. */
import type { Candidate } from './candidate.js';
import { asidesOn, textCandidate, textCandidates } from './fields.js';
import { type Passage, without } from './passage.js';
import type { Prose } from './prose/prose.js';
import type { Reading } from './reading.js';

/** The words that lead to it: "Tested on Ubuntu 22.04." is the environment "Ubuntu 22.04". */
const LEAD =
  /^.{0,80}?\b(?:on|with|under|using|in|auf|mit|unter|sur|avec|sous|en|con|sobre|bajo)\s+(?:a |an |the |einem |einer |un |une |una )?/i;

/** @param reading - of the bodies */
export function environmentCandidates(reading: Reading, prose: Prose): Candidate<string>[] {
  const told = [...asidesOn(reading, 'environment'), ...prose.environment].map(withoutLead);
  const said = textCandidate(told, 'prose', 'a sentence that says what it was tried on').map(candidate => ({
    ...candidate,
    value: candidate.value.replace(/\.$/, ''),
  }));
  return [...textCandidates(reading, 'environment'), ...said];
}

function withoutLead(sentence: Passage): Passage {
  const lead = LEAD.exec(sentence.text)?.[0].length ?? 0;
  return without(sentence, lead);
}
