/**
 * Digest: the store → what an engineer has to look at this morning. Pure; the same record and the same instant
 * give the same digest.
 */
import type { MissingPart } from '../report/schema.js';
import type { ReceiptStatus } from '../store/outbox.js';
import type { StoredReport } from '../store/reports.js';

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
}

export interface Digest {
  readonly schema: 'security-inbox/digest@1';
  readonly generatedAt: string;
  readonly since: string;
  /** Recorded since then. */
  readonly new: readonly DigestEntry[];
  /** Every report an engineer has not answered, the most urgent first. */
  readonly waiting: readonly DigestEntry[];
  readonly incomplete: readonly (DigestEntry & { readonly missing: readonly MissingPart[] })[];
  readonly undecryptable: readonly (DigestEntry & { readonly reason: string | null })[];
  /** Kept raw because they could not be read. */
  readonly quarantined: readonly (DigestEntry & { readonly reason: string | null })[];
  readonly receipts: {
    /** The SMTP server will never take them. */
    readonly failed: readonly (DigestEntry & { readonly answer: string | null })[];
    /** Not taken yet. */
    readonly queued: readonly (DigestEntry & { readonly attempts: number; readonly answer: string | null })[];
    /** Held back: a person decides. */
    readonly withheld: readonly (DigestEntry & { readonly reason: string })[];
  };
}

/**
 * Makes the digest.
 * @param since - what was recorded after this is new
 * @param now - UTC instant
 */
export function makeDigest(
  reports: readonly StoredReport[],
  receipts: ReadonlyMap<string, ReceiptStatus>,
  since: Date,
  now: Date,
): Digest {
  const entry = (report: StoredReport) => toEntry(report, now);
  const inState = (state: StoredReport['content']['state']) =>
    reports
      .filter(report => report.content.state === state)
      .map(report => ({ ...entry(report), reason: report.content.stateReason }));
  const status = reports.map(report => ({ report, receipt: receipts.get(report.number) }));
  return {
    schema: 'security-inbox/digest@1',
    generatedAt: now.toISOString(),
    since: since.toISOString(),
    new: reports.filter(report => report.recordedAt >= since).map(entry),
    waiting: [...reports].sort((a, b) => a.acknowledgeBy.getTime() - b.acknowledgeBy.getTime()).map(entry),
    incomplete: reports
      .filter(({ content }) => content.state === 'received' && content.missing.length > 0)
      .map(report => ({ ...entry(report), missing: report.content.missing })),
    undecryptable: inState('undecryptable'),
    quarantined: inState('quarantined'),
    receipts: {
      failed: status.flatMap(({ report, receipt }) =>
        receipt?.state === 'refused' ? [{ ...entry(report), answer: receipt.lastAnswer }] : [],
      ),
      queued: status.flatMap(({ report, receipt }) =>
        receipt?.state === 'queued'
          ? [{ ...entry(report), attempts: receipt.attempts, answer: receipt.lastAnswer }]
          : [],
      ),
      withheld: status.flatMap(({ report, receipt }) =>
        receipt?.state === 'withheld' ? [{ ...entry(report), reason: receipt.reason }] : [],
      ),
    },
  };
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
  };
}
