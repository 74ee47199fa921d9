/**
 * What a mail says, once read: the vocabulary every later stage shares.
 *
 * The outer header (`Envelope`) and the content are kept apart on purpose. A receipt may be built from the
 * envelope and nothing else; whatever came out of decryption lives in `bodies`, `attachments` and
 * `protectedSubject`, and never travels back to the sender.
 */

/** A mailbox as RFC 5322 §3.4 has it: an optional display name and an address. */
export interface Mailbox {
  readonly name: string | null;
  readonly address: string;
}

/** The outer header of a mail, control characters removed. Nothing here was ever encrypted. */
export interface Envelope {
  readonly from: readonly Mailbox[];
  readonly replyTo: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly subject: string;
  /** With its angle brackets, or null where the header is absent or not of the form RFC 5322 §3.6.4 gives. */
  readonly messageId: string | null;
  /** The thread so far, oldest first, each with its angle brackets. */
  readonly references: readonly string[];
  readonly date: Date | null;
  /** When our own server took the mail, by its topmost Received field; null where that field gives no date. */
  readonly deliveredAt: Date | null;
}

/** How the OpenPGP message travelled. */
export type OpenPgpForm =
  /** multipart/encrypted, RFC 3156 §4, or the same two parts under another multipart type. */
  | 'pgp-mime'
  /** An armored block in a text part. */
  | 'inline'
  /** A file that is itself an OpenPGP message. */
  | 'attachment';

/** Why an OpenPGP message stayed closed. */
export type UndecryptableReason =
  /** None of our keys is among its recipients, or none of them opened it. */
  | 'no-matching-key'
  /** Encrypted to a password only. */
  | 'password-only'
  /** Without the integrity protection of RFC 9580 §5.13, which EFAIL turns into a leak. */
  | 'not-integrity-protected'
  /** More recipients than `limits.ts` allows. */
  | 'too-many-recipients'
  /** Inflates beyond what `limits.ts` allows. */
  | 'too-large'
  /** Not a whole, well-formed OpenPGP message. */
  | 'damaged';

export type Encryption =
  | { readonly state: 'cleartext' }
  | { readonly state: 'decrypted'; readonly form: OpenPgpForm; readonly keyFingerprint: string }
  | { readonly state: 'undecryptable'; readonly form: OpenPgpForm; readonly reason: UndecryptableReason };

/** Whether words came to us encrypted. Words of different origin are never joined into one text. */
export type Origin = 'decrypted' | 'cleartext';

/** One text a person wrote: a body part, or a text file attached. */
export interface TextBody {
  readonly origin: Origin;
  /** `html` is text made from HTML, for mails that have no text/plain part. */
  readonly kind: 'plain' | 'html' | 'attachment';
  readonly text: string;
  /** The file's name for `attachment`, null otherwise. */
  readonly filename: string | null;
}

export interface Attachment {
  readonly origin: Origin;
  /** As the mail gives it: data, never a path. */
  readonly filename: string | null;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** What may be answered, and if not, why not. Decided from the outer header alone. */
export type Answerability =
  | { readonly answer: true; readonly address: string }
  | { readonly answer: false; readonly because: NoAnswerReason };

export type NoAnswerReason =
  /** RFC 3834 §2: Auto-Submitted with any value but "no". */
  | 'auto-submitted'
  /** RFC 3834 §2: a null reverse-path. */
  | 'null-return-path'
  /** A delivery or disposition report, RFC 3464 and RFC 8098. */
  | 'machine-report'
  /** A mailing list, RFC 2369 and RFC 2919, or Precedence bulk, list or junk. */
  | 'bulk'
  /** X-Auto-Response-Suppress, MS-OXCMAIL §2.1.3.2.20. */
  | 'response-suppressed'
  /** mailer-daemon, postmaster, noreply and their like. */
  | 'machine-address'
  /** Our own address, or a mail that went through us before. */
  | 'own-mail'
  /** No From mailbox, several, or one we can't write to safely. */
  | 'no-single-sender';

/** A mail read to the end. */
export interface Message {
  readonly envelope: Envelope;
  readonly answerability: Answerability;
  readonly encryption: Encryption;
  /** The subject from inside the encryption, RFC 9788, or null where there is none. */
  readonly protectedSubject: string | null;
  readonly bodies: readonly TextBody[];
  readonly attachments: readonly Attachment[];
}
