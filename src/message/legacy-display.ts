/**
 * What clients with header protection repeat inside the body, for those without it: a decoration and no words of the
 * sender's, so it never reaches the bodies.
 */
import type { Part } from './mime-tree.js';

const FIELD = /^[A-Za-z][A-Za-z-]{0,76}:/;

/** Lines looked at; the fields that are worth repeating are few. */
const MAX_LINES = 50;

/**
 * The first part of a payload that does nothing but repeat its header: the drafts before RFC 9788
 * (draft-autocrypt-lamps-protected-headers §5.2) make it a part of its own.
 * @param payload - whose header is protected
 * @returns null where the payload has no such part
 */
export function legacyDisplayPart(payload: Part): Part | null {
  const first = payload.children[0];
  if (!first || payload.type !== 'multipart/mixed' || first.parameters.get('protected-headers') !== 'v1') {
    return null;
  }
  if (first.type !== 'text/plain' && first.type !== 'text/rfc822-headers') return null;
  const lines = first.body.subarray(0, 16_384).toString('utf8').trim().split(/\r?\n/);
  return lines.length <= MAX_LINES && lines.every(isFieldLine) ? first : null;
}

/**
 * RFC 9788 §5.2.1: the fields stand in the text's first lines, up to a blank one.
 * @param text - of a part that says `hp-legacy-display="1"`
 * @returns the text itself where its first lines are anything else
 */
export function withoutRepeatedFields(text: string): string {
  const start = text.replace(/^\n+/, '');
  const end = start.indexOf('\n\n');
  if (end < 0) return text;
  const lines = start.slice(0, end).split('\n', MAX_LINES + 1);
  return lines.length <= MAX_LINES && lines.every(isFieldLine) ? start.slice(end + 2) : text;
}

function isFieldLine(line: string, at: number): boolean {
  return FIELD.test(line) || (at > 0 && /^[ \t]/.test(line));
}
