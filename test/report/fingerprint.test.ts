import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintsIn } from '../../src/report/fingerprint.js';

const V4 = '0123456789ABCDEF0123456789ABCDEF01234567';
const V6 = `${V4}89ABCDEF0123456789ABCDEF`;
const GROUPED = '0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567';
const values = (text: string) => fingerprintsIn(text).taken.map(found => found.value);

describe('a fingerprint is read', () => {
  it.each([
    ['as GnuPG prints it', GROUPED, V4],
    ['over two lines', GROUPED.replace('  ', '\n  '), V4],
    ['with spaces that do not break', GROUPED.replaceAll(' ', '\u00a0'), V4],
    ['after its label', `Fingerprint: ${V4}`, V4],
    ['in small letters', `PGP fingerprint ${V4.toLowerCase()}`, V4],
    ['with 0x', `My key: 0x${V4}`, V4],
    ['as an OpenPGP address', `OPENPGP4FPR:${V4}`, V4],
    ['of a version 6 key', `fingerprint ${V6}`, V6],
    ['of a version 6 key in groups', `Fingerprint: ${V6.replace(/(....)(?=.)/g, '$1 ')}`, V6],
    ['after the German word', `Fingerabdruck: ${V4}`, V4],
    ['after the French word', `Empreinte : ${V4}`, V4],
    ['after the Spanish word', `Huella: ${V4}`, V4],
    ['before the words', `${V4} is my PGP key`, V4],
    ['from the address of a key', `PGP: https://keys.openpgp.org/vks/v1/by-fingerprint/${V4}`, V4],
  ])('%s', (_name, text, expected) => {
    expect(values(text)).toEqual([expected]);
  });
});

describe('hexadecimal digits are no fingerprint', () => {
  it.each([
    ['of a commit', `since commit ${V4.toLowerCase()}`],
    ['of a commit that is signed', `GPG-signed commit ${V4.toLowerCase()}`],
    ['of a checksum', `SHA-256: ${V6}`],
    ['of a checksum in groups', `SHA1 checksum ${GROUPED}`],
    ['of a certificate', `TLS certificate fingerprint ${V4}`],
    ['of an API key', `the API key ${V4}`],
    ['by themselves', `see ${V4}`],
    ['in an address', `https://github.com/acme/x/commit/${V4.toLowerCase()}`],
    ['in one more group than there may be', `see ${GROUPED} 89AB`],
    ['without a letter', '0123 4567 8901 2345 6789  0123 4567 8901 2345 6789'],
  ])('%s', (_name, text) => {
    expect(values(text)).toEqual([]);
  });

  it('in longer or shorter runs', () => {
    expect(fingerprintsIn(`fingerprint ${V4}0 and ${V4.slice(1)}`)).toEqual({ taken: [], passed: [] });
  });
});

describe('any text', () => {
  it('may hold one in groups, whatever space parts them', () => {
    const space = (minLength: number, maxLength: number) =>
      fc.string({ unit: fc.constantFrom(' ', '\u00a0', '\t'), minLength, maxLength });
    const gap = fc.oneof(
      space(1, 3),
      fc.tuple(space(0, 3), space(0, 8)).map(([before, behind]) => `${before}\n${behind}`),
    );
    fc.assert(
      fc.property(fc.array(gap, { minLength: 9, maxLength: 9 }), gaps => {
        const groups = V4.match(/..../g) ?? [];
        const written = groups.map((group, index) => group + (gaps[index] ?? '')).join('');
        expect(fingerprintsIn(`${written}!`).taken.map(found => found.value)).toEqual([V4]);
      }),
    );
  });

  const piece = fc.oneof(
    fc.constantFrom(V4, V6, GROUPED, 'ABCD ', '0x', 'fingerprint ', 'commit ', '\n', ' '),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );

  it('gives fingerprints that stand where they are said to', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('');
        const { taken, passed } = fingerprintsIn(text);
        for (const { value, start, end } of [...taken, ...passed]) {
          expect(value).toMatch(/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/);
          expect(
            text
              .slice(start, end)
              .replace(/^0x|\s/gi, '')
              .toUpperCase(),
          ).toBe(value);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['ABCD ', 'A', 'ABCD\n', `${V4} `, 'fingerprint ', '0x'])(
    'of a megabyte of %j ends',
    seed => {
      expect(fingerprintsIn(seed.repeat(1_048_576 / seed.length)).taken.length).toBeLessThanOrEqual(1);
    },
    3000,
  );
});
