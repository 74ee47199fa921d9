/**
 * Whether a server's BODYSTRUCTURE can be believed. Exchange, and servers that took a mail apart and put it together again,
 * give structures that are none, or of another mail; one that contradicts the mail's own header says nothing of what the
 * mail holds.
 */
import type { MessageStructureObject } from 'imapflow';
import type { PartShape } from './candidate.js';

/** RFC 2045 §5.1, as far as the type itself; its parameters are not looked at. */
const MEDIA_TYPE = /^\s*([^\s;/()<>@,:"[\]?=]{1,127})\/([^\s;/()<>@,:"[\]?=]{1,127})\s*(?:[;(]|$)/;

/** RFC 2045 §5.2, where a mail does not say. */
const DEFAULT_TYPE = 'text/plain';

/**
 * The parts of a mail by type and name, all in one list.
 * @param structure - as the server gave it, or undefined where it gave none that can be read
 * @param contentTypes - every Content-Type field of the mail's header, as it stands there
 * @returns null where the structure is not to be believed, so that the mail itself has to be looked into
 */
export function partsOf(
  structure: MessageStructureObject | undefined,
  contentTypes: readonly string[],
): PartShape[] | null {
  if (!structure) return null;
  const parts = shapesOf(structure);
  if (parts === null) return null;
  const types = contentTypes.length === 0 ? [DEFAULT_TYPE] : contentTypes.map(typeIn);
  return types.every(type => type === parts[0]?.type) ? parts : null;
}

function typeIn(field: string): string | null {
  const [, type, subtype] = MEDIA_TYPE.exec(field) ?? [];
  return type && subtype ? `${type}/${subtype}`.toLowerCase() : null;
}

/** @returns null where a part has no type, or is a multipart without parts (RFC 2046 §5.1.1: it has one at least) */
function shapesOf(structure: MessageStructureObject): PartShape[] | null {
  const shapes: PartShape[] = [];
  const waiting = [structure];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const type = typeof part.type === 'string' ? part.type.toLowerCase() : '';
    const children = part.childNodes ?? [];
    if (!/^[^\s/]+\/[^\s/]+$/.test(type) || (type.startsWith('multipart/') && children.length === 0))
      return null;
    const filename = part.dispositionParameters?.filename ?? part.parameters?.name ?? null;
    shapes.push({ type, filename });
    for (const child of children) waiting.push(child);
  }
  return shapes;
}
