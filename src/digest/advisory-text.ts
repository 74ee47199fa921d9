/**
 * An advisory as text, with what it lacks and what of it was published.
 */
import pc from 'picocolors';
import type { Advisory, AdvisoryProduct } from '../advisory/advisory.js';
import type { Lacking } from '../advisory/lacking.js';
import type { Revision, SavedAdvisory } from '../store/advisories.js';
import type { ReportNumber } from '../store/reports.js';
import { block, field } from './labelled.js';
import { formatStamp } from './stamp.js';
import { forCell } from './terminal.js';

/** Whose advisory it is, and how far it got. */
export interface AdvisoryStanding {
  readonly number: ReportNumber;
  readonly saved: SavedAdvisory | null;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
  readonly lacking: Lacking;
  /** Why its names do not go out; null where they do. */
  readonly heldBack: string | null;
  /** Which of its words a format has otherwise; null where none does. */
  readonly altered: string | null;
}

/** For a terminal, every word made safe to print. */
export function advisoryText(
  advisory: Advisory,
  { number, saved, revisions, lacking, heldBack, altered }: AdvisoryStanding,
  timeZone: string,
): string {
  const stamp = (at: Date) => formatStamp(at, timeZone);
  const lines = [
    pc.bold(`${number}  ${forCell(advisory.title ?? '(no title)', 200)}`),
    '',
    field(
      'Saved',
      saved ? `${stamp(saved.savedAt)} by ${saved.savedBy}` : 'never: this is made from the report',
    ),
    field('Severity', advisory.severity),
    field('CWE', advisory.cwe.join(', ')),
    field('CVE', advisory.cve.join(', ')),
    field('GHSA', advisory.ghsa.join(', ')),
    field('Credits', advisory.credits.join(', ')),
    block('Description', advisory.description),
    block('Products', advisory.products.flatMap(productLines).join('\n')),
    block('Remedies', advisory.remedies.map(({ kind, text, url }) => words([kind, text, url])).join('\n')),
    block('References', advisory.references.map(({ text, url }) => words([text, url])).join('\n')),
    heldBack === null ? null : pc.bold(block('Held back', heldBack) ?? ''),
    block('Put otherwise', altered),
    block('Needed before it can be published', lacking.needed.join('\n')),
    block('Wanted', lacking.wanted.join('\n')),
    block(
      'Published',
      revisions.map(({ revision, at, change }) => `${revision}  ${stamp(at)}  ${change}`).join('\n'),
    ),
  ];
  return `${lines.filter(line => line !== null).join('\n')}\n`;
}

function productLines({ name, purl, affected, fixed, notAffected }: AdvisoryProduct): string[] {
  const versions = (label: string, list: readonly string[]) =>
    list.length === 0 ? [] : [`  ${label}: ${list.join(', ')}`];
  return [
    words([name, purl]),
    ...versions('affected', affected),
    ...versions('fixed', fixed),
    ...versions('not affected', notAffected),
  ];
}

function words(parts: readonly (string | null)[]): string {
  return parts.filter(part => part !== null).join('  ');
}
