/** What a digest is made of, for tests: nothing, and what one wants. */
import type { DigestRecord } from '../../src/digest/record.js';
import type { ReceiptKind } from '../../src/store/outbox.js';
import type { ReceiptStatus } from '../../src/store/receipt-status.js';

type Receipts = Partial<Record<ReceiptKind, Readonly<Record<string, ReceiptStatus>>>>;

/** @param receipts - by kind and report number @param fields - laid over an empty record */
export function sampleRecord(fields: Partial<DigestRecord> = {}, receipts: Receipts = {}): DigestRecord {
  const of = (kind: ReceiptKind) => new Map(Object.entries(receipts[kind] ?? {}));
  return {
    reports: [],
    mailboxes: null,
    followUps: new Map(),
    receipts: { receipt: of('receipt'), 'follow-up': of('follow-up'), question: of('question') },
    copiesGivenUp: new Map(),
    closingReasons: new Map(),
    damaged: [],
    unread: [],
    nearMisses: [],
    failedNotices: [],
    failedDigests: [],
    counts: { received: 0, acknowledged: 0, closed: 0, disclosed: 0 },
    answers: [],
    disclosures: [],
    ...fields,
  };
}
