/**
 * Digest: the store → what an engineer has to look at this morning. Pure; the same record and the same instant
 * give the same digest.
 */
import { isClosed, isWaiting, type Status } from '../life/status.js';
import type { FollowUp, MissingPart, Relation, Report } from '../report/schema.js';
import { latestTry } from '../store/next-try.js';
import type { ReceiptKind } from '../store/outbox.js';
import type { ReceiptStatus } from '../store/receipt-status.js';
import type { KeyState, ReportSummary } from '../store/summaries.js';
import type { UnreadMessage } from '../store/unread.js';

/** One line of the digest. */
export interface DigestEntry {
  readonly id: string;
  readonly summary: string | null;
  readonly reporter: string | null;
  readonly receivedAt: string;
  readonly acknowledgeBy: string;
  readonly discloseBy: string;
  readonly status: Status;
  /** The engineer's answer was due before the digest was made, and is still owed. */
  readonly overdue: boolean;
  readonly foundIn: Report['foundIn'];
  /** Other reports it points at. */
  readonly related: readonly Relation[];
  /** Of the key of ours that opened it; null where none did. */
  readonly keyState: KeyState | null;
}

/** What an engineer learns of the last follow-up. */
export interface FollowUpEntry extends DigestEntry {
  /** Follow-ups since then. */
  readonly count: number;
  readonly latest: {
    readonly receivedAt: string;
    readonly summary: string | null;
    readonly state: Report['state'];
  };
  /** Fields that they filled. */
  readonly filled: readonly string[];
}

/** A report that nothing more is to be done for. */
export interface ClosedEntry extends DigestEntry {
  readonly closedAt: string;
  /** False where nobody ever answered its reporter. */
  readonly answered: boolean;
  /** Its author's mails since then. */
  readonly followUps: number;
}

/** A message that nobody could read yet. */
export interface UnreadEntry {
  readonly folder: string;
  readonly uid: number;
  /** When it was first asked for, UTC. */
  readonly since: string;
  readonly attempts: number;
  readonly lastTried: string;
  /** What the server said the last time. */
  readonly words: string;
}

export interface Digest {
  readonly schema: 'security-inbox/digest@1';
  readonly generatedAt: string;
  readonly since: string;
  /** Recorded since then. */
  readonly new: readonly DigestEntry[];
  /** Reports whose authors wrote again since then, whatever their age. */
  readonly followUps: readonly FollowUpEntry[];
  /** Every open report an engineer has not answered, the most urgent first. */
  readonly waiting: readonly DigestEntry[];
  readonly incomplete: readonly (DigestEntry & { readonly missing: readonly MissingPart[] })[];
  readonly undecryptable: readonly (DigestEntry & { readonly reason: string | null })[];
  /** Kept raw because they could not be read. */
  readonly quarantined: readonly (DigestEntry & { readonly reason: string | null })[];
  /** Listed by the mail server and not given: each may be a report. */
  readonly unread: readonly UnreadEntry[];
  /** Never answered; a person decides what they are. */
  readonly replaySuspected: readonly DigestEntry[];
  /** Closed since then, or written to since then; closed reports stand nowhere else. */
  readonly closed: readonly ClosedEntry[];
  readonly receipts: {
    /** Taken by our server and sent back by another. */
    readonly bounced: readonly (DigestEntry & { readonly recipient: string; readonly reason: string })[];
    /** Composed, and waiting for a person to let them go. */
    readonly held: readonly (DigestEntry & { readonly recipient: string; readonly reason: string })[];
    /** The SMTP server will never take them. */
    readonly failed: readonly (DigestEntry & { readonly answer: string | null })[];
    /** Handed over, and the answer lost: they are not tried again, and nobody knows. */
    readonly mayHaveArrived: readonly (DigestEntry & {
      readonly recipient: string;
      readonly answer: string | null;
    })[];
    /** Not taken yet. */
    readonly queued: readonly (DigestEntry & {
      readonly attempts: number;
      readonly answer: string | null;
      /** When it is tried again at the earliest; null for the next pass. */
      readonly nextTry: string | null;
    })[];
    /** Sent, but no copy could be put into the Sent folder. */
    readonly copiesGivenUp: readonly (DigestEntry & { readonly reason: string })[];
    /** Never to go by themselves: a person decides. */
    readonly withheld: readonly (DigestEntry & { readonly reason: string })[];
  };
}

/** What became of the last receipt of each kind, by report number. */
export type ReceiptsByReport = Readonly<Record<ReceiptKind, ReadonlyMap<string, ReceiptStatus>>>;

/** What of the record a digest is made of. */
export interface DigestRecord {
  /** Oldest first. */
  readonly reports: readonly ReportSummary[];
  /** Follow-ups since then, by report number. */
  readonly followUps: ReadonlyMap<string, readonly FollowUp[]>;
  readonly receipts: ReceiptsByReport;
  /** Why the copy of a report's receipt is not in the Sent folder, by report number. */
  readonly copiesGivenUp: ReadonlyMap<string, string>;
}

/**
 * Makes the digest.
 * @param since - what was recorded after this is new
 * @param now - UTC instant
 * @param unread - messages that the mail server does not give
 */
export function makeDigest(
  { reports: all, followUps, receipts, copiesGivenUp }: DigestRecord,
  since: Date,
  now: Date,
  unread: readonly UnreadMessage[] = [],
): Digest {
  const reports = all.filter(({ life }) => !isClosed(life.status));
  const entry = (report: ReportSummary) => toEntry(report, now);
  const inState = (state: ReportSummary['state']) =>
    reports
      .filter(report => report.state === state)
      .map(report => ({ ...entry(report), reason: report.stateReason }));
  return {
    schema: 'security-inbox/digest@1',
    generatedAt: now.toISOString(),
    since: since.toISOString(),
    new: reports.filter(report => report.recordedAt >= since).map(entry),
    followUps: reports.flatMap(report => followUpEntries(report, followUps.get(report.number) ?? [], now)),
    waiting: reports
      .filter(({ life }) => isWaiting(life.status, life.acknowledgedAt))
      .sort((a, b) => a.acknowledgeBy.getTime() - b.acknowledgeBy.getTime())
      .map(entry),
    incomplete: reports
      .filter(({ state, missing }) => state === 'received' && missing.length > 0)
      .map(report => ({ ...entry(report), missing: report.missing })),
    undecryptable: inState('undecryptable'),
    quarantined: inState('quarantined'),
    unread: unread.map(toUnreadEntry),
    replaySuspected: reports.filter(({ replaySuspected }) => replaySuspected).map(entry),
    closed: all.flatMap(report => closedSince(report, followUps.get(report.number) ?? [], since, now)),
    receipts: {
      ...receiptSections(reports, receipts, now),
      copiesGivenUp: reports.flatMap(report => {
        const reason = copiesGivenUp.get(report.number);
        return reason === undefined ? [] : [{ ...entry(report), reason }];
      }),
    },
  };
}

/** A message of the list as a person or a machine is told of it. */
export function toUnreadEntry(message: UnreadMessage): UnreadEntry {
  const { folder, uid, firstSeen, attempts, lastTried, lastWords } = message;
  return {
    folder,
    uid,
    since: firstSeen.toISOString(),
    attempts,
    lastTried: lastTried.toISOString(),
    words: lastWords,
  };
}

function receiptSections(
  reports: readonly ReportSummary[],
  receipts: ReceiptsByReport,
  now: Date,
): Omit<Digest['receipts'], 'copiesGivenUp'> {
  const inState = <State extends ReceiptStatus['state']>(
    state: State,
    from: readonly ReadonlyMap<string, ReceiptStatus>[],
  ) =>
    reports.flatMap(report =>
      from
        .map(statuses => statuses.get(report.number))
        .filter(status => isIn(status, state))
        .map(status => ({ status, entry: toEntry(report, now) })),
    );
  const all = Object.values(receipts);
  const refused = inState('refused', all);
  return {
    bounced: inState('bounced', all).map(({ entry, status }) => ({ ...entry, ...toWhom(status) })),
    held: inState('held', all).map(({ entry, status }) => ({ ...entry, ...toWhom(status) })),
    failed: refused
      .filter(({ status }) => !status.mayHaveArrived)
      .map(({ entry, status }) => ({ ...entry, answer: status.lastAnswer })),
    mayHaveArrived: refused
      .filter(({ status }) => status.mayHaveArrived)
      .map(({ entry, status: { recipient, lastAnswer } }) => ({ ...entry, recipient, answer: lastAnswer })),
    queued: inState('queued', all).map(({ entry, status }) => ({
      ...entry,
      attempts: status.attempts,
      answer: status.lastAnswer,
      nextTry: isAhead(status.notBefore, now) ? status.notBefore.toISOString() : null,
    })),
    // That a follow-up went unanswered is nothing to decide.
    withheld: inState('withheld', [receipts.receipt]).map(({ entry, status }) => ({
      ...entry,
      reason: status.reason,
    })),
  };
}

/** Put off while the clock ran ahead, it is due. */
function isAhead(notBefore: Date | null, now: Date): notBefore is Date {
  return notBefore !== null && notBefore > now && notBefore <= latestTry(now);
}

function isIn<State extends ReceiptStatus['state']>(
  status: ReceiptStatus | undefined,
  state: State,
): status is Extract<ReceiptStatus, { state: State }> {
  return status?.state === state;
}

function toWhom({ recipient, reason }: { recipient: string; reason: string }) {
  return { recipient, reason };
}

function followUpEntries(report: ReportSummary, recent: readonly FollowUp[], now: Date): FollowUpEntry[] {
  const last = recent.at(-1);
  if (last === undefined) return [];
  const { receivedAt, summary, state } = last;
  return [
    {
      ...toEntry(report, now),
      count: recent.length,
      latest: { receivedAt, summary, state },
      filled: [...new Set(recent.flatMap(({ filled }) => filled))],
    },
  ];
}

/** One whose author wrote again is shown once more: somebody may have to reopen it. */
function closedSince(
  report: ReportSummary,
  recent: readonly FollowUp[],
  since: Date,
  now: Date,
): ClosedEntry[] {
  const { closedAt, acknowledgedAt } = report.life;
  const followUps = recent.length;
  if (closedAt === null || (closedAt < since && followUps === 0)) return [];
  const answered = acknowledgedAt !== null;
  return [{ ...toEntry(report, now), closedAt: closedAt.toISOString(), answered, followUps }];
}

function toEntry(report: ReportSummary, now: Date): DigestEntry {
  const { status, acknowledgedAt } = report.life;
  return {
    id: report.number,
    summary: report.summary,
    reporter: report.reporterName ?? report.reporterEmail,
    receivedAt: report.receivedAt.toISOString(),
    acknowledgeBy: report.acknowledgeBy.toISOString(),
    discloseBy: report.discloseBy.toISOString(),
    status,
    overdue: report.acknowledgeBy < now && isWaiting(status, acknowledgedAt),
    foundIn: report.foundIn,
    related: report.related,
    keyState: report.keyState,
  };
}
