/**
 * Fields from text that stands under no heading. It takes what its first words make plain, and no more.
 */
import { append } from './append.js';
import { cueOf } from './cues.js';
import { type Line, paragraphsOf, textOf } from './lines.js';
import type { Section } from './sections.js';
import { sentencesOf } from './sentences.js';
import { stepNumberOf } from './step-marks.js';
import { numberedStepsOf, stepsOf } from './steps.js';
import { foldWords } from './text.js';

/** What loose prose says; '' and [] where it says nothing. */
export interface Prose {
  readonly description: string;
  readonly steps: readonly string[];
  readonly impact: string;
  readonly mitigations: string;
}

const ORDERING =
  /^(?:first(?:ly)?|then|next|after (?:that|this)|afterwards|finally|now|second(?:ly)?|zuerst|zunaechst|dann|danach|anschliessend|schliesslich|d'abord|ensuite|puis|enfin|primero|luego|despues|finalmente)\b/;

/**
 * Reads the sections that have no heading, or one that says nothing to us.
 * @param sections - the `loose` and `other` ones, in order, asides taken out
 */
export function readProse(sections: readonly Section[]): Prose {
  const description: string[] = [];
  const impact: string[] = [];
  const mitigations: string[] = [];
  const stepLines: Line[] = [];
  let described = false;
  for (const section of sections) {
    let telling = false;
    for (const paragraph of paragraphsOf(section.lines)) {
      if (telling && isTyped(paragraph)) {
        append(stepLines, paragraph);
        continue;
      }
      telling = tellsSteps(paragraph);
      if (telling) {
        append(stepLines, paragraph);
        stepLines.push({ text: '', code: false });
        described ||= description.length > 0;
        continue;
      }
      const text = textOf(paragraph);
      if (!described && (description.length === 0 || !startsOther(text))) {
        description.push(text);
        continue;
      }
      described = true;
      for (const sentence of sentencesOf(text)) {
        const cue = cueOf(sentence);
        if (cue === 'impact') impact.push(sentence);
        if (cue === 'mitigations') mitigations.push(sentence);
      }
    }
    described ||= description.length > 0;
  }
  const steps = numberedStepsOf(stepLines) ?? stepsOf(stepLines);
  return {
    description: description.join('\n'),
    steps,
    impact: impact.join(' '),
    mitigations: mitigations.join(' '),
  };
}

function isTyped(paragraph: readonly Line[]): boolean {
  const first = paragraph[0];
  return first !== undefined && (first.code || stepNumberOf(first) !== null);
}

function tellsSteps(paragraph: readonly Line[]): boolean {
  if (paragraph[0]?.code) return false;
  if (numberedStepsOf(paragraph) !== null) return true;
  const first = paragraph[0];
  if (first !== undefined && stepNumberOf(first)?.number.join('.') === '1') return true;
  const sentences = sentencesOf(textOf(paragraph));
  if (cueOf(sentences[0] ?? '') === 'steps') return true;
  return sentences.filter(sentence => ORDERING.test(foldWords(sentence.slice(0, 40)))).length >= 2;
}

function startsOther(text: string): boolean {
  const cue = cueOf(sentencesOf(text.slice(0, 2000))[0] ?? '');
  return cue === 'impact' || cue === 'mitigations';
}
