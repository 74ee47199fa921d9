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
  /** The key of ours it names signs, or certifies, and does not encrypt; or its secret part is not there. */
  | 'key-not-for-encryption'
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

/** What is to be said of the key of ours that opened a message. */
export type OwnKeyState =
  /** The disclosure key, in force. */
  | 'current'
  /** An earlier key, kept so that mail to it still opens. */
  | 'rotated'
  | 'expired'
  | 'revoked';

export type Encryption =
  | { readonly state: 'cleartext' }
  | {
      readonly state: 'decrypted';
      readonly form: OpenPgpForm;
      /** Of the primary key, upper-case hexadecimal. */
      readonly keyFingerprint: string;
      readonly keyState: OwnKeyState;
    }
  | { readonly state: 'undecryptable'; readonly form: OpenPgpForm; readonly reason: UndecryptableReason };

/** What checking a mail's signatures came to. */
export type SignatureOutcome =
  | 'valid'
  /** Altered after signing, or made by a key that was not allowed to. */
  | 'invalid'
  /** By a key that nobody gave us. */
  | 'unknown-key'
  | 'unsigned';

/** Where a key came from, the most trustworthy first. */
export type KeyProvenance =
  /** The operator's folder. */
  | 'configured'
  /** An earlier mail of this sender, which it had signed. */
  | 'learned'
  /** A Web Key Directory, where the operator turned that on. */
  | 'looked-up'
  /** This very mail: it proves nothing but that mail and key belong together. */
  | 'claimed';

export interface Signature {
  readonly outcome: SignatureOutcome;
  /** Of the signer's primary key, upper-case hexadecimal; of an unknown key whatever the signature names it by. */
  readonly fingerprint: string | null;
  readonly key: KeyProvenance | null;
  /** Whether a user ID of the key holds the outer From address; null where there is no key. */
  readonly userIdMatchesFrom: boolean | null;
  /** Whether every word and file of the report stands under the signature. */
  readonly covers: 'everything' | 'part' | null;
}

/** A public key that a mail brought. */
export interface SenderKey {
  readonly fingerprint: string;
  /** Lower-case addresses of its user IDs. */
  readonly addresses: readonly string[];
  /** The whole certificate, armored. */
  readonly armored: string;
  readonly cameAs: 'attached' | 'autocrypt' | 'inline';
  readonly origin: Origin;
  readonly canEncrypt: boolean;
  /** Whether nobody gave us a key for the mail's From address before. */
  readonly isFirst: boolean;
}

/** The header that travelled under encryption or signature: RFC 9788, and the drafts before it. */
export interface ProtectedHeader {
  readonly subject: string | null;
  readonly from: Mailbox | null;
  readonly to: readonly Mailbox[];
  readonly date: Date | null;
  readonly messageId: string | null;
}

/** A field that says one thing outside and another inside, beyond what hiding it explains (RFC 9788 §4). */
export type HeaderDifference = 'subject' | 'from' | 'to' | 'date' | 'message-id';

/** What a person should know of how a mail was read. Closed, so that no mail content travels in it. */
export type ReadingNote =
  /** Text and HTML of one mail say different things; both are kept. */
  | 'text-and-html-differ'
  /** A part in UTF-7, which is refused: it smuggles markup past filters. */
  | 'utf-7-refused'
  /** winmail.dat, kept whole and unread. */
  | 'tnef-kept'
  /** An attached document whose text could not be drawn out; kept unchanged. */
  | 'document-not-read'
  /** Words stand outside the encrypted part; they are kept apart and count for nothing. */
  | 'words-outside-encryption'
  /** Several OpenPGP messages, of which not all opened. */
  | 'partly-undecryptable'
  /** S/MIME, which is kept and not opened. */
  | 's-mime-kept';

/** What our own mail server found of the sender, RFC 8601. */
export interface Authentication {
  readonly dmarc: string | null;
  readonly spf: string | null;
  readonly dkim: string | null;
}

/** A delivery report (RFC 3464) on a mail that may be one of our receipts. */
export interface DeliveryReport {
  /** Message-IDs of the mail it speaks of, with their angle brackets. */
  readonly about: readonly string[];
  /** RFC 3464 §2.3.3, lower-case. */
  readonly action: string | null;
  /** RFC 3463, such as `5.1.1`. */
  readonly status: string | null;
  /** The remote server's words, one line. */
  readonly diagnostic: string | null;
}

/** Whether words came to us encrypted. Words of different origin are never joined into one text. */
export type Origin = 'decrypted' | 'cleartext';

/** One text a person wrote: a body part, or a text file attached. */
export interface TextBody {
  readonly origin: Origin;
  /**
   * `html` is text made from HTML, of a mail without text/plain or one whose text/plain says something else;
   * `attachment` is the text of a file, drawn out of it where it is a document.
   */
  readonly kind: 'plain' | 'html' | 'attachment';
  readonly text: string;
  /** The file's name for `attachment` and for words that were encrypted as a file; null otherwise. */
  readonly filename: string | null;
}

export interface Attachment {
  readonly origin: Origin;
  /** As the mail gives it, one line of at most 255 characters: data, never a path (`attachment-name.ts`). */
  readonly filename: string | null;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** What may be answered, and if not, why not. Decided from the outer header alone. */
export type Answerability =
  | {
      readonly answer: true;
      readonly address: string;
      /** False where a Reply-To of the same organisation was chosen. */
      readonly isFrom: boolean;
      /** Primary tag of the outer Content-Language (RFC 3282), lower-case, or null. */
      readonly language: string | null;
    }
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
  /** Two From, Reply-To, Subject or Message-ID fields, of which programs differ in the one they take. */
  | 'doubled-field'
  /** No From mailbox, several, or one we can't write to safely. */
  | 'no-single-sender'
  /** None of our addresses is among its recipients. */
  | 'not-addressed-to-us';

/** A mail read to the end. */
export interface Message {
  readonly envelope: Envelope;
  readonly answerability: Answerability;
  readonly encryption: Encryption;
  readonly protectedHeader: ProtectedHeader | null;
  readonly differences: readonly HeaderDifference[];
  readonly signature: Signature;
  /** SHA-256 of the encrypted data of every OpenPGP message in the mail, hexadecimal. */
  readonly ciphertexts: readonly string[];
  /** Those of them that stood inside another one: nobody sees them who can't open that. */
  readonly ciphertextsInside: readonly string[];
  /** Keys that came with the mail, whatever they are worth. */
  readonly senderKeys: readonly SenderKey[];
  /**
   * The certificate, armored, that a receipt to the From address may be encrypted to. Never one that came out of
   * decryption with this very mail, or the receipt would tell an attacker that it opened.
   */
  readonly recipientKey: string | null;
  readonly authentication: Authentication | null;
  readonly deliveryReport: DeliveryReport | null;
  readonly notes: readonly ReadingNote[];
  readonly bodies: readonly TextBody[];
  readonly attachments: readonly Attachment[];
}
