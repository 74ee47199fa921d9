/**
 * Whoever holds a captured ciphertext and sends it, and then whatever else they like, sees the same whatever is in it: every
 * receipt, its number, its words, its headers and its hour.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Intake, takeIn } from '../../src/intake.js';
import type { Reading } from '../../src/reading/reading.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { type ReadingFields, readingOf } from '../readings.js';
import { clear } from '../store/clear.js';
import { intakeReading } from './intake-reading.js';

const HOUR = 3_600_000;
const START = new Date('2026-11-24T09:00:00Z');

/** What is in the captured ciphertext; what shows of it outside is the same for all. */
type Secret = Pick<
  ReadingFields,
  'encryption' | 'text' | 'signer' | 'protectedSubject' | 'trigger' | 'ciphertextsInside'
>;

/** A mail that somebody sends. Nothing of it depends on the secret. */
interface Sent {
  readonly from: string;
  /** Null for the captured ciphertext, else what they wrote themselves. */
  readonly own: Pick<ReadingFields, 'encryption' | 'ciphertexts' | 'text' | 'signer' | 'trigger'> | null;
  readonly subject: string;
  /** Message-ID. */
  readonly id: string;
  /** Message-IDs, or the places of receipts among those seen so far. */
  readonly references: readonly (string | number)[];
  readonly isBulk: boolean;
  readonly mailbox: string;
  /** Since the mail before. */
  readonly hours: number;
}

const MALLORY = 'mallory@example.net';

const SENT: Sent = {
  from: MALLORY,
  own: null,
  subject: '...',
  id: '<captured@example.net>',
  references: [],
  isBulk: false,
  mailbox: 'support@imap.example',
  hours: 1,
};

let folder: string;
let connection: Connection;
let intake: Intake;
let now: Date;
let next: Reading;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guesses-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  intake = intakeReading(
    connection,
    async () => next,
    () => now,
  );
});

afterAll(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function readingOfSent({ from, own, subject, isBulk, id }: Sent, secret: Secret, seen: string[]): Reading {
  const inside = secret.ciphertextsInside ?? [];
  const captured = { trigger: 'encrypted-to-us' as const, ...secret, ciphertexts: ['captured', ...inside] };
  const bulk = isBulk ? { noAnswer: 'bulk' as const } : {};
  return readingOf({ ...(own ?? captured), ...bulk, from, subject, messageId: id, references: seen });
}

/** Receipts that are on their way, in full. */
const outgoing = () =>
  connection
    .prepare(
      `SELECT kind, state, created_at, recipient, message_id, in_reply_to, reference_ids, subject, text, html, encrypt_to
       FROM receipts WHERE state <> 'withheld' ORDER BY id`,
    )
    .all() as { message_id: string; subject: string; kind: string }[];

/** All that anybody sees of what these mails come to, where the captured ciphertext holds that. */
async function seen(mails: readonly Sent[], secret: Secret): Promise<ReturnType<typeof outgoing>> {
  now = START;
  // Making a database for each would take most of the time.
  connection.exec('BEGIN');
  try {
    for (const [at, mail] of mails.entries()) {
      now = new Date(now.getTime() + mail.hours * HOUR);
      const receipts = outgoing();
      const references = mail.references.flatMap(one =>
        typeof one === 'string' ? one : (receipts[one]?.message_id ?? []),
      );
      next = readingOfSent(mail, secret, references);
      const place = {
        folder: { mailbox: mail.mailbox, folder: 'INBOX' },
        position: { uidValidity: '1', uid: at + 1 },
      };
      const raw = Buffer.from(`X-Mail: ${at}\r\n\r\n`);
      await takeIn({ raw, isComplete: true, foundIn: 'inbox', receivedAt: now, place }, intake);
    }
    return outgoing();
  } finally {
    connection.exec('ROLLBACK');
  }
}

const subjects = (receipts: ReturnType<typeof outgoing>) => receipts.map(({ subject }) => subject);

const RIGHT: Secret = { encryption: 'decrypted', text: 'the secret' };
const WRONG: Secret = { encryption: 'decrypted', text: 'another secret' };

const sealed = (ciphertext: string, text: string) => ({
  encryption: 'decrypted' as const,
  trigger: 'encrypted-to-us' as const,
  ciphertexts: [ciphertext],
  text,
});

/** The captured ciphertext, and a day later a guess at its words. */
const CAPTURED = SENT;
const GUESS: Sent = { ...SENT, own: sealed('guess', 'the secret'), id: '<guess@example.net>' };
const OPEN_GUESS: Sent = {
  ...GUESS,
  own: { text: 'the secret', trigger: 'subject' },
  subject: 'Security Alert',
};
const ORDINARY = { text: 'More.', trigger: null };
/** What tells, by its number, how many numbers were given. */
const STRANGER: Sent = {
  ...SENT,
  from: 'stranger@example.com',
  own: { text: 'Hello.' },
  id: '<stranger@example.com>',
};

const received = (...numbers: number[]) =>
  numbers.map(number => `[TS-2026-000${number}] We have received your report`);
const added = (number: number) => `[TS-2026-000${number}] We have added your mail`;

describe('a guess at what is in a captured ciphertext, right or wrong, is answered alike', () => {
  const reply = (fields: Partial<Sent>): Sent => ({
    ...SENT,
    own: ORDINARY,
    id: '<reply@example.net>',
    hours: 25,
    ...fields,
  });

  it.each<[string, Sent[], string[]]>([
    [
      'and a reply to its receipt',
      [CAPTURED, GUESS, reply({ references: [1] })],
      [...received(1, 2), added(2)],
    ],
    [
      'and a reply to the guess itself',
      [CAPTURED, GUESS, reply({ references: [GUESS.id] })],
      [...received(1, 2), added(2)],
    ],
    [
      'and a mail with its number',
      [CAPTURED, GUESS, reply({ subject: 'Re: [TS-2026-0002]' })],
      [...received(1, 2), added(2)],
    ],
    [
      'and a reply to the receipt of the ciphertext',
      [CAPTURED, GUESS, reply({ references: [0] })],
      [...received(1, 2), added(1)],
    ],
    [
      'and replies to both within an hour',
      [
        CAPTURED,
        GUESS,
        reply({ references: [0] }),
        reply({ references: [1], id: '<b@example.net>', hours: 1 }),
      ],
      [...received(1, 2), added(1), added(2)],
    ],
    [
      'and the guess again under its Message-ID in another ciphertext',
      [CAPTURED, GUESS, { ...GUESS, own: sealed('guess again', 'the secret') }],
      [...received(1, 2), added(2)],
    ],
    [
      'and the guess again in its ciphertext under the subject of the captured one',
      [CAPTURED, { ...GUESS, subject: 'Other' }, { ...GUESS, id: '<again@example.net>' }],
      received(1, 2),
    ],
    [
      'that came by a list first, and directly',
      [
        CAPTURED,
        { ...GUESS, isBulk: true },
        { ...GUESS, own: sealed('direct', 'the secret'), hours: 25 },
        reply({ references: [1] }),
      ],
      [...received(1, 2), added(2)],
    ],
    [
      'in the clear, and once more as a reminder in the thread',
      [
        CAPTURED,
        { ...OPEN_GUESS, references: [0] },
        { ...OPEN_GUESS, references: [0], id: '<again@example.net>', hours: 25 },
      ],
      [...received(1), added(1), added(1)],
    ],
    [
      'in the clear without any mark of a report',
      [CAPTURED, { ...OPEN_GUESS, own: { text: 'the secret', trigger: null }, subject: '...' }, STRANGER],
      received(1, 2),
    ],
    [
      'in the clear, of a ciphertext whose author’s report is here already',
      [{ ...CAPTURED, from: 'ada@example.org' }, CAPTURED, OPEN_GUESS, reply({ references: [1] })],
      [...received(1, 3), added(3)],
    ],
    [
      'that looks like a replay itself: the numbers after it',
      [
        CAPTURED,
        { ...GUESS, own: { ...sealed('captured by others', 'the secret') }, from: 'ada@example.org' },
        { ...GUESS, own: { ...sealed('captured by others', 'the secret') } },
        STRANGER,
      ],
      received(1, 2, 4),
    ],
  ])('%s', async (_name, mails, expected) => {
    const right = await seen(mails, RIGHT);
    expect(subjects(right)).toEqual(expected);
    expect(right).toEqual(await seen(mails, WRONG));
  });

  it('and a clear-signed text of its author’s by another address, which would show whether that key signed it', async () => {
    const signed: Sent = {
      ...SENT,
      from: 'second@example.net',
      own: { text: 'An announcement.', signer: 'KEY', trigger: 'subject' },
      subject: 'Security Alert TS-2026-0001',
      id: '<signed@example.net>',
    };
    const right = await seen([CAPTURED, signed], { ...WRONG, signer: 'KEY' });
    expect(subjects(right)).toEqual(received(1, 2));
    expect(right).toEqual(await seen([CAPTURED, signed], WRONG));
  });

  it('and a ciphertext that may stand inside it', async () => {
    const inner: Sent = { ...GUESS, own: { ...sealed('inner', 'x'), encryption: 'undecryptable' } };
    for (const mails of [
      [CAPTURED, inner],
      [inner, CAPTURED],
    ]) {
      const right = await seen(mails, { ...WRONG, ciphertextsInside: ['inner'] });
      expect(subjects(right)).toEqual(received(1, 2));
      expect(right).toEqual(await seen(mails, WRONG));
    }
  });
});

describe('whatever is sent in whatever order', () => {
  const IDS = ['<a@x>', '<b@x>', '<c@x>', '<d@x>'];
  const PEOPLE = [MALLORY, 'second@example.net', 'ada@example.org'] as const;

  const secret: fc.Arbitrary<Secret> = fc.oneof(
    fc.constant<Secret>({ encryption: 'undecryptable' }),
    fc.record({
      encryption: fc.constant('decrypted' as const),
      text: fc.constantFrom('the secret', 'another secret'),
      signer: fc.constantFrom('', 'KEY'),
      protectedSubject: fc.constantFrom('', 'Security Alert', 'Re: TS-2026-0001', 'Re: TS-2026-0002'),
      trigger: fc.constantFrom('encrypted-to-us' as const, 'protected-subject' as const),
      ciphertextsInside: fc.constantFrom([], ['inner']),
    }),
  );

  const own: fc.Arbitrary<Sent['own']> = fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    // One ciphertext holds one text.
    fc.constantFrom(
      sealed('one', 'the secret'),
      sealed('two', 'the secret'),
      sealed('three', 'another secret'),
      { ...sealed('inner', ''), encryption: 'undecryptable' as const },
      { ...sealed('signed', 'the secret'), signer: 'KEY' },
    ),
    fc.record({
      text: fc.constantFrom('the secret', 'another secret', 'More.'),
      signer: fc.constantFrom('', 'KEY'),
      trigger: fc.constantFrom(null, 'subject' as const),
    }),
  );

  const sent = (people: readonly string[]): fc.Arbitrary<Sent> =>
    fc.record({
      from: fc.constantFrom(...people),
      own,
      subject: fc.constantFrom('...', 'Security Alert', 'Re: TS-2026-0001', 'Re: TS-2026-0002'),
      id: fc.constantFrom(...IDS),
      references: fc.array(fc.oneof(fc.constantFrom(...IDS), fc.nat(3)), { maxLength: 2 }),
      isBulk: fc.boolean(),
      mailbox: fc.constantFrom('support@imap.example', 'product@imap.example'),
      hours: fc.constantFrom(1, 25),
    });

  it.each<[string, readonly string[]]>([
    ['by one', PEOPLE.slice(0, 1)],
    ['by several', PEOPLE],
  ])('%s, nothing shows of what is inside', async (name, people) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sent(people), { minLength: 2, maxLength: 8 }),
        secret,
        secret,
        async (mails, one, other) => {
          // That a ciphertext stands inside somebody else's makes it a suspected replay, which does show.
          const cut = (inside: Secret): Secret =>
            name === 'by one' ? inside : { ...inside, ciphertextsInside: [] };
          expect(await seen(mails, cut(one))).toEqual(await seen(mails, cut(other)));
        },
      ),
      { numRuns: 40 },
    );
  });
});
