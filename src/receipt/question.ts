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
  const address = receipt === null ? null : answerableAt(receipt);
  if (content.replaySuspected) return impossible('a replay is suspected, and such a mail is never answered');
  if (receipt === null || address === null) {
    const why = receipt?.reason ?? 'it has no receipt';
    return impossible(`the report can't be answered (${why})`);
  }
  if (receipt.state === 'held') {
    return impossible(
      `its receipt still waits for a person; release or drop it first: receipt release ${number}`,
    );
  }
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
  };
  return {
    possible: true,
    missing,
    mail: {
      recipient: address,
      messageId: ownMessageId(`question.${asked.slice(0, 40)}`, responder),
      inReplyTo: receipt.inReplyTo,
      references: [...receipt.references, ...(receipt.messageId === null ? [] : [receipt.messageId])],
      ...wordsFor('question', facts, responder, templates),
      encryptTo: receipt.encryptTo,
    },
  };
}

/** Null where the receipt never had an address, or came back from it. */
function answerableAt({ state, recipient }: FirstReceipt): string | null {
  switch (state) {
    case 'queued':
    case 'sent':
    case 'held':
      return recipient;
    case 'refused':
    case 'bounced':
    case 'withheld':
      return null;
  }
}

function impossible(because: string): Question {
  return { possible: false, because };
}
