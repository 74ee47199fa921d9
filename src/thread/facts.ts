/**
 * Thread: what a mail is to the reports on record.
 *
 * Takes a reading and the store's answers about it, and says whether the mail is a report of its own, a follow-up, a
 * copy, or none of ours. Promises that only who wrote to a report before, by address or by key, adds to it; that
 * whoever merely quotes it gets a report of their own; and that what is answered, and how, depends on nothing that
 * decryption alone tells, save that a suspected replay gets no answer.
 */
import { createHash } from 'node:crypto';
import { bareSubject } from '../mailbox/subject.js';
import type { Envelope, Message, NoAnswerReason } from '../message/message.js';
import type { Trigger } from '../message/verdict.js';
import type { Reading } from '../reading/reading.js';

/** A mail as far as its place among the others goes. */
export interface MailFacts {
  readonly trigger: Trigger | null;
  /** Lower-case outer From address, where there is exactly one; Reply-To's where a list put ours in its place. */
  readonly sender: string | null;
  /** Fingerprint of the key whose valid signature covers everything. */
  readonly signer: string | null;
  readonly messageId: string | null;
  /** Message-IDs of the thread it stands in, oldest first. */
  readonly references: readonly string[];
  /** The outer subject first, then the protected one where it has one. */
  readonly subjects: readonly string[];
  readonly contentHash: string | null;
  readonly ciphertexts: readonly string[];
  /** Those of them that only decryption shows. */
  readonly ciphertextsInside: readonly string[];
  /** Sent from an address of ours, by its outer From. */
  readonly isOurs: boolean;
  /** A notice of ours to an engineer, who may be reached at the mailbox itself. */
  readonly isOwnNotice: boolean;
  /** Sent by a machine. */
  readonly isAutomatic: boolean;
  /** Sent in bulk, by its header: by a machine, or by a person through a ticket system, which marks all it sends so. */
  readonly isBulk: boolean;
  readonly isEncrypted: boolean;
  /** Its inner header names another sender, date or Message-ID than its outer one. */
  readonly contradictsItself: boolean;
}

/** A responder's or a mail server's own words; what only asks for no answer is a person's mail still. */
const AUTOMATIC: ReadonlySet<NoAnswerReason> = new Set([
  'auto-submitted',
  'null-return-path',
  'machine-report',
]);

/**
 * The facts of a reading.
 * @param ownAddresses - lower-case addresses we send from or are reached at
 * @param cameByList - whether a mailing list passed it on (RFC 2919): that makes no machine of its author
 */
export function factsOf(reading: Reading, ownAddresses: readonly string[], cameByList: boolean): MailFacts {
  const message = reading.kind === 'read' ? reading.message : null;
  const header = reading.kind === 'read' ? reading.message : reading.header;
  const envelope = header?.envelope ?? null;
  const because = header?.answerability.answer === false ? header.answerability.because : null;
  const from = senderOf(envelope);
  const isOwn = from !== null && ownAddresses.includes(from);
  const isAutomatic = because !== null && AUTOMATIC.has(because);
  const author = isOwn && cameByList ? authorBehindList(envelope, ownAddresses) : null;
  return {
    trigger: reading.trigger,
    sender: author ?? from,
    signer: message === null ? null : signerOf(message),
    messageId: envelope?.messageId ?? null,
    references: envelope?.references ?? [],
    subjects: [envelope?.subject ?? '', message?.protectedHeader?.subject ?? ''],
    contentHash: message === null ? null : contentHashOf(message),
    ciphertexts: message?.ciphertexts ?? [],
    ciphertextsInside: message?.ciphertextsInside ?? [],
    isOurs: isOwn && author === null,
    isOwnNotice: isAutomatic && isNoticeId(envelope?.messageId ?? '', ownAddresses),
    isAutomatic,
    isBulk: because === 'bulk' && !cameByList,
    isEncrypted: message !== null && message.encryption.state !== 'cleartext',
    contradictsItself:
      message?.differences.some(field => field === 'from' || field === 'date' || field === 'message-id') ??
      false,
  };
}

/** By its form, and not by what is on record: a database that was restored from a backup knows none of the last. */
function isNoticeId(messageId: string, ownAddresses: readonly string[]): boolean {
  const domain = /^<notice\.[0-9a-f]{40}@([^@<>]+)>$/.exec(messageId)?.[1]?.toLowerCase();
  return domain !== undefined && ownAddresses.some(address => address.endsWith(`@${domain}`));
}

/** The facts as they show to whoever holds no key of ours: of an encrypted mail its outer header and its ciphertexts. */
export function outerFactsOf(facts: MailFacts): MailFacts {
  if (!facts.isEncrypted) return facts;
  return {
    ...facts,
    trigger: facts.trigger === 'protected-subject' ? 'encrypted-to-us' : facts.trigger,
    subjects: facts.subjects.slice(0, 1),
    signer: null,
    contentHash: null,
    ciphertexts: facts.ciphertexts.filter(one => !facts.ciphertextsInside.includes(one)),
    ciphertextsInside: [],
    contradictsItself: false,
  };
}

/** RFC 5322 §3.6.2 allows several From mailboxes; who of them wrote can't be told. */
function senderOf(envelope: Envelope | null): string | null {
  const [sender, ...others] = envelope?.from ?? [];
  return sender === undefined || others.length > 0 ? null : sender.address.toLowerCase();
}

/**
 * A list whose address is one of ours writes it into the From of those whose domain forbids to pass their mail on
 * (RFC 7960 §4), and themselves into Reply-To.
 */
function authorBehindList(envelope: Envelope | null, ownAddresses: readonly string[]): string | null {
  const others = (envelope?.replyTo ?? [])
    .map(({ address }) => address.toLowerCase())
    .filter(address => !ownAddresses.includes(address));
  return others.length === 1 ? (others[0] ?? null) : null;
}

function signerOf({ signature }: Message): string | null {
  return signature.outcome === 'valid' && signature.covers === 'everything' ? signature.fingerprint : null;
}

/**
 * A hash over all that a mail says: its subjects without reply marks, its words, its files, and what could not be
 * opened by its ciphertext.
 * @returns null where part of it stayed unread and has no hash either, or where it says nothing
 */
function contentHashOf({
  envelope,
  protectedHeader,
  encryption,
  ciphertexts,
  notes,
  bodies,
  attachments,
}: Message): string | null {
  const isClosed = encryption.state === 'undecryptable' || notes.includes('partly-undecryptable');
  if ((isClosed && ciphertexts.length === 0) || notes.includes('utf-7-refused')) return null;
  if (bodies.length === 0 && attachments.length === 0 && !isClosed) return null;
  const hash = createHash('sha256');
  // Each item behind its length, so that words can't move from one into the next.
  const add = (bytes: Uint8Array) => hash.update(`${bytes.byteLength}:`).update(bytes);
  for (const subject of [envelope.subject, protectedHeader?.subject ?? ''])
    add(Buffer.from(bareSubject(subject)));
  // A file's words are drawn from its bytes, which count below.
  for (const { kind, text } of bodies) if (kind !== 'attachment') add(Buffer.from(text));
  hash.update('files:');
  for (const { content } of attachments) add(content);
  hash.update('closed:');
  if (isClosed) for (const ciphertext of ciphertexts) add(Buffer.from(ciphertext));
  return hash.digest('hex');
}
