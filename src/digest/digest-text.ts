/**
 * The digest as text for a terminal or a mail.
 */
import pc from 'picocolors';
import type { Digest, DigestEntry } from './digest.js';
import { formatStamp } from './stamp.js';
import { forCell } from './terminal.js';

const SUMMARY_WIDTH = 56;

/**
 * Writes a digest out; sections with nothing in them are left out, save the first two.
 * @param timeZone - of the people who read it
 */
export function digestText(digest: Digest, timeZone: string): string {
  const { receipts } = digest;
  const stamp = (iso: string) => formatStamp(new Date(iso), timeZone);
  const due = (entry: DigestEntry) =>
    `${entry.overdue ? pc.red('overdue since') : 'answer due'} ${stamp(entry.acknowledgeBy)}`;
  const sections = [
    section('New', digest.new, due, `nothing since ${stamp(digest.since)}`),
    section('Waiting for an answer', digest.waiting, due, 'nothing'),
    section('Incomplete', digest.incomplete, entry => `missing: ${entry.missing.join(', ')}`),
    section('Undecryptable', digest.undecryptable, entry => entry.reason ?? ''),
    section('Quarantined', digest.quarantined, entry => entry.reason ?? ''),
    section('Receipts the server refused', receipts.failed, entry => entry.answer ?? ''),
    section('Receipts waiting to be sent', receipts.queued, entry => entry.answer ?? 'not tried yet'),
    section('Receipts held back', receipts.withheld, entry => entry.reason),
  ];
  const title = pc.bold(`Security reports, ${stamp(digest.generatedAt)} (${timeZone})`);
  return `${[title, ...sections.filter(text => text !== null)].join('\n\n')}\n`;
}

function section<Entry extends DigestEntry>(
  title: string,
  entries: readonly Entry[],
  note: (entry: Entry) => string,
  whenEmpty?: string,
): string | null {
  if (entries.length === 0) return whenEmpty === undefined ? null : `${pc.bold(title)}: ${whenEmpty}`;
  const lines = entries.map(
    entry =>
      `  ${pc.cyan(entry.id)}  ${forCell(entry.summary ?? '(no summary)', SUMMARY_WIDTH)}\n    ${pc.dim(`from ${forCell(entry.reporter ?? 'nobody named', 40)}`)} · ${forCell(note(entry), 160)}`,
  );
  return `${pc.bold(title)} (${entries.length})\n${lines.join('\n')}`;
}
