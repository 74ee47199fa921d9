/**
 * Which messages are worth downloading, from what FETCH tells without a body. Wider than the verdict on
 * purpose: what is downloaded and found to be no report is dropped again, what is not downloaded is never seen.
 */
import { isMessageFile, mayHoldOpenPgp } from './openpgp-shape.js';
import { reportNumbersIn } from './report-number.js';
import { decodeSubject, hasTriggerPhrase } from './subject.js';

/** A message before its body is fetched. */
export interface Preview {
  readonly uid: number;
  /** RFC822.SIZE in bytes; servers may be off by a little. */
  readonly size: number;
  readonly receivedAt: Date | null;
  /** Every Subject field, as it stands in the header: there should be one. */
  readonly subjects: readonly string[];
  /** Message-IDs of the thread it stands in, each with its angle brackets. */
  readonly thread: readonly string[];
  /** The topmost Return-Path, as it stands in the header. */
  readonly returnPath: string | null;
  /** Null where the server's BODYSTRUCTURE could not be read. */
  readonly parts: readonly PartShape[] | null;
  /** Whether the body holds an armored message, as the server's own search says; null where it would not say. */
  readonly holdsArmor: boolean | null;
  /** The fields that were asked for, as they stand in it. */
  readonly header: Uint8Array;
}

export interface PartShape {
  /** Lower-case media type. */
  readonly type: string;
  readonly filename: string | null;
}

/** What the caller knows to be on record; asked for every message, so each answer has to be cheap. */
export interface OnRecord {
  /** @param number - upper-case */
  hasReport(number: string): boolean;
  /** @param messageId - of a mail or of a receipt, with its angle brackets */
  hasMessage(messageId: string): boolean;
}

/**
 * Whether to download a message.
 * @param phrase - the configured trigger
 */
export function isCandidate(preview: Preview, phrase: string, onRecord: OnRecord): boolean {
  const subjects = preview.subjects.map(decodeSubject);
  if (subjects.some(subject => hasTriggerPhrase(subject, phrase))) return true;
  if (preview.parts === null) return true;
  if (preview.parts.some(mayHoldReport)) return true;
  if (preview.holdsArmor ?? preview.parts.some(part => part.type.startsWith('text/'))) return true;
  if (mayBeDeliveryReport(preview, preview.parts)) return true;
  return (
    preview.thread.some(id => onRecord.hasMessage(id)) ||
    subjects.flatMap(reportNumbersIn).some(number => onRecord.hasReport(number))
  );
}

/** BODYSTRUCTURE goes into a forwarded message, but not into one that came as a file. */
function mayHoldReport({ type, filename }: PartShape): boolean {
  return mayHoldOpenPgp(type, filename) || isMessageFile(filename);
}

/** RFC 3464 §2, or in words of a server's own; RFC 5321 §4.5.5: either goes out with a null reverse-path. */
function mayBeDeliveryReport({ returnPath }: Preview, parts: readonly PartShape[]): boolean {
  return (
    parts.some(part => part.type === 'multipart/report' || part.type === 'message/delivery-status') ||
    /^<\s*>$/.test(returnPath ?? '')
  );
}
