/** What `publish` says of what it did: sentences without a word of any report. */
import { resolve } from 'node:path';
import { counted } from '../counted.js';
import { jsonForTerminal } from '../digest/terminal.js';
import type { Changed } from '../publication/folder/folder.js';
import type { ReportNumber } from '../store/reports.js';

/** What came of a run. */
export interface PublishOutcome extends Changed {
  /** Numbers whose advisories lie in the folder. */
  readonly published: readonly ReportNumber[];
  /** Those with a new revision. */
  readonly revised: readonly ReportNumber[];
  readonly skipped: readonly { readonly id: ReportNumber; readonly needed: readonly string[] }[];
  /** Numbers of those that are public no longer. */
  readonly withdrawn: readonly string[];
  /** Whole sentences on what is not as it could be. */
  readonly warnings: readonly string[];
}

interface Said {
  readonly json: boolean;
  readonly out: string;
  readonly drafts: boolean;
}

/** Said at once, because what comes after it may fail. */
export function sayWithdrawn(numbers: readonly string[]): void {
  for (const number of numbers) {
    process.stderr.write(
      `${number} is no longer disclosed, or no longer here, so its advisory was taken out of the folder.\n`,
    );
  }
}

/** Prints what was done, as JSON or in a sentence, and on standard error what could not be. */
export function sayOutcome({ json, out, drafts }: Said, outcome: PublishOutcome): void {
  const { skipped, warnings, published, written, removed } = outcome;
  const sentences = [
    ...skipped.map(
      ({ id, needed }) =>
        `${id} is not ${drafts ? 'drafted' : 'published as it is now'}. It needs ${needed.join(' ')}`,
    ),
    ...warnings,
  ];
  process.stderr.write(sentences.map(sentence => `${sentence}\n`).join(''));
  const folder = resolve(out);
  process.stdout.write(
    json
      ? `${jsonForTerminal({ schema: 'security-inbox/publish@1', out: folder, drafts, ...outcome }, 2)}\n`
      : `${folder}: ${drafts ? counted(published.length, 'draft') : counted(published.length, 'advisory', 'advisories')}; ${counted(written.length, 'file')} written, ${removed.length} removed.\n`,
  );
}
