/**
 * Whether a report's receipt goes out by itself. What holds it back is written down for the digest, in words.
 */
import type { Answerability, Authentication, NoAnswerReason } from '../message/message.js';
import { SENT_BY_MACHINE } from '../store/withheld.js';
import { type LetGoOfLate, overRate, type RateLimits } from './rates.js';

export type ReceiptDecision =
  | { readonly outcome: 'send'; readonly address: string }
  /** Composed, and waiting for a person. */
  | { readonly outcome: 'hold'; readonly address: string; readonly reason: string }
  /** Never. */
  | { readonly outcome: 'withhold'; readonly reason: string };

/** What the decision rests on: nothing but `replaySuspected` was ever encrypted. */
export interface Circumstances {
  /** Null where not even the header could be read. */
  readonly answerability: Answerability | null;
  readonly authentication: Authentication | null;
  /** The ciphertext or the header inside belongs to somebody else. */
  readonly replaySuspected: boolean;
  /** When the mail reached the mailbox. */
  readonly receivedAt: Date;
  /** A mail found long after it arrived (a first poll on an old mailbox) has been somebody's work since. */
  readonly now: Date;
  /** As far as it counts for the address to answer. */
  readonly letGoOfLate: LetGoOfLate;
}

export interface AnsweringRules extends RateLimits {
  readonly onDmarcFailure: 'hold' | 'answer';
  /** Days after which a receipt needs a person. */
  readonly maxAgeDays: number;
}

const NO_ANSWER: Readonly<Record<NoAnswerReason, string>> = {
  ...SENT_BY_MACHINE,
  bulk: 'came through a mailing list or in bulk',
  'response-suppressed': 'its sender asks for no automatic answers',
  'own-mail': 'sent from our own address, or seen by us before',
  'doubled-field': 'two From, Reply-To, Subject or Message-ID fields, where one is allowed',
  'no-single-sender': 'it gives no address, or no single one that can be answered safely',
  'not-addressed-to-us':
    'none of our addresses is among its recipients (identity.address and identity.aliases list them)',
};

/** Why nobody is answered of whom nothing is known: the one reason that reading the mail again can take away. */
export const HEADER_UNREAD = 'its header could not be read';

/** Milliseconds in a day. */
const DAY = 86_400_000;

/**
 * Decides.
 */
export function decideReceipt(circumstances: Circumstances, rules: AnsweringRules): ReceiptDecision {
  const { answerability, authentication, receivedAt, now } = circumstances;
  if (answerability === null) return withhold(HEADER_UNREAD);
  if (!answerability.answer) return withhold(NO_ANSWER[answerability.because]);
  if (circumstances.replaySuspected) {
    return withhold('replay suspected: its ciphertext, or the header inside it, belongs to somebody else');
  }
  const { address } = answerability;
  if (now.getTime() - receivedAt.getTime() > rules.maxAgeDays * DAY) {
    return {
      outcome: 'hold',
      address,
      reason: `arrived more than ${rules.maxAgeDays} days before it was read`,
    };
  }
  if (authentication?.dmarc === 'fail' && rules.onDmarcFailure === 'hold') {
    return { outcome: 'hold', address, reason: 'its sender may be forged (DMARC failed)' };
  }
  const reason = overRate(address, circumstances.letGoOfLate, rules);
  return reason === null ? { outcome: 'send', address } : { outcome: 'hold', address, reason };
}

function withhold(reason: string): ReceiptDecision {
  return { outcome: 'withhold', reason };
}
