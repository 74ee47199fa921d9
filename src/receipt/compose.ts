/**
 * Receipt: a report's number and its outer header → the reply.
 *
 * Takes nothing that was ever encrypted, and nothing that depends on whether decryption worked. A machine that
 * answers decrypted mail with anything of its content is an oracle for whoever replays a stolen ciphertext
 * (Müller et al., "Re: What's Up Johnny?", 2019), so the receipt to encrypted mail is one constant text with
 * our number and our dates in it. Missing parts are named, by the policy's own words for them, only where
 * answer.ts finds that the reporter is known to have written them or the mail came in the clear.
 */

import { domainOf } from '../message/domain.js';
import type { Envelope } from '../message/message.js';
import type { MissingPart } from '../report/schema.js';
import type { ReceiptMail } from '../store/outbox.js';
import { PHRASES } from './phrases.js';
import type { Responder } from './responder.js';
import { type Facts, fillTemplate } from './template.js';
import type { Purpose, ReceiptLanguage, Templates } from './templates.js';

/** All that a mail of ours may know of the report. */
export interface ReportFacts {
  readonly number: string;
  readonly receivedAt: Date;
  readonly acknowledgeBy: Date;
  readonly discloseBy: Date;
  /** Missing parts to name; null where none may be named. */
  readonly missing: readonly MissingPart[] | null;
  readonly language: ReceiptLanguage;
  /** Whether to say how to encrypt the next mail, because this one was not. */
  readonly adviseEncryption: boolean;
  /** Whether the answer was due before this is written, because the mail was read late. */
  readonly isLate: boolean;
}

export interface ReceiptFacts extends ReportFacts {
  readonly recipient: string;
  readonly envelope: Pick<Envelope, 'messageId' | 'references'>;
  /** SHA-256 of the raw mail, hexadecimal: the same mail always gets the same Message-ID. */
  readonly rawHash: string;
  /** The recipient's certificate, armored, or null. */
  readonly encryptTo: string | null;
}

/**
 * Writes the receipt. Pure: the same facts give the same bytes.
 */
export function composeReceipt(facts: ReceiptFacts, responder: Responder, templates: Templates): ReceiptMail {
  const { messageId, references } = facts.envelope;
  return {
    recipient: facts.recipient,
    messageId: ownMessageId(`receipt.${facts.rawHash.slice(0, 40)}`, responder),
    inReplyTo: messageId,
    references: messageId === null ? references : [...references.filter(id => id !== messageId), messageId],
    ...wordsFor('receipt', facts, responder, templates),
    encryptTo: facts.encryptTo,
  };
}

/** A Message-ID of ours, with its angle brackets. */
export function ownMessageId(localPart: string, { address }: Responder): string {
  return `<${localPart}@${domainOf(address)}>`;
}

type Words = Pick<ReceiptMail, 'subject' | 'text' | 'html'>;

/** Subject and both bodies of a receipt, or of the question for what a report lacks. */
export function wordsFor(
  purpose: 'receipt' | 'question',
  facts: ReportFacts,
  responder: Responder,
  templates: Templates,
): Words {
  const { timeZone } = responder;
  const phrases = PHRASES[facts.language];
  const missing = (facts.missing ?? []).map(part => phrases.parts[part]);
  const times = {
    receivedAt: phrases.instant(facts.receivedAt, timeZone),
    answerBy: phrases.instant(facts.acknowledgeBy, timeZone),
    answerWithin: phrases.workingDays(responder.acknowledgeWorkingDays),
    discloseBy: phrases.day(facts.discloseBy, timeZone),
    disclosureDays: String(responder.disclosureDays),
  };
  const filling = commonFacts(facts.number, responder);
  return fill(purpose, facts.number, facts.language, templates, {
    values: { ...filling.values, ...times },
    missing,
    sections: {
      ...filling.sections,
      missing: missing.length > 0,
      unencrypted: filling.sections.key && facts.adviseEncryption,
      inTime: !facts.isLate,
      late: facts.isLate,
    },
  });
}

/** Subject and both bodies of the short receipt for a later mail: the same words for every mail. */
export function followUpWords(
  number: string,
  language: ReceiptLanguage,
  responder: Responder,
  templates: Templates,
): Words {
  return fill('follow-up', number, language, templates, commonFacts(number, responder));
}

function fill(
  purpose: Purpose,
  number: string,
  language: ReceiptLanguage,
  templates: Templates,
  filling: Facts,
): Words {
  const { text, html } = templates[purpose][language];
  return {
    subject: `[${number}] ${PHRASES[language].subjects[purpose]}`,
    text: fillTemplate(text, filling),
    html: fillTemplate(html, filling),
  };
}

function commonFacts(number: string, { policyUrl, keyFingerprint, name }: Responder): Facts {
  return {
    values: {
      number,
      policyUrl,
      keyFingerprint: keyFingerprint?.replace(/(.{4})(?=.)/g, '$1 ') ?? '',
      team: name,
    },
    missing: [],
    sections: { missing: false, key: keyFingerprint !== null, unencrypted: false, inTime: true, late: false },
  };
}
