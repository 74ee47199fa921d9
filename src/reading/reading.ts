/**
 * What reading one mail comes to, as it crosses from the reading thread to the pipeline.
 */
import type { Answerability, Authentication, Envelope, Message } from '../message/message.js';
import type { Trigger } from '../message/verdict.js';
import type { CatalogueProduct } from '../report/affected/catalogue.js';
import type { Candidates } from '../report/candidates.js';
import type { ExtractedReport } from '../report/schema.js';

/** Why a mail could not be read to the end. Closed, so that no mail content ever travels in a reason. */
export type UnreadableReason =
  | 'broken-mime'
  | 'too-many-parts'
  | 'header-too-long'
  | 'took-too-long'
  | 'out-of-memory'
  | 'reader-crashed'
  /** More comes out of it than is kept. */
  | 'too-much-content'
  /** Read, and then no record could be made of it. */
  | 'not-recordable'
  | 'larger-than-configured';

/** The outer header of a mail whose body can't be read. */
export interface HeaderReading {
  readonly envelope: Envelope;
  readonly answerability: Answerability;
  readonly authentication: Authentication | null;
}

export type Reading =
  | {
      readonly kind: 'read';
      /** Null where nothing in the mail itself makes it a report; it may still belong to one. */
      readonly trigger: Trigger | null;
      readonly message: Message;
      readonly report: ExtractedReport;
    }
  | {
      readonly kind: 'unreadable';
      readonly trigger: Trigger | null;
      readonly reason: UnreadableReason;
      /** Null where not even the header could be read. */
      readonly header: HeaderReading | null;
    };

/** Bytes. */
const MUCH_CONTENT = 1_048_576;

/** @returns the bytes that came out of a mail, about, and how much memory a reading takes therefore */
export function contentOf(reading: Reading): number {
  return reading.kind === 'read' ? contentBytes(reading.message) : 0;
}

/** Whether so much came out of a mail that the next is to be read once it was heard of. */
export function isMuchContent(reading: Reading): boolean {
  return contentOf(reading) >= MUCH_CONTENT;
}

/** @returns the characters of its words and the bytes of its files */
export function contentBytes({ bodies, attachments }: Message): number {
  const text = bodies.reduce((sum, body) => sum + body.text.length, 0);
  return attachments.reduce((sum, { content }) => sum + content.byteLength, text);
}

/** A reading with all that was found on the way to it, for a person who asks how a mail is read. */
export interface ExplainedReading {
  readonly reading: Reading;
  /** Null where the mail could not be read. */
  readonly candidates: Candidates | null;
}

/** What the reading thread is started with. */
export interface ReaderSettings {
  readonly privateKeys: readonly { file: string; bytes: Uint8Array; passphrase: string | null }[];
  /** The files of the operator's folder of public keys. */
  readonly knownKeys: readonly { file: string; bytes: Uint8Array }[];
  /** Armored, one for an address. */
  readonly learnedKeys: readonly { address: string; armored: string }[];
  readonly phrase: string;
  /** Lower-case addresses we send from or are reached at. */
  readonly ownAddresses: readonly string[];
  /** The name under which our own mail server writes Authentication-Results (RFC 8601 §2.5), or null. */
  readonly authservId: string | null;
  /** Our own products, as configured. */
  readonly products: readonly CatalogueProduct[];
}

/** A key that the network gave for an address, unchecked. */
export interface LookedUpKey {
  /** Lower-case. */
  readonly address: string;
  readonly bytes: Uint8Array;
}

/** A reading of a mail that is a report. */
export type ReportReading = Reading & { readonly trigger: Trigger };
