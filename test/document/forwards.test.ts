import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/document/read.js';
import { OPTIONS, roles } from './outline.js';

const from = { name: 'Bo Fenn', address: 'bo@fenn.example' };

const FORMS: readonly (readonly [string, string])[] = [
  [
    'Outlook',
    '-----Original Message-----\nFrom: Bo Fenn [mailto:bo@fenn.example]\nSent: Monday, 5 October\nTo: x@y.example\nSubject: Bug\n\n',
  ],
  [
    'Outlook without a marker',
    'From: Bo Fenn <bo@fenn.example>\nSent: Monday, 5 October\nTo: x@y.example\nSubject: Bug\n\n',
  ],
  ['German Outlook', 'Von: Bo Fenn <bo@fenn.example>\nGesendet: Montag\nAn: x@y.example\nBetreff: Bug\n\n'],
  [
    'French Outlook',
    '________________________________\nDe : Bo Fenn <bo@fenn.example>\nEnvoyé : lundi\nÀ : x@y.example\nObjet : Bug\n\n',
  ],
  ['Spanish Outlook', 'De: Bo Fenn <bo@fenn.example>\nEnviado el: lunes\nPara: x@y.example\nAsunto: Bug\n\n'],
  [
    'Gmail',
    '---------- Forwarded message ---------\nFrom: Bo Fenn <bo@fenn.example>\nDate: Mon, 5 Oct 2026\nSubject: Bug\nTo: <x@y.example>\n\n\n',
  ],
  [
    'Apple Mail',
    'Begin forwarded message:\n\nFrom: Bo Fenn <bo@fenn.example>\nSubject: Bug\nDate: 5 October 2026\nTo: x@y.example\n\n',
  ],
  [
    'Thunderbird',
    '-------- Forwarded Message --------\nSubject: \tBug\nDate: \tMon, 5 Oct 2026\nFrom: \tBo Fenn <bo@fenn.example>\nTo: \tx@y.example\n\n',
  ],
  [
    'German Thunderbird',
    '-------- Weitergeleitete Nachricht --------\nBetreff: Bug\nDatum: Mon, 5 Oct 2026\nVon: Bo Fenn <bo@fenn.example>\nAn: x@y.example\n\n',
  ],
  [
    'a client that wraps addresses',
    'From: Bo Fenn\n  <bo@fenn.example>\nDate: Monday\nTo: x@y.example,\n  <z@y.example>\nSubject: Bug\n\n',
  ],
  [
    'a client that writes bold',
    '**From:** Bo Fenn <bo@fenn.example>\n**Sent:** Monday\n**To:** x@y.example\n**Subject:** Bug\n\n',
  ],
  [
    'a help desk',
    '##- Please type your reply above this line -##\n\nFrom: Bo Fenn <bo@fenn.example>\nTo: x@y.example\nSubject: Bug\n\n',
  ],
];

describe('a mail forwarded by', () => {
  it.each(FORMS)('%s is by its original sender, and its words are the report', (_name, header) => {
    const { blocks, original } = readDocument(
      `Not ours.\n\nRegards\nDesk\n\n${header}Hi,\n\nIt leaks.`,
      0,
      OPTIONS,
    );
    expect(original).toEqual({ from, replyTo: null, subject: 'Bug' });
    const letter = blocks
      .filter(({ role }) => role === 'letter')
      .flatMap(({ lines }) => lines.map(line => line.text));
    expect(letter).toEqual(['It leaks.']);
    expect(blocks[0]).toMatchObject({ role: 'covering-note' });
  });

  it('somebody to somebody who forwards it is by the first', () => {
    const outer = '-----Original Message-----\nFrom: Al <al@b.example>\nSubject: Fwd: Bug\n\nsee below\n\n';
    const { original } = readDocument(`FYI\n\n${outer}${FORMS[0]?.[1]}It leaks.`, 0, OPTIONS);
    expect(original?.from).toEqual(from);
  });

  it('a client that quotes it has its marks taken off', () => {
    const quoted = `${FORMS[1]?.[1]}It leaks.`.replace(/^/gm, '> ');
    expect(roles(`FYI\n\n${quoted}`).at(-1)).toBe('letter: It leaks.');
  });

  it('a client that keeps Reply-To has it kept', () => {
    const text =
      '---- Forwarded Message ----\nFrom: Bo <bo@fenn.example>\nReply-To: Cy <cy@fenn.example>\n\nIt leaks.';
    expect(readDocument(text, 0, OPTIONS).original?.replyTo).toEqual({
      name: 'Cy',
      address: 'cy@fenn.example',
    });
  });
});

describe('what looks like a forward', () => {
  it('of a mail of ours is the thread so far, and nobody else is its sender', () => {
    const text = 'It leaks.\n\n-----Original Message-----\nFrom: security@acme.example\n\nOld words.';
    expect(readDocument(text, 0, OPTIONS).original).toBeNull();
    expect(roles(text)).toEqual([
      'letter: It leaks.',
      'forwarded-header: -----Original Message----- / From: security@acme.example',
      'quotation: Old words.',
    ]);
  });

  it.each([
    ['in code is code', 'It sends:\n\n```\nFrom: a@b.example\nTo: c@d.example\nSubject: x\n```'],
    ['of one field is text', 'From: a@b.example\n\nis refused.'],
    ['without an address is text', 'From: somebody\nSubject: x\nTo: y'],
    ['is a sentence', 'From: a@b.example is what it says, wrongly.'],
  ])('%s', (_name, text) => {
    const { blocks, original } = readDocument(text, 0, OPTIONS);
    expect(original).toBeNull();
    expect(new Set(blocks.map(({ role }) => role))).toEqual(new Set(['letter']));
  });

  it('again and again is followed no further than a person would', () => {
    const hop = (n: number) => `---- Forwarded Message ----\nFrom: a${n}@b.example\n\n`;
    const text = Array.from({ length: 50 }, (_, n) => hop(n)).join('');
    expect(readDocument(text, 0, OPTIONS).original?.from.address).toBe('a4@b.example');
  });
});
