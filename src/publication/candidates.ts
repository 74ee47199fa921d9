/**
 * The reports on record → the advisories that are to be published, or shown as drafts. Reading and recording are apart, so
 * that what can't be published is found before it counts as published.
 */
import { type Advisory, advisorySchema } from '../advisory/advisory.js';
import { currentAdvisory } from '../advisory/current.js';
import { lackingOf } from '../advisory/lacking.js';
import { isCreditHeldBack } from '../advisory/refused-credit.js';
import {
  addRevision,
  advisoryRecord,
  publishedDocument,
  type Revision,
  recordDocument,
  reportsToPublish,
  type SavedAdvisory,
} from '../store/advisories.js';
import type { Connection } from '../store/database.js';
import type { ReportNumber, StoredReport } from '../store/reports.js';
import type { PublicAdvisory } from './public-advisory.js';
import { inPublicWords, spelledOut } from './public-words.js';

/** An advisory of a report, and whether it may go out. */
export interface Candidate {
  /** The report's row. */
  readonly id: number;
  readonly number: ReportNumber;
  /** What it still needs, as sentences; may be published where there are none. */
  readonly needed: readonly string[];
  /** Whether names are held back, because a later mail asks not to be named. */
  readonly isCreditHeldBack: boolean;
  /** The same of what went out last: the new one may be without them, and may not go out yet. */
  readonly isLastHeldBack: boolean;
  /** What went out before, oldest first. */
  readonly revisions: readonly Revision[];
  /** SHA-256 of the document that the last of them went out as; null where that is not known. */
  readonly wentOutAs: string | null;
  /** What would go out as one more; null where the last one holds. */
  readonly next: Revision | null;
}

/**
 * Reads them.
 * @param isWanted - whether a report is one of those
 * @param now - of the revisions that are new; those of drafts have the time of what they are made from
 */
export function candidates(
  connection: Connection,
  which: 'disclosed' | 'draft',
  isWanted: (number: ReportNumber) => boolean,
  now: Date,
): Candidate[] {
  return connection.transaction(() =>
    reportsToPublish(connection, which)
      .filter(({ report }) => isWanted(report.number))
      .map(({ id, report }) => candidate(connection, id, report, which, now)),
  )();
}

function candidate(
  connection: Connection,
  id: number,
  report: StoredReport,
  which: 'disclosed' | 'draft',
  now: Date,
): Candidate {
  const { number, content, life } = report;
  const { saved, revisions, last, decidedAt } = advisoryRecord(connection, id, number);
  const whole = currentAdvisory(content, life, saved?.advisory ?? null, last?.advisory ?? null);
  const isHeldBack = isCreditHeldBack(content, whole, decidedAt);
  const current = isHeldBack ? { ...whole, credits: [] } : whole;
  const at = which === 'draft' ? (saved?.savedAt ?? new Date(content.receivedAt)) : now;
  const isNew = last === null || !isSame(last.advisory, current);
  return {
    id,
    number,
    needed:
      which === 'disclosed' && saved === null && last === null
        ? [UNREAD]
        : lackingOf(current, content.reporter.wantsCredit).needed,
    isCreditHeldBack: isHeldBack,
    isLastHeldBack:
      isHeldBack || (isNew && last !== null && isCreditHeldBack(content, last.advisory, last.at)),
    revisions,
    wentOutAs: last === null ? null : publishedDocument(connection, id, last.revision),
    next: isNew
      ? { revision: revisions.length + 1, at, change: changeOf(saved, last), advisory: current }
      : null,
  };
}

/** Of one that was disclosed before advisories were kept: what its reporter wrote goes out after somebody read it. */
const UNREAD = 'somebody to read its advisory ("security-inbox advisory ID") and to save it with --from.';

/** What its readers are told of it. What was said of an earlier save is not said again. */
function changeOf(saved: SavedAdvisory | null, last: Revision | null): string {
  const isOfThis = saved !== null && (last === null || saved.savedAt > last.at);
  return (isOfThis ? saved.change : null) ?? (last === null ? 'Initial publication.' : 'Updated.');
}

function isSame(one: Advisory, other: Advisory): boolean {
  return canonical(one) === canonical(other);
}

function canonical(advisory: Advisory): string {
  return JSON.stringify(advisorySchema.parse(advisory));
}

/**
 * The advisory as it is to be read.
 * @param isHeld - whether the new one may not go out: it stays as it went out last
 * @returns null where nothing of it may be published
 */
export function publicAdvisory(
  { number, revisions, next, wentOutAs, isCreditHeldBack: isNextNameless, isLastHeldBack }: Candidate,
  isDraft: boolean,
  isHeld: boolean,
): PublicAdvisory | null {
  const isAsBefore = next === null || isHeld;
  const all = isAsBefore ? revisions : [...revisions, next];
  const [first, ...others] = all.map(({ revision, at, change }) => ({
    revision,
    at,
    change: spelledOut(change),
  }));
  const advisory = all.at(-1)?.advisory;
  if (first === undefined || advisory === undefined) return null;
  return {
    number,
    // Names go before what else is held.
    advisory: inPublicWords(
      (isAsBefore ? isLastHeldBack : isNextNameless) ? { ...advisory, credits: [] } : advisory,
    ),
    revisions: [first, ...others],
    isDraft,
    ...(isAsBefore && wentOutAs !== null && !isDraft ? { wentOutAs } : {}),
  };
}

/**
 * Records what goes out, in one transaction.
 * @param planned - as read before
 * @param going - those of them that go out with a new revision
 * @param documents - of those that go out, by the SHA-256 of their document
 * @returns false where something was changed meanwhile, and nothing was recorded
 */
export function recordRevisions(
  connection: Connection,
  planned: readonly Candidate[],
  going: readonly Candidate[],
  documents: ReadonlyMap<ReportNumber, string>,
  readAgain: () => readonly Candidate[],
): boolean {
  const run = connection.transaction(() => {
    if (JSON.stringify(readAgain()) !== JSON.stringify(planned)) return false;
    for (const { id, next } of going) if (next !== null) addRevision(connection, id, next);
    const newest = new Map(going.map(({ number, next }) => [number, next?.revision]));
    for (const { id, number, revisions } of planned) {
      const revision = newest.get(number) ?? revisions.at(-1)?.revision;
      const sha256 = documents.get(number);
      if (revision !== undefined && sha256 !== undefined) recordDocument(connection, id, revision, sha256);
    }
    return true;
  });
  return run.immediate();
}
