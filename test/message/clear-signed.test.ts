/** The words of cleartext signed text, whoever framed them and however badly. */
import { describe, expect, it } from 'vitest';
import { withoutClearSigning } from '../../src/message/clear-signed.js';

const HEAD = '-----BEGIN PGP SIGNED MESSAGE-----';
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=AbCd\n-----END PGP SIGNATURE-----';

describe('the words of a signed text', () => {
  it.each([
    ['stand alone', `${HEAD}\nHash: SHA256\n\nIt leaks.\n${SIGNATURE}`, 'It leaks.'],
    ['stand between others', `a\n${HEAD}\nHash: SHA256\n\nIt leaks.\n${SIGNATURE}\nb`, 'a\nIt leaks.\nb'],
    ['stand twice', `${HEAD}\n\none\n${SIGNATURE}\n${HEAD}\n\ntwo\n${SIGNATURE}`, 'one\ntwo'],
    [
      'have their dashes back',
      `${HEAD}\n\n- - item\n- -- \n- -----BEGIN PGP MESSAGE-----\n${SIGNATURE}`,
      '- item\n-- \n-----BEGIN PGP MESSAGE-----',
    ],
    ['keep a dash of their own', `${HEAD}\n\n-5\n${SIGNATURE}`, '-5'],
    [
      'may be quoted',
      `> ${HEAD}\n> Hash: SHA512\n> \n> - -- a\n> ${SIGNATURE.replaceAll('\n', '\n> ')}\nYes.`,
      '> -- a\nYes.',
    ],
    ['begin with blank lines', `${HEAD}\nHash: SHA256\n\n\n\nIt leaks.\n${SIGNATURE}`, '\n\nIt leaks.'],
    [
      'keep a line that no frame has',
      `${HEAD}\nImpact: high\nIt leaks.\n${SIGNATURE}`,
      'Impact: high\nIt leaks.',
    ],
    ['need no signature', `${HEAD}\nHash: SHA256\n\nIt leaks.`, 'It leaks.'],
    [
      'stand behind a signature that breaks off',
      `${HEAD}\n\na\n-----BEGIN PGP SIGNATURE-----\n\niQEz\nAnd more words.`,
      'a\nAnd more words.',
    ],
    ['are what they are without a frame', 'Hello,\n- -- a\nbye', 'Hello,\n- -- a\nbye'],
    [
      'are untouched where the frame is only quoted in a line',
      `He wrote "${HEAD}" there.`,
      `He wrote "${HEAD}" there.`,
    ],
  ])('%s', (_name, text, words) => {
    expect(withoutClearSigning(text)).toBe(words);
  });
});
