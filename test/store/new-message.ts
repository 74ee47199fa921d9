/** A mail to be kept, for tests of what keeps it. */
import type { NewMessage } from '../../src/store/messages.js';

/** @param fields - laid over a mail that nothing is known of but its bytes */
export function newMessage(fields: Partial<NewMessage> = {}): NewMessage {
  return {
    receivedAt: new Date('2026-11-24T12:00:00Z'),
    raw: Buffer.from('the mail'),
    isComplete: true,
    messageId: null,
    sender: null,
    signer: null,
    contentHash: null,
    ciphertexts: [],
    bodies: [],
    place: null,
    ...fields,
  };
}
