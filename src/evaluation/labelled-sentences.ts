/** The sentences of labelled mails, each with the field that its label puts it in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LearnedPurpose } from '../report/prose/learned.js';
import { unitsOf } from '../report/prose/units.js';
import { readBodies } from '../report/reading.js';
import { labelOf, readLabel, readMail } from './evaluate.js';
import type { Labelled } from './scoring.js';

export interface LabelledSentence {
  /** The mail it is of. */
  readonly name: string;
  readonly text: string;
  readonly purpose: LearnedPurpose;
}

/**
 * @param folder - of pairs of .eml and .json
 * @throws where a file can't be read or a label is no JSON
 */
export async function labelledSentences(folder: string): Promise<LabelledSentence[]> {
  const sentences: LabelledSentence[] = [];
  for (const name of readdirSync(folder)
    .filter(each => each.endsWith('.eml'))
    .sort()) {
    const label = readLabel(join(folder, labelOf(name)));
    const message = await readMail(readFileSync(join(folder, name)));
    const to = new Set(message.envelope.to.map(({ address }) => address));
    const { sections } = readBodies(message.bodies, {
      from: message.envelope.from[0] ?? null,
      subject: message.envelope.subject,
      isOwn: address => to.has(address),
    });
    for (const { passage, kind } of unitsOf(sections)) {
      if (kind !== 'typed')
        sentences.push({ name, text: passage.text, purpose: purposeIn(label, passage.text) });
    }
  }
  return sentences;
}

function purposeIn(label: Labelled, sentence: string): LearnedPurpose {
  const bare = sentence.replace(/[.:!]$/, '');
  // A label may begin within the sentence: "... and noticed that".
  const isPart = (text: string) =>
    text.includes(bare) || (text.length > 15 && bare.includes(text.replace(/\.$/, '')));
  if (label.steps.some(isPart)) return 'steps';
  for (const field of ['description', 'impact', 'mitigations', 'environment'] as const) {
    if (label[field] !== null && isPart(label[field])) return field;
  }
  return 'other';
}
