/**
 * Ways to break a mail that a random byte alone seldom finds: lines lost and doubled, parts cut off, boundaries and
 * header fields swapped, pieces of one mail put into another.
 */
import fc from 'fast-check';

/** One change; places are fractions of the mail's length, so that they mean something for any mail. */
export type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'drop'; readonly from: number; readonly length: number }
  | { readonly kind: 'repeat'; readonly from: number; readonly length: number; readonly times: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'word'; readonly from: string; readonly to: string }
  | { readonly kind: 'splice'; readonly at: number; readonly other: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.nat({ max: 2000 });

/** Words whose exchange changes how a mail is taken apart. */
const WORDS = [
  'multipart/encrypted',
  'multipart/mixed',
  'multipart/signed',
  'multipart/alternative',
  'message/rfc822',
  'text/plain',
  'text/html',
  'application/pgp-encrypted',
  'application/octet-stream',
  'base64',
  'quoted-printable',
  '7bit',
  'utf-8',
  'utf-7',
  'utf-16le',
  '-----BEGIN PGP MESSAGE-----',
  '-----END PGP MESSAGE-----',
  '-----BEGIN PGP SIGNED MESSAGE-----',
  'Content-Type:',
  'Content-Transfer-Encoding:',
  'Subject:',
  'From:',
  'boundary=',
  '\r\n\r\n',
  '\r\n',
  '--',
];

const word = fc.constantFrom(...WORDS);

/** Any one change. */
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('drop' as const), from: place, length }),
  fc.record({
    kind: fc.constant('repeat' as const),
    from: place,
    length,
    times: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: place,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  }),
  fc.record({ kind: fc.constant('word' as const), from: word, to: word }),
  fc.record({ kind: fc.constant('splice' as const), at: place, other: fc.nat() }),
);

/**
 * Applies changes in order.
 * @param mail - left as it is
 * @param others - mails that pieces are taken from
 */
export function mutate(mail: Buffer, mutations: readonly Mutation[], others: readonly Buffer[]): Buffer {
  return mutations.reduce<Buffer>((bytes, one) => apply(bytes, one, others), Buffer.from(mail));
}

function apply(mail: Buffer, mutation: Mutation, others: readonly Buffer[]): Buffer {
  const offset = (fraction: number) => Math.floor(fraction * mail.length);
  switch (mutation.kind) {
    case 'flip': {
      const changed = Buffer.from(mail);
      const at = Math.min(offset(mutation.at), mail.length - 1);
      if (at >= 0) changed[at] = (changed[at] ?? 0) ^ (1 << mutation.bit);
      return changed;
    }
    case 'cut':
      return mail.subarray(0, offset(mutation.at));
    case 'drop': {
      const from = offset(mutation.from);
      return Buffer.concat([mail.subarray(0, from), mail.subarray(from + mutation.length)]);
    }
    case 'repeat': {
      const from = offset(mutation.from);
      const piece = mail.subarray(from, from + mutation.length);
      const copies = Array<Buffer>(mutation.times).fill(piece);
      return Buffer.concat([mail.subarray(0, from), ...copies, mail.subarray(from)]);
    }
    case 'insert': {
      const at = offset(mutation.at);
      return Buffer.concat([mail.subarray(0, at), mutation.bytes, mail.subarray(at)]);
    }
    case 'word':
      return Buffer.from(mail.toString('latin1').replace(mutation.from, mutation.to), 'latin1');
    case 'splice': {
      const other = others[mutation.other % Math.max(1, others.length)] ?? mail;
      return Buffer.concat([
        mail.subarray(0, offset(mutation.at)),
        other.subarray(Math.floor(mutation.at * other.length)),
      ]);
    }
  }
}
