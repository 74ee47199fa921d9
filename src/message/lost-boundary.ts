/**
 * Mail whose Content-Type a gateway dropped, or dropped the boundary from: its parts stand in the body as text, and
 * the first line of it shows by what boundary they were parted.
 */
import type { Part } from './mime-tree.js';

/** Bytes of the body in which the first part's header has to stand. */
const START = 4096;

/** RFC 2046 §5.1.1: a delimiter line, and the header of the part behind it. */
const FIRST_PART = /^[ \t]*--([0-9A-Za-z'()+_,./:=?-]{1,70})[ \t]*\r?\n(?:[A-Za-z-]{1,40}:[^\n]*\n)/m;

/**
 * The boundary that a body shows and its header does not give.
 * @param root - a part without children
 * @returns null where the body is no multipart; words that merely look like one stay words
 */
export function lostBoundary(root: Part): string | null {
  const start = root.body.subarray(0, START).toString('latin1');
  const boundary = FIRST_PART.exec(start)?.[1] ?? null;
  if (boundary === null) return null;
  if (root.type.startsWith('multipart/')) return boundary;
  // RFC 3156 §4: only an encrypted mail is unreadable as the text it has become.
  const isLost = root.type === 'text/plain' && /^content-type:[ \t]*application\/pgp-encrypted/im.test(start);
  return isLost && root.body.includes(`--${boundary}--`) ? boundary : null;
}
