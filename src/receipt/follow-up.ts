/**
 * The short receipt for a later mail: our number, and that the mail is on record under it. Nothing of any mail's
 * content, and the same words for every mail, encrypted or not.
 */
import type { Envelope } from '../message/message.js';
import type { ReceiptMail } from '../store/outbox.js';
import type { Responder } from './compose.js';
import { escapeHtml, paragraphs, type ReceiptBlock } from './layout.js';

/** All that it may know of the mail it answers. */
export interface FollowUpFacts {
  readonly number: string;
  readonly recipient: string;
  readonly envelope: Pick<Envelope, 'messageId' | 'references'>;
  /** SHA-256 of the raw mail, hexadecimal: the same mail always gets the same Message-ID. */
  readonly rawHash: string;
  /** The sender's certificate, armored, where one is known. */
  readonly encryptTo: string | null;
}

/** Milliseconds between two of them for one report: who writes ten mails in a row is told once. */
export const FOLLOW_UP_PAUSE = 86_400_000;

/** Writes it. Pure: the same facts give the same bytes. */
export function composeFollowUp(facts: FollowUpFacts, responder: Responder): ReceiptMail {
  const blocks = body(facts.number, responder);
  const domain = responder.address.slice(responder.address.lastIndexOf('@') + 1);
  const { messageId, references } = facts.envelope;
  return {
    recipient: facts.recipient,
    messageId: `<follow-up.${facts.rawHash.slice(0, 40)}@${domain}>`,
    inReplyTo: messageId,
    references: messageId === null ? references : [...references.filter(id => id !== messageId), messageId],
    subject: `[${facts.number}] We have added your mail`,
    text: paragraphs(blocks, 'text'),
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(facts.number)}</title></head><body>${paragraphs(blocks, 'html')}</body></html>`,
    encryptTo: facts.encryptTo,
  };
}

function body(number: string, { name }: Responder): ReceiptBlock[] {
  return [
    { kind: 'paragraph', text: 'Hello,' },
    {
      kind: 'paragraph',
      text: `thank you. Your mail was added to report ${number}, and the people who work on it\nwill see it. This is an automatic receipt; we send at most one of them a day.`,
    },
    { kind: 'paragraph', text: name },
  ];
}
