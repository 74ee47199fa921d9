/**
 * Receipt: a report's number and its outer header → the reply.
 *
 * Takes nothing that was ever encrypted, and nothing that depends on whether decryption worked. A machine that
 * answers decrypted mail with anything of its content is an oracle for whoever replays a stolen ciphertext
 * (Müller et al., "Re: What's Up Johnny?", 2019), so the receipt to encrypted mail is one constant text with
 * our number and our dates in it. Only the receipt to mail that came in the clear names the missing parts, by
 * the policy's own words for them.
 */
import { formatDay, formatInstant } from '../deadlines/deadlines.js';
import type { Envelope } from '../message/message.js';
import type { MissingPart } from '../report/schema.js';
import type { ReceiptMail } from '../store/outbox.js';
import { escapeHtml, paragraphs, type ReceiptBlock } from './layout.js';

/** Who answers, and what they promise. */
export interface Responder {
  readonly name: string;
  readonly address: string;
  readonly policyUrl: string;
  readonly timeZone: string;
  readonly acknowledgeWorkingDays: number;
  readonly disclosureDays: number;
  /** Of the disclosure key, upper-case hexadecimal, or null where none is configured. */
  readonly keyFingerprint: string | null;
}

/** All that a receipt may know of the report. */
export interface ReceiptFacts {
  readonly number: string;
  readonly recipient: string;
  readonly envelope: Pick<Envelope, 'messageId' | 'references'>;
  readonly receivedAt: Date;
  readonly acknowledgeBy: Date;
  readonly discloseBy: Date;
  /** SHA-256 of the raw mail, hexadecimal: the same mail always gets the same Message-ID. */
  readonly rawHash: string;
  /** Missing parts of a report that came in the clear; null for every encrypted one. */
  readonly missing: readonly MissingPart[] | null;
}

const PART_NAMES: Readonly<Record<MissingPart, string>> = {
  description: 'a description of the vulnerability',
  steps: 'the steps to reproduce it',
  affected: 'the affected product and version',
  contact: 'who you are and how to reach you',
};

/** The policy's list of what a report should hold. */
const WANTED_PARTS = [
  'what the vulnerability is, and what it allows',
  'how it can be reproduced, step by step',
  'which tool and which version it is in',
  'the environment you found it in',
  'mitigations or workarounds you know of',
  'who you are, and whether you want to be credited',
];

/**
 * Writes the receipt. Pure: the same facts give the same bytes.
 */
export function composeReceipt(facts: ReceiptFacts, responder: Responder): ReceiptMail {
  const blocks = body(facts, responder);
  const domain = responder.address.slice(responder.address.lastIndexOf('@') + 1);
  const { messageId, references } = facts.envelope;
  return {
    recipient: facts.recipient,
    messageId: `<receipt.${facts.rawHash.slice(0, 40)}@${domain}>`,
    inReplyTo: messageId,
    references: messageId === null ? references : [...references.filter(id => id !== messageId), messageId],
    subject: `[${facts.number}] We have received your report`,
    text: paragraphs(blocks, 'text'),
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(facts.number)}</title></head><body>${paragraphs(blocks, 'html')}</body></html>`,
    encryptTo: null,
  };
}

function body(facts: ReceiptFacts, responder: Responder): ReceiptBlock[] {
  const { timeZone } = responder;
  const days = responder.acknowledgeWorkingDays;
  return [
    { kind: 'paragraph', text: 'Hello,' },
    {
      kind: 'paragraph',
      text: `thank you. Your report is on record as ${facts.number}. It reached us on\n${formatInstant(facts.receivedAt, timeZone)}.\nThis is an automatic receipt; a person has not read your report yet.`,
    },
    { kind: 'paragraph', text: 'What happens next:' },
    {
      kind: 'list',
      items: [
        `An engineer answers you within ${days} working ${days === 1 ? 'day' : 'days'}, by\n${formatInstant(facts.acknowledgeBy, timeZone)}.`,
        `We disclose the vulnerability within ${responder.disclosureDays} days, on ${formatDay(facts.discloseBy, timeZone)}\nat the latest, and agree the day with you.`,
      ],
    },
    ...missingBlocks(facts.missing),
    { kind: 'paragraph', text: 'A report helps us most when it says:' },
    { kind: 'list', items: WANTED_PARTS },
    {
      kind: 'paragraph',
      text: `To add something, reply to this mail and keep ${facts.number} in its subject.`,
    },
    { kind: 'link', text: 'Our disclosure policy:', url: responder.policyUrl },
    ...keyBlocks(responder.keyFingerprint),
    { kind: 'paragraph', text: responder.name },
  ];
}

function missingBlocks(missing: readonly MissingPart[] | null): ReceiptBlock[] {
  if (missing === null || missing.length === 0) return [];
  return [
    { kind: 'paragraph', text: 'We could not find these parts in your report; please send them:' },
    { kind: 'list', items: missing.map(part => PART_NAMES[part]) },
  ];
}

function keyBlocks(fingerprint: string | null): ReceiptBlock[] {
  if (fingerprint === null) return [];
  const grouped = fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
  return [{ kind: 'code', text: 'Please encrypt what you send us with our OpenPGP key:', code: grouped }];
}
