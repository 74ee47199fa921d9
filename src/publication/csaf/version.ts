/** What version a document of CSAF says it is. Pure. */
import { z } from 'zod';
import { jsonOf } from '../../json-of.js';

/** @returns `tracking.version`; null where it has none */
export function versionOf(document: string): string | null {
  return versioned.safeParse(jsonOf(document)).data?.document.tracking.version ?? null;
}

const versioned = z.object({ document: z.object({ tracking: z.object({ version: z.string() }) }) });
