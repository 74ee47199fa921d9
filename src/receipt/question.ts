/**
 * The question for what a report does not say: a person's decision, because it names parts, and to name what a
 * decrypted mail lacks tells something of what it holds. It names nothing else.
 */
import { createHash } from 'node:crypto';
import type { MissingPart } from '../report/schema.js';
import type { FirstReceipt } from '../store/decisions.js';
import type { ReceiptMail } from '../store/outbox.js';
import type { StoredReport } from '../store/reports.js';
import { ownMessageId, wordsFor } from './compose.js';
import type { Responder } from './responder.js';
import type { Templates } from './templates.js';

export type Question =
  | { readonly possible: true; readonly mail: ReceiptMail; readonly missing: readonly MissingPart[] }
  /** With the reason, in words. */
  | { readonly possible: false; readonly because: string };

/**
 * Writes the question. Pure: the same parts of the same report make the same Message-ID, so that nobody is asked
 * twice for the same.
 * @param receipt - what became of the report's receipt; the question goes where that went, in the same thread
 */
export function composeQuestion(
  { number, content, acknowledgeBy, discloseBy }: StoredReport,
  receipt: FirstReceipt | null,
  responder: Responder,
  templates: Templates,
): Question {
  const { missing } = content;
  if (content.replaySuspected) return impossible('a replay is suspected, and such a mail is never answered');
  if (content.state !== 'received') {
    return impossible(
      'it could not be read, so nobody can say what it lacks; write to the reporter yourself',
    );
  }
  if (receipt === null) return impossible('it has no receipt');
  const goesTo = whereTo(receipt, number);
  if (typeof goesTo === 'string') return impossible(goesTo);
  if (missing.length === 0) return impossible('nothing is missing in it');
  const asked = createHash('sha256')
    .update([receipt.messageId, ...missing].join(' '))
    .digest('hex');
  const facts = {
    number,
    receivedAt: new Date(content.receivedAt),
    acknowledgeBy,
    discloseBy,
    missing,
    language: content.language === 'de' ? ('de' as const) : ('en' as const),
    adviseEncryption: false,
    isLate: false,
  };
  return {
    possible: true,
    missing,
    mail: {
      recipient: goesTo.address,
      messageId: ownMessageId(`question.${asked.slice(0, 40)}`, responder),
      inReplyTo: receipt.inReplyTo,
      references: [...receipt.references, ...(receipt.messageId === null ? [] : [receipt.messageId])],
      ...wordsFor('question', facts, responder, templates),
      encryptTo: receipt.encryptTo,
    },
  };
}

/** Where the receipt went, or why no question can follow it. A server's words are not repeated: they may be anything. */
function whereTo({ state, recipient, reason }: FirstReceipt, number: string): { address: string } | string {
  switch (state) {
    case 'queued':
    case 'sent':
      return recipient === null ? 'its receipt has no recipient' : { address: recipient };
    case 'held':
      return `its receipt still waits for a person; release or drop it first: receipt release ${number}`;
    case 'refused':
      return "it can't be answered: the server refused its receipt";
    case 'bounced':
      return "it can't be answered: its receipt came back";
    case 'withheld':
      return `it can't be answered: ${reason ?? 'its receipt is withheld'}`;
  }
}

function impossible(because: string): Question {
  return { possible: false, because };
}
