import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextBody } from '../../src/message/message.js';
import {
  bandsOf,
  SIMILAR,
  SKETCH_LENGTH,
  type Sketch,
  similarity,
  sketchOf,
} from '../../src/report/similarity.js';
import { processorTime } from '../processor-time.js';

const body = (text: string, fields: Partial<TextBody> = {}): TextBody => ({
  origin: 'cleartext',
  kind: 'plain',
  filename: null,
  text,
  ...fields,
});

function sketch(text: string): Sketch {
  const made = sketchOf([body(text)]);
  if (made === null) throw new Error('too short to compare');
  return made;
}

const words = (count: number, name = 'word') =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);
const haveABandInCommon = (a: Sketch, b: Sketch) =>
  bandsOf(a).some((hash, band) => hash === bandsOf(b)[band]);

const REPORT = `Hello,

I found a stored cross-site scripting vulnerability in the comment field of the ticket form. The field accepts
markup that is later shown to the support staff without escaping, so that a script runs in their session and can
read every ticket of every customer.

Steps to reproduce
1. Open a ticket and put a script element into the comment.
2. Log in as a member of the support staff and open the ticket.
3. The script runs and sends the session cookie to a server of the attacker.

Affected: ticket-form 4.2.1 on every browser I tried.
`;

const ANOTHER = `Hello,

the update client of the desktop application checks the signature of a package only after it has unpacked the
archive, so that a package with a crafted path can overwrite any file that the user may write. I have attached an
archive that puts a file into the autostart folder.

Steps to reproduce
1. Serve the attached archive from a machine on the same network.
2. Start the client and let it look for updates.
3. Look into the autostart folder.

Affected: desktop-client 7.0 on Windows.
`;

describe('two reports are near-duplicates', () => {
  it.each<[string, string]>([
    ['that are the same', REPORT],
    ['in other case and spacing', REPORT.toUpperCase().replaceAll(' ', '  ').replaceAll('\n', '\r\n')],
    ['with a greeting more', `Dear all, please see below, it is urgent.\n\n${REPORT}`],
    ['with a word changed here and there', REPORT.replace('comment', 'message').replace('4.2.1', '4.2.2')],
    ['with a thread quoted below', `${REPORT}\n\nOn Monday, support wrote:\n${ANOTHER.replace(/^/gm, '> ')}`],
    [
      'with a mail below as Outlook quotes it',
      `${REPORT}\n-----Original Message-----\nFrom: x\n\n${ANOTHER}`,
    ],
  ])('%s', (_name, text) => {
    expect(similarity(sketch(REPORT), sketch(text))).toBeGreaterThanOrEqual(SIMILAR);
    expect(haveABandInCommon(sketch(REPORT), sketch(text))).toBe(true);
  });

  it.each<[string, string]>([
    ['on other matters', ANOTHER],
    ['that quote the other', `${ANOTHER}\n${REPORT.replace(/^/gm, '> ')}`],
    ['with the same words in another order', REPORT.split(/\s+/).reverse().join(' ')],
  ])('but not two %s', (_name, text) => {
    expect(similarity(sketch(REPORT), sketch(text))).toBeLessThan(SIMILAR);
  });
});

describe('the sketch', () => {
  it('of a short text is none', () => {
    expect(sketchOf([body('Please see the attached file, encrypted to your key.')])).toBeNull();
    expect(sketchOf([body(words(41).join(' '))])).toBeNull();
    expect(sketchOf([body('again and '.repeat(500))])).toBeNull();
    expect(sketchOf([body(words(42).join(' '))])).toHaveLength(SKETCH_LENGTH);
    expect(sketchOf([])).toBeNull();
  });

  it('is of what came encrypted, where anything did', () => {
    const inside = body(words(60).join(' '), { origin: 'decrypted' });
    expect(sketchOf([body(words(60, 'other').join(' ')), inside])).toEqual(sketch(inside.text));
  });

  it('of a given text never changes, because those on record were made by earlier versions', () => {
    expect([...sketch(REPORT).slice(0, 4)]).toMatchInlineSnapshot(`
      [
        8155597,
        16911234,
        50857599,
        4379446,
      ]
    `);
    expect(bandsOf(sketch(REPORT)).slice(0, 2)).toMatchInlineSnapshot(`
      [
        101087085,
        3752485675,
      ]
    `);
  });

  it('of a text without end takes no time without end', () => {
    const start = processorTime();
    sketchOf([body('lorem ipsum '.repeat(2_000_000)), body(words(200_000).join(' '))]);
    expect(processorTime() - start).toBeLessThan(10_000);
  });
});

describe('over generated texts', () => {
  /** Two texts that share the given number of shingles out of so many. */
  const pair = fc
    .record({
      shared: fc.integer({ min: 0, max: 300 }),
      own: fc.integer({ min: 3, max: 300 }),
      salt: fc.nat(),
    })
    .filter(({ shared, own }) => shared + own > 60)
    .map(({ shared, own, salt }) => {
      const common = words(shared, `s${salt}x`);
      const [a, b] = ['a', 'b'].map(name => [...common, ...words(own, `${name}${salt}x`)]);
      const inBoth = Math.max(0, shared - 2);
      const each = shared + own - 2;
      return { a: a ?? [], b: b ?? [], jaccard: inBoth / (2 * each - inBoth) };
    });

  it('the estimate is near the true similarity, alike in both directions', () => {
    fc.assert(
      fc.property(pair, ({ a, b, jaccard }) => {
        const [one, other] = [sketch(a.join(' ')), sketch(b.join(' '))];
        expect(similarity(one, other)).toBe(similarity(other, one));
        // Five standard errors.
        expect(Math.abs(similarity(one, other) - jaccard)).toBeLessThan(0.23);
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });

  it('what is clearly alike shares a band, what is clearly not is not taken for alike', () => {
    let alike = 0;
    fc.assert(
      fc.property(pair, ({ a, b, jaccard }) => {
        const [one, other] = [sketch(a.join(' ')), sketch(b.join(' '))];
        if (jaccard > 0.7) {
          alike += 1;
          expect(similarity(one, other)).toBeGreaterThanOrEqual(SIMILAR);
          expect(haveABandInCommon(one, other)).toBe(true);
        }
        if (jaccard < 0.3) expect(similarity(one, other)).toBeLessThan(SIMILAR);
      }),
      { numRuns: 1000, seed: 20261124 },
    );
    expect(alike).toBeGreaterThan(20);
  });

  it('any text gives a sketch or none, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000, unit: 'binary' }), text => {
        expect(sketchOf([body(text)])).toEqual(sketchOf([body(text)]));
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });
});
