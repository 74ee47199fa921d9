/** Bodies that show the boundary their header lost, and words that only look like it. */
import { describe, expect, it } from 'vitest';
import { splitParts } from '../../src/message/mime-tree.js';
import { personMail } from './mails.js';

const CONTROL = '--pp\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--pp\n\nx\n--pp--\n';

describe('a body', () => {
  it.each([
    ['of the two encrypted parts is taken apart', ['Subject: x'], CONTROL, 2],
    ['with words before them, too', ['Subject: x'], `This is a message.\n\n${CONTROL}`, 2],
    [
      'of a multipart without its boundary, too',
      ['Content-Type: multipart/mixed'],
      '--b\nContent-Type: text/html\n\nx\n--b--\n',
      1,
    ],
    ['of other parts stays the text it is', ['Subject: x'], '--b\nContent-Type: text/html\n\nx\n--b--\n', 0],
    ['that breaks off before its end stays text', ['Subject: x'], CONTROL.replace('--pp--', ''), 0],
    ['that quotes them stays text', ['Subject: x'], CONTROL.replace(/^/gm, '> '), 0],
    ['in HTML stays HTML', ['Content-Type: text/html'], CONTROL, 0],
    ['with a signature’s mark stays text', ['Subject: x'], 'Hello\n-- \nAda: the reporter\n', 0],
  ])('%s', async (_name, header, body, parts) => {
    expect((await splitParts(personMail(header, body))).children).toHaveLength(parts);
  });
});
