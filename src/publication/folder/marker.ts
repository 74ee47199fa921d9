/**
 * The file that tells a folder of ours from any other: which of both kinds it is, and which files of it are ours. Theirs stay
 * as they are, so that whoever lays a logo there finds it again. Pure.
 */
import { z } from 'zod';
import { jsonOf } from '../../json-of.js';

/** What a folder holds. A draft in a published one would be a disclosure. */
export type Holds = 'published' | 'drafts';

export const MARKER = '.security-inbox-folder';

const markerSchema = z.object({
  schema: z.literal('security-inbox/folder@1'),
  holds: z.enum(['published', 'drafts']),
  since: z.iso.datetime().transform(iso => new Date(iso)),
  files: z.array(z.string()),
});

/** What it says. */
export interface Marker {
  readonly holds: Holds;
  /** When something was written there first; UTC instant. */
  readonly since: Date;
  /** Paths of files of ours that are there or may be; none where a path would lead out of the folder. */
  readonly files: readonly string[];
}

/** @returns null for anything else */
export function readMarker(text: string): Marker | null {
  const read = markerSchema.safeParse(jsonOf(text));
  return read.success && read.data.files.every(isPublicPath) ? read.data : null;
}

/** The marker as it is written; the same for the same files in any order. */
export function markerText({ holds, since, files }: Marker): string {
  const marker = { schema: 'security-inbox/folder@1', holds, since, files: [...new Set(files)].sort() };
  return `${JSON.stringify(marker, null, 1)}\n`;
}

const PART = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}$/;

/** Whether a path stays within its folder, and every system and web server can bear it. */
export function isPublicPath(path: string): boolean {
  return path !== MARKER && path.split('/').every(part => PART.test(part));
}
