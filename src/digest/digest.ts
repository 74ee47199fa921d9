/**
 * Digest: the store → what an engineer has to look at this morning. Pure; the same record and the same instant
 * give the same digest.
 */
import type { MissingPart, Relation, Report } from '../report/schema.js';
import type { ReceiptKind, ReceiptStatus } from '../store/outbox.js';
import type { StoredReport } from '../store/reports.js';
import type { UnreadMessage } from '../store/unread.js';

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

type KeyState = Extract<Report['encryption'], { state: 'decrypted' }>['keyState'];

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
  /** Every report an engineer has not answered, the most urgent first. */
  readonly waiting: readonly DigestEntry[];
  readonly incomplete: readonly (DigestEntry & { readonly missing: readonly MissingPart[] })[];
  readonly undecryptable: readonly (DigestEntry & { readonly reason: string | null })[];
  /** Kept raw because they could not be read. */
  readonly quarantined: readonly (DigestEntry & { readonly reason: string | null })[];
  /** Listed by the mail server and not given: each may be a report. */
  readonly unread: readonly UnreadEntry[];
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

/**
 * Makes the digest.
 * @param since - what was recorded after this is new
 * @param now - UTC instant
 * @param unread - messages that the mail server does not give
 */
export function makeDigest(
  reports: readonly StoredReport[],
  receipts: ReceiptsByReport,
  since: Date,
  now: Date,
  unread: readonly UnreadMessage[] = [],
): Digest {
  const entry = (report: StoredReport) => toEntry(report, now);
  const inState = (state: StoredReport['content']['state']) =>
    reports
      .filter(report => report.content.state === state)
      .map(report => ({ ...entry(report), reason: report.content.stateReason }));
  return {
    schema: 'security-inbox/digest@1',
    generatedAt: now.toISOString(),
    since: since.toISOString(),
    new: reports.filter(report => report.recordedAt >= since).map(entry),
    followUps: reports.flatMap(report => followUpsSince(report, since, now)),
    waiting: [...reports].sort((a, b) => a.acknowledgeBy.getTime() - b.acknowledgeBy.getTime()).map(entry),
    incomplete: reports
      .filter(({ content }) => content.state === 'received' && content.missing.length > 0)
      .map(report => ({ ...entry(report), missing: report.content.missing })),
    undecryptable: inState('undecryptable'),
    quarantined: inState('quarantined'),
    unread: unread.map(toUnreadEntry),
    replaySuspected: reports.filter(({ content }) => content.replaySuspected).map(entry),
    receipts: receiptSections(reports, receipts, now),
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
  reports: readonly StoredReport[],
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

function followUpsSince(report: StoredReport, since: Date, now: Date): FollowUpEntry[] {
  const recent = report.content.followUps.filter(({ recordedAt }) => new Date(recordedAt) >= since);
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

function toEntry({ number, content, acknowledgeBy, discloseBy }: StoredReport, now: Date): DigestEntry {
  return {
    id: number,
    summary: content.summary,
    reporter: content.reporter.name ?? content.reporter.email,
    receivedAt: content.receivedAt,
    acknowledgeBy: acknowledgeBy.toISOString(),
    discloseBy: discloseBy.toISOString(),
    overdue: acknowledgeBy < now,
    foundIn: content.foundIn,
    related: content.related,
    keyState: content.encryption.state === 'decrypted' ? content.encryption.keyState : null,
  };
}
