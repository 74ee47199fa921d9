/**
 * A severity as an engineer sets it: a word of the scale, or one whole CVSS vector.
 */
import { type Rating, vectorsIn } from './cvss.js';
import type { Severity } from './scoring.js';

/** The qualitative scale of FIRST, CVSS 3.1 §5, the gravest first. */
export const RATINGS: readonly Rating[] = ['critical', 'high', 'medium', 'low', 'none'];

/**
 * Reads a judgement.
 * @param text - as typed
 * @returns what it comes to, or null where it is neither a word nor a valid vector and nothing else
 */
export function judgedSeverity(text: string): Severity | null {
  const typed = text.trim();
  const rating = RATINGS.find(word => word === typed.toLowerCase());
  if (rating !== undefined) return { vector: null, score: null, rating };
  const [found, ...others] = vectorsIn(typed);
  if (found === undefined || others.length > 0) return null;
  if (found.start > 0 || found.end < typed.length || found.value.problem !== null) return null;
  const { written, score, rating: word } = found.value;
  return { vector: written, score, rating: word };
}
