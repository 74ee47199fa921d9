/**
 * Reading a mail before its turn to be taken in, while those before it are.
 */
import type { Arrival, ReceivedBytes } from '../mailbox/arrival.js';
import type { BytesToRead, Reader } from '../reading/reader.js';
import type { Reading } from '../reading/reading.js';

/** A mail that is being read. */
export interface BegunReading {
  readonly reading: Promise<Reading>;
  /** How many keys the reader had learned when it began. */
  readonly keysKnown: number;
}

/** Begins to read; what becomes of it is asked for by finishReading, or never. */
export function beginReading(arrival: Arrival, reader: Reader): BegunReading {
  const bytes = bytesToRead(arrival);
  const keysKnown = reader.learned.length;
  const reading = arrival.isComplete
    ? reader.read(bytes)
    : reader.readHeader(bytes, 'larger-than-configured');
  // Nobody may ask for it.
  reading.catch(() => undefined);
  return { reading, keysKnown };
}

/**
 * The reading as it would be if it had begun now: again, where a mail before it taught a key that may be its signer's or
 * its sender's.
 */
export async function finishReading(
  { reading, keysKnown }: BegunReading,
  arrival: Arrival,
  reader: Reader,
): Promise<Reading> {
  const read = await reading;
  const learned = reader.learned.slice(keysKnown);
  if (learned.length === 0 || read.kind !== 'read') return read;
  const { envelope, signature } = read.message;
  const concerns =
    signature.outcome !== 'unsigned' ||
    envelope.from.some(({ address }) => learned.includes(address.toLowerCase()));
  return concerns ? reader.read(bytesToRead(arrival)) : read;
}

/** A message as a reader takes it. */
export function bytesToRead({ raw, held }: ReceivedBytes): BytesToRead {
  return held ? held.load : raw;
}
