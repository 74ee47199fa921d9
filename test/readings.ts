/** Readings as the reading thread gives them, for tests of what comes after it. */
import { createHash } from 'node:crypto';
import type { Message, NoAnswerReason, Origin } from '../src/message/message.js';
import type { Trigger } from '../src/message/verdict.js';
import type { Reading } from '../src/reading/reading.js';
import { type ExtractedReport, NOTHING_EXTRACTED } from '../src/report/schema.js';

export interface ReadingFields {
  readonly trigger?: Trigger | null;
  readonly from?: string;
  readonly replyTo?: string;
  readonly subject?: string;
  readonly protectedSubject?: string;
  readonly messageId?: string | null;
  readonly references?: readonly string[];
  readonly text?: string;
  readonly files?: readonly { filename: string; content: string }[];
  readonly noAnswer?: NoAnswerReason;
  readonly encryption?: 'cleartext' | 'decrypted' | 'undecryptable';
  readonly ciphertexts?: readonly string[];
  /** Names of those among them that stood inside another one. */
  readonly ciphertextsInside?: readonly string[];
  /** Fingerprint of a valid signature over everything. */
  readonly signer?: string;
  readonly differences?: Message['differences'];
  readonly deliveryReport?: Message['deliveryReport'];
  readonly report?: Partial<ExtractedReport>;
}

let count = 0;

/** A mail of a researcher with the phrase, in the clear, unless told otherwise; no two have one Message-ID. */
export function readingOf(fields: ReadingFields = {}): Extract<Reading, { kind: 'read' }> {
  count += 1;
  const {
    from = 'researcher@example.org',
    encryption = 'cleartext',
    text = `words of mail ${count}`,
  } = fields;
  const origin: Origin = encryption === 'decrypted' ? 'decrypted' : 'cleartext';
  const files = fields.files ?? [];
  return {
    kind: 'read',
    trigger: fields.trigger === undefined ? 'subject' : fields.trigger,
    message: {
      envelope: {
        from: [{ name: null, address: from }],
        replyTo: fields.replyTo === undefined ? [] : [{ name: null, address: fields.replyTo }],
        to: [],
        subject: fields.subject ?? 'Security Alert',
        messageId: fields.messageId === undefined ? `<mail-${count}@example.org>` : fields.messageId,
        references: fields.references ?? [],
        date: null,
        deliveredAt: null,
      },
      answerability: fields.noAnswer
        ? { answer: false, because: fields.noAnswer }
        : { answer: true, address: from, isFrom: true, language: null },
      encryption: encryptionOf(encryption),
      protectedHeader:
        fields.protectedSubject === undefined
          ? null
          : { subject: fields.protectedSubject, from: null, to: [], date: null, messageId: null },
      differences: fields.differences ?? [],
      signature: {
        outcome: fields.signer ? 'valid' : 'unsigned',
        fingerprint: fields.signer ?? null,
        key: fields.signer ? 'claimed' : null,
        userIdMatchesFrom: null,
        covers: fields.signer ? 'everything' : null,
      },
      ciphertexts: (fields.ciphertexts ?? []).map(hashed),
      ciphertextsInside: (fields.ciphertextsInside ?? []).map(hashed),
      senderKeys: [],
      recipientKey: null,
      authentication: null,
      deliveryReport: fields.deliveryReport ?? null,
      notes: [],
      bodies: encryption === 'undecryptable' ? [] : [{ origin, kind: 'plain', text, filename: null }],
      attachments: files.map(({ filename, content }) => ({
        origin,
        filename,
        contentType: 'text/plain',
        content: Buffer.from(content),
      })),
    },
    report: extracted(files, from, fields.report),
  };
}

function hashed(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

function encryptionOf(state: NonNullable<ReadingFields['encryption']>): Message['encryption'] {
  switch (state) {
    case 'cleartext':
      return { state };
    case 'decrypted':
      return { state, form: 'pgp-mime', keyFingerprint: 'F', keyState: 'current' };
    case 'undecryptable':
      return { state, form: 'pgp-mime', reason: 'no-matching-key' };
  }
}

function extracted(
  files: readonly { filename: string }[],
  from: string,
  fields: Partial<ExtractedReport> = {},
): ExtractedReport {
  return {
    ...NOTHING_EXTRACTED,
    reporter: { ...NOTHING_EXTRACTED.reporter, email: from },
    summary: 'summary',
    attachments: files.map(({ filename }) => ({ filename, contentType: 'text/plain' })),
    missing: ['description', 'steps', 'affected'],
    ...fields,
  };
}
