/**
 * Fields from text that stands under no heading. It takes what its first words make plain, and no more.
 */
import type { Block } from '../document/document.js';
import { append } from './append.js';
import { cueOf } from './cues.js';
import { type Passage, passageOf, sentencesOf } from './passage.js';
import type { Section } from './sections.js';
import { isOrdered, isTyped, listedStepsOf, type Step, stepsOf } from './steps.js';

/** What loose prose says; empty where it says nothing. */
export interface Prose {
  readonly description: readonly Passage[];
  readonly steps: readonly Step[];
  readonly impact: readonly Passage[];
  readonly mitigations: readonly Passage[];
}

/**
 * Reads the sections that have no heading, or one that says nothing to us.
 * @param sections - the `loose` and `other` ones, in order, asides taken out
 */
export function readProse(sections: readonly Section[]): Prose {
  const description: Passage[] = [];
  const impact: Passage[] = [];
  const mitigations: Passage[] = [];
  const stepBlocks: Block[] = [];
  let described = false;
  for (const section of sections) {
    let telling = false;
    for (const block of section.blocks) {
      if (telling && (block.kind !== 'paragraph' || isTyped(passageOf(block.lines).text))) {
        stepBlocks.push(block);
        continue;
      }
      telling = tellsSteps(block);
      if (telling) {
        stepBlocks.push(block);
        described ||= description.length > 0;
        continue;
      }
      const sentences = sentencesOf(block.lines);
      const cue = cueOf(sentences[0]?.text ?? '');
      if (!described && (description.length === 0 || (cue !== 'impact' && cue !== 'mitigations'))) {
        description.push(passageOf(block.lines));
        continue;
      }
      described = true;
      for (const sentence of sentences) {
        const about = cueOf(sentence.text);
        if (about === 'impact') impact.push(sentence);
        if (about === 'mitigations') mitigations.push(sentence);
      }
    }
    described ||= description.length > 0;
  }
  const steps = listedStepsOf(stepBlocks) ?? stepsOf(stepBlocks);
  return { description, steps, impact, mitigations };
}

function tellsSteps(block: Block): boolean {
  if (block.kind === 'code' || block.kind === 'table') return false;
  if (block.kind === 'item') return block.number?.join('.') === '1';
  const sentences = sentencesOf(block.lines);
  if (cueOf(sentences[0]?.text ?? '') === 'steps') return true;
  return sentences.filter(sentence => isOrdered(sentence.text)).length >= 2;
}

/** For callers that add to a list of sentences. */
export function joinedSentences(blocks: readonly Block[]): Passage[] {
  const sentences: Passage[] = [];
  for (const block of blocks) append(sentences, sentencesOf(block.lines));
  return sentences;
}
