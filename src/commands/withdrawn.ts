/** What was taken out of the published folder, and by what it is looked for there. */
import { Failure } from '../failure.js';
import type { Changed, PublicFolder } from '../publication/folder/folder.js';
import type { disclosures } from '../store/advisories.js';
import type { ReportNumber } from '../store/reports.js';

/** What a withdrawal came to. */
export interface Withdrawn extends Changed {
  readonly numbers: readonly string[];
}

export const NOTHING: Withdrawn = { numbers: [], written: [], removed: [] };

/** What both came to. */
export function both(one: Withdrawn, other: Withdrawn): Withdrawn {
  const of = (part: keyof Withdrawn) => [...new Set([...one[part], ...other[part]])];
  return { numbers: of('numbers'), written: of('written'), removed: of('removed') };
}

/** A file's text. @returns null also where a link is on the way to it, which withdrawing it says */
export function readableText(folder: PublicFolder, path: string): string | null {
  try {
    return folder.read(path)?.toString('utf8') ?? null;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** The numbers of those that are disclosed. */
export function disclosedAmong(reports: ReturnType<typeof disclosures>): ReadonlySet<ReportNumber> {
  return new Set(reports.filter(({ isDisclosed }) => isDisclosed).map(({ number }) => number));
}
