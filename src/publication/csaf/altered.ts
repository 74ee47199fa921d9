/** Which words of an advisory CSAF has otherwise than they were written: a command in them may not be the same any more. Pure. */
import type { Advisory } from '../../advisory/advisory.js';
import { spelledOut } from '../public-words.js';
import { withoutHtml } from './words.js';

/** @returns the fields, as in the advisory's file: "description", "remedies.0.text"; of what tells readers what to do alone */
export function alteredFields({
  description,
  remedies,
}: Pick<Advisory, 'description' | 'remedies'>): string[] {
  const told: [string, string | null][] = [
    ['description', description],
    ...remedies.map(({ text }, index): [string, string] => [`remedies.${index}.text`, text]),
  ];
  return told.flatMap(([field, words]) => (words !== null && isAltered(spelledOut(words)) ? [field] : []));
}

function isAltered(words: string): boolean {
  return withoutHtml(words) !== words;
}
