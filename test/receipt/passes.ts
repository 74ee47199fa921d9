/** Passes over an outbox, with a server whose answers are given, a Sent folder in memory, and a clock that is set. */
import { Failure } from '../../src/failure.js';
import { type DeliveryCount, deliverReceipts } from '../../src/receipt/deliver.js';
import type { Delivery } from '../../src/receipt/smtp-answers.js';
import { type MemorySent, memorySent, openReceipts, type Receipts, START } from './copies-world.js';

const ACCEPTED: Delivery = { outcome: 'accepted', answer: '250 ok' };
export const UNANSWERED: Delivery = {
  outcome: 'unanswered',
  answer: 'the connection broke after the mail was handed over',
};
export const LATER: Delivery = { outcome: 'deferred', answer: '451 later' };
export const NEVER: Delivery = { outcome: 'refused', answer: '550 no' };
export const AWAY = new Failure('unreachable', 'The SMTP server is away.');

export interface Passes {
  readonly receipts: Receipts;
  readonly sent: MemorySent;
  /** Every mail that was handed over. */
  readonly handedOver: string[];
  /** Minutes from the start. */
  minutes: number;
  /** What the server says to the mails of the next pass; nothing more is an acceptance. */
  answers: (Delivery | Failure)[];
  now(): Date;
  /** @returns null where the server could not be used */
  pass(): Promise<DeliveryCount | null>;
}

export function openPasses(): Passes {
  const passes: Passes = {
    receipts: openReceipts(),
    sent: memorySent(),
    handedOver: [],
    minutes: 0,
    answers: [],
    now: () => new Date(START.getTime() + passes.minutes * 60_000),
    async pass() {
      let written = 0;
      return await deliverReceipts(
        {
          connection: passes.receipts.connection,
          transport: {
            async send(_recipient, raw) {
              passes.handedOver.push(raw.toString());
              const answer = passes.answers.shift() ?? ACCEPTED;
              if (answer instanceof Failure) throw answer;
              return answer;
            },
            close: () => undefined,
          },
          write: async ({ messageId }) => {
            written += 1;
            return Buffer.from(`${messageId} at ${passes.minutes}, ${written}`);
          },
          copies: { sent: passes.sent, dueAfter: 0 },
          maxAgeDays: 14,
          now: passes.now,
          listener: () => undefined,
          stop: () => false,
        },
        new Set(),
      ).catch(() => null);
    },
  };
  return passes;
}
