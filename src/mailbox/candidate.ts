/**
 * Which messages are worth downloading, from what FETCH tells without a body. Wider than the verdict on
 * purpose: what is downloaded and found to be no report is dropped again, what is not downloaded is never seen.
 */
import { mayHoldOpenPgp } from './openpgp-shape.js';
import { decodeSubject, hasTriggerPhrase } from './subject.js';

/** A message before its body is fetched. */
export interface Preview {
  readonly uid: number;
  /** RFC822.SIZE in bytes; servers may be off by a little. */
  readonly size: number;
  readonly receivedAt: Date | null;
  /** Every Subject field, as it stands in the header: there should be one. */
  readonly subjects: readonly string[];
  /** Null where the server's BODYSTRUCTURE could not be read. */
  readonly parts: readonly PartShape[] | null;
  /** Whether the body holds an armored message, as the server's own search says; null where it would not say. */
  readonly holdsArmor: boolean | null;
}

export interface PartShape {
  /** Lower-case media type. */
  readonly type: string;
  readonly filename: string | null;
}

/**
 * Whether to download a message.
 * @param phrase - the configured trigger
 */
export function isCandidate(preview: Preview, phrase: string): boolean {
  if (preview.subjects.some(subject => hasTriggerPhrase(decodeSubject(subject), phrase))) return true;
  if (preview.parts === null) return true;
  if (preview.parts.some(part => mayHoldOpenPgp(part.type, part.filename))) return true;
  return preview.holdsArmor ?? preview.parts.some(part => part.type.startsWith('text/'));
}
