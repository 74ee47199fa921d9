/**
 * Messages that a mail carries inside it, message/rfc822: forwarded as they came.
 */
import { isMessageFile } from '../mailbox/openpgp-shape.js';
import { readHeader } from './header.js';
import type { Mailbox } from './message.js';
import { type Part, splitParts } from './mime-tree.js';

/** RFC 2046 §5.2.1, and RFC 6532 §3.7 for headers in UTF-8. */
const MESSAGE_TYPES = new Set(['message/rfc822', 'message/global']);

/**
 * The messages that an entity carries. What a multipart/report returns (RFC 3462 §2) is our own mail or its header,
 * and nobody's report.
 * @param root - from splitParts
 */
export function forwardedParts(root: Part): Part[] {
  if (root.type === 'multipart/report') return [];
  if (root.children.length > 0) return root.children.flatMap(forwardedParts);
  return isMessage(root) ? [root] : [];
}

/** Webmail attaches a saved message as a file of no type. */
function isMessage({ type, filename }: Part): boolean {
  return MESSAGE_TYPES.has(type) || (type === 'application/octet-stream' && isMessageFile(filename));
}

/**
 * Takes a forwarded message apart.
 * @returns null where it breaks the parser: it stays a file
 */
export function splitForwarded(part: Part): Promise<Part | null> {
  return splitParts(part.body).catch(() => null);
}

/**
 * The header of a forwarded message in the lines that mail clients write above a forwarded text.
 * @param root - of the forwarded message
 */
export async function forwardLines(root: Part): Promise<string> {
  const { envelope } = await readHeader(root.header);
  const lines = [
    ['From', mailboxes(envelope.from)],
    ['Date', envelope.date?.toUTCString() ?? ''],
    ['Subject', envelope.subject],
    ['To', mailboxes(envelope.to)],
  ] as const;
  return lines
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function mailboxes(list: readonly Mailbox[]): string {
  return list
    .slice(0, 20)
    .map(({ name, address }) => (name === null ? address : `${name} <${address}>`))
    .join(', ');
}
