import type { MessageStructureObject } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../src/mailbox/structure.js';

const part = (type: string, childNodes: MessageStructureObject[] = []): MessageStructureObject => ({
  type,
  ...(childNodes.length > 0 ? { childNodes } : {}),
});
const text = part('text/plain');

describe('a structure', () => {
  it('gives every part by type and name', () => {
    const file = { ...part('Application/PDF'), dispositionParameters: { filename: 'a.pdf' } };
    expect(partsOf(part('multipart/mixed', [text, file]), ['Multipart/Mixed; boundary=b'])).toEqual(
      expect.arrayContaining([
        { type: 'multipart/mixed', filename: null },
        { type: 'text/plain', filename: null },
        { type: 'application/pdf', filename: 'a.pdf' },
      ]),
    );
  });

  it.each<[string, MessageStructureObject, string[]]>([
    ['has the type that the header gives', text, [' TEXT/plain (in short); charset=utf-8']],
    ['is text where the header gives none', text, []],
  ])('that %s is believed', (_name, structure, fields) => {
    expect(partsOf(structure, fields)).not.toBeNull();
  });

  it.each<[string, MessageStructureObject | undefined, string[]]>([
    ['is missing', undefined, []],
    ['says text of an encrypted mail', text, ['multipart/encrypted; boundary=b']],
    ['is of an encrypted mail whose header says text', part('multipart/encrypted', [text]), ['text/plain']],
    ['agrees with one of two headers alone', text, ['text/plain', 'multipart/encrypted']],
    ['stands beside a header that can not be read', text, ['text']],
    ['has no types', part('nil'), []],
    ['is a multipart without parts', part('multipart/signed'), ['multipart/signed']],
    [
      'has such a multipart within',
      part('multipart/mixed', [text, part('multipart/related')]),
      ['multipart/mixed'],
    ],
  ])('that %s is not believed', (_name, structure, fields) => {
    expect(partsOf(structure, fields)).toBeNull();
  });
});
