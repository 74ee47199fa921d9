/**
 * A reader that asks the sender's domain for a key where there is none, and then reads once more with it.
 *
 * Whether it asks is decided by what anybody can read off the mail. To ask because of something that came out of
 * decryption would tell the domain, which may be the attacker's, that the mail opened.
 */
import type { Reader } from '../reading/reader.js';
import type { Reading } from '../reading/reading.js';
import { type Ask, lookUpKey } from './web-key-directory.js';

/** @param ask - over the network */
export function lookingUp(reader: Reader, ask: Ask): Reader {
  return {
    ...reader,
    async read(raw) {
      const reading = await reader.read(raw);
      const address = addressToAsk(reading);
      const bytes = address === null ? null : await lookUpKey(address, ask);
      return address === null || bytes === null ? reading : reader.read(raw, { address, bytes });
    },
  };
}

/** The sender of a report, where no key of theirs is known or came in the clear. */
function addressToAsk(reading: Reading): string | null {
  if (reading.kind !== 'read' || reading.trigger === null) return null;
  const { envelope, recipientKey } = reading.message;
  const [sender, ...others] = envelope.from;
  return recipientKey === null && sender && others.length === 0 ? sender.address.toLowerCase() : null;
}
