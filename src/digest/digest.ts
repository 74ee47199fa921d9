/**
 * Digest: the store → what an engineer has to look at this morning. Pure; the same record and the same instant
 * give the same digest.
 */
import type { FollowUp, MissingPart, Relation, Report } from '../report/schema.js';
import type { ReceiptKind, ReceiptStatus } from '../store/outbox.js';
import type { KeyState, ReportSummary } from '../store/summaries.js';

/** One line of the digest. */
export interface DigestEntry {
  readonly id: string;
  readonly summary: string | null;
  readonly reporter: string | null;
  readonly receivedAt: string;
  readonly acknowledgeBy: string;
  readonly discloseBy: string;
  /** The engineer's answer was due before the digest was made. */
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

export interface Digest {
  readonly schema: 'security-inbox/digest@1';
  readonly generatedAt: string;
  readonly since: string;
  /** Recorded since then. */
  readonly new: readonly DigestEntry[];
  /** Reports whose authors wrote again since then, whatever their age. */
  readonly followUps: readonly FollowUpEntry[];
  /** Every report an engineer has not answered, the most urgent first. */
  readonly waiting: readonly DigestEntry[];
  readonly incomplete: readonly (DigestEntry & { readonly missing: readonly MissingPart[] })[];
  readonly undecryptable: readonly (DigestEntry & { readonly reason: string | null })[];
  /** Kept raw because they could not be read. */
  readonly quarantined: readonly (DigestEntry & { readonly reason: string | null })[];
  /** Never answered; a person decides what they are. */
  readonly replaySuspected: readonly DigestEntry[];
  readonly receipts: {
    /** Taken by our server and sent back by another. */
    readonly bounced: readonly (DigestEntry & { readonly recipient: string; readonly reason: string })[];
    /** Composed, and waiting for a person to let them go. */
    readonly held: readonly (DigestEntry & { readonly recipient: string; readonly reason: string })[];
    /** The SMTP server will never take them. */
    readonly failed: readonly (DigestEntry & { readonly answer: string | null })[];
    /** Not taken yet. */
    readonly queued: readonly (DigestEntry & { readonly attempts: number; readonly answer: string | null })[];
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
}

/**
 * Makes the digest.
 * @param since - what was recorded after this is new
 * @param now - UTC instant
 */
export function makeDigest({ reports, followUps, receipts }: DigestRecord, since: Date, now: Date): Digest {
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
    waiting: [...reports].sort((a, b) => a.acknowledgeBy.getTime() - b.acknowledgeBy.getTime()).map(entry),
    incomplete: reports
      .filter(({ state, missing }) => state === 'received' && missing.length > 0)
      .map(report => ({ ...entry(report), missing: report.missing })),
    undecryptable: inState('undecryptable'),
    quarantined: inState('quarantined'),
    replaySuspected: reports.filter(({ replaySuspected }) => replaySuspected).map(entry),
    receipts: receiptSections(reports, receipts, now),
  };
}

function receiptSections(
  reports: readonly ReportSummary[],
  receipts: ReceiptsByReport,
  now: Date,
): Digest['receipts'] {
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
  return {
    bounced: inState('bounced', all).map(({ entry, status }) => ({ ...entry, ...toWhom(status) })),
    held: inState('held', all).map(({ entry, status }) => ({ ...entry, ...toWhom(status) })),
    failed: inState('refused', all).map(({ entry, status }) => ({ ...entry, answer: status.lastAnswer })),
    queued: inState('queued', all).map(({ entry, status }) => ({
      ...entry,
      attempts: status.attempts,
      answer: status.lastAnswer,
    })),
    // That a follow-up went unanswered is nothing to decide.
    withheld: inState('withheld', [receipts.receipt]).map(({ entry, status }) => ({
      ...entry,
      reason: status.reason,
    })),
  };
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

function toEntry(report: ReportSummary, now: Date): DigestEntry {
  return {
    id: report.number,
    summary: report.summary,
    reporter: report.reporterName ?? report.reporterEmail,
    receivedAt: report.receivedAt.toISOString(),
    acknowledgeBy: report.acknowledgeBy.toISOString(),
    discloseBy: report.discloseBy.toISOString(),
    overdue: report.acknowledgeBy < now,
    foundIn: report.foundIn,
    related: report.related,
    keyState: report.keyState,
  };
}
