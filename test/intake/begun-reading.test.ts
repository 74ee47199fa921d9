/** A mail that was read before its turn, and a key that was learned meanwhile. */
import { expect, it } from 'vitest';
import { beginReading, finishReading } from '../../src/intake/begun-reading.js';
import type { Arrival } from '../../src/mailbox/arrival.js';
import type { Reader } from '../../src/reading/reader.js';
import type { Reading } from '../../src/reading/reading.js';

const ARRIVAL: Arrival = {
  raw: Buffer.from('Subject: Security Alert\r\n\r\nIt leaks.\r\n'),
  isComplete: true,
  foundIn: 'inbox',
  receivedAt: null,
  place: null,
};

function reading(outcome: string): Reading {
  const message = {
    envelope: { from: [{ name: null, address: 'Ada@example.org' }] },
    signature: { outcome },
  };
  return { kind: 'read', trigger: null, message, report: {} } as unknown as Reading;
}

/** Counts how often it was read, while keys of these addresses are learned. */
async function timesRead(outcome: string, before: readonly string[], meanwhile: readonly string[]) {
  let times = 0;
  const learned = [...before];
  const read = async () => {
    times += 1;
    return reading(outcome);
  };
  const reader = { read, learned } as unknown as Reader;
  const begun = beginReading(ARRIVAL, reader);
  learned.push(...meanwhile);
  await finishReading(begun, ARRIVAL, reader);
  return times;
}

it.each<[string, string, string[], string[], number]>([
  ['a mail for whose sender a key was learned', 'unsigned', [], ['ada@example.org'], 2],
  ['a signed mail, of which any key may be the signer’s', 'unknown-key', [], ['ben@example.org'], 2],
  ['a mail without a signature and of another sender', 'unsigned', [], ['ben@example.org'], 1],
  ['a mail whose sender’s key was known when it was begun', 'valid', ['ada@example.org'], [], 1],
])('%s (%s) is read as often as it has to be', async (_, outcome, before, meanwhile, times) => {
  expect(await timesRead(outcome, before, meanwhile)).toBe(times);
});
