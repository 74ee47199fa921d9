/** What the reporter ran it on. */
import { beginningOf } from './beginning.js';
import type { Candidate } from './candidate.js';
import { asidesOn, textCandidate, textCandidates } from './fields.js';
import { type Passage, sentencesOf, within } from './passage.js';
import type { Prose } from './prose/prose.js';
import type { Reading } from './reading.js';
import { runtimePhraseIn } from './runtimes.js';
import { isTyped } from './typed.js';

/** @param reading - of the bodies */
export function environmentCandidates(reading: Reading, prose: Prose): Candidate<string>[] {
  const told = [...asidesOn(reading, 'environment'), ...prose.environment];
  const elsewhere = [...reading.sections, ...reading.attached]
    .filter(({ name }) => !ELSEWHERE.has(name))
    .flatMap(({ blocks }) =>
      blocks.filter(({ kind }) => kind !== 'code').flatMap(block => sentencesOf(block.lines)),
    )
    .filter(({ text }) => isTried(text));
  const acting = prose.steps.flat().filter(({ text }) => !isTyped(text));
  return [
    ...textCandidates(reading, 'environment').map(withoutStop),
    ...phrases(told, 'a sentence that says what it was tried on'),
    ...phrases(elsewhere, 'what it was tried on, beside something else'),
    ...phrases(acting.slice(0, 20), 'a system or browser that the steps name').slice(0, 1),
  ];
}

/** Sections in which a system is named as what is attacked, or as part of doing it. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'steps',
  'impact',
  'mitigations',
  'credit',
  'contact',
  'reporter',
  'environment',
  'fixed',
]);
const TRIED =
  /\b(?:tested|verified|reproduced|confirmed|tried|seen|observed|checked|run|ran|running|getestet|nachgestellt|reproduziert|geprueft|gelaufen|laeuft|ausprobiert|nachvollzogen|testee?s?|reproduite?s?|essaye|essai|verifiee?s?|constate|probad[oa]s?|probe|comprobad[oa]s?|reproducid[oa]s?|verificad[oa]s?|prueba|done|durchgefuehrt|machine|maschine|rechner|browser|navigateur|navegador|outils|herramientas|werkzeuge|tools|setup|environment|umgebung)\b/;

/** "Chrome 141 on Windows 10." is no sentence. */
function withoutStop(candidate: Candidate<string>): Candidate<string> {
  const isPhrase = candidate.value.length < 100 && !/[.!?;] /.test(candidate.value);
  return isPhrase ? { ...candidate, value: candidate.value.replace(/\.$/, '') } : candidate;
}

function isTried(text: string): boolean {
  return TRIED.test(beginningOf(text));
}

function phrases(sentences: readonly Passage[], rule: string): Candidate<string>[] {
  const found = sentences.flatMap(sentence => {
    const phrase = runtimePhraseIn(sentence.text);
    return phrase === null ? [] : [within(sentence, phrase.start, phrase.end)];
  });
  return textCandidate(found, 'prose', rule);
}
