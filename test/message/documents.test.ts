/** The words of attached PDF and Word files, and the files that would cost more than they say. */
import { deflateSync } from 'node:zlib';
import type { PrivateKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/message/message.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { inflatesWithin } from '../../src/message/pdf-size.js';
import { readMessage } from '../../src/message/read.js';
import { processorTime } from '../processor-time.js';
import { filePart, mixedMail, newKey, sealedBinary, textPart } from './mails.js';
import { docx, pdf, zip } from './office.js';

const OWN = { addresses: ['security@acme.example'], loop: null };
const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const LINES = ['Steps to reproduce', '1. Log in.'];

let ours: PrivateKey;

beforeAll(async () => {
  applyOpenPgpSettings();
  ours = await newKey('ours');
});

async function readWith(file: string, documents = true): Promise<Message> {
  const mail = mixedMail(['Subject: Security Alert'], [textPart('See the file.'), file]);
  return (await readMessage(mail, [ours], OWN, [], { documents })).message;
}

function drawnOut(message: Message): unknown[] {
  return message.bodies
    .filter(({ kind }) => kind === 'attachment')
    .map(({ origin, filename, text }) => [origin, filename, text.trim()]);
}

describe('the words of an attached document are drawn out, and the file is kept as it is', () => {
  it.each([
    ['PDF', 'report.pdf', PDF, () => pdf(LINES), LINES.join('\n')],
    [
      'PDF under its name alone',
      'report.PDF',
      'application/octet-stream',
      () => pdf(LINES),
      LINES.join('\n'),
    ],
    ['PDF under its type alone', 'report', PDF, () => pdf(LINES), LINES.join('\n')],
    ['Word', 'report.docx', DOCX, () => docx(LINES), LINES.join('\n\n')],
    [
      'Word under its name alone',
      'report.docx',
      'application/octet-stream',
      () => docx(LINES),
      LINES.join('\n\n'),
    ],
  ])('of %s', async (_name, filename, type, make, text) => {
    const file = make();
    const message = await readWith(filePart(filename, file, type));
    expect(drawnOut(message)).toEqual([['cleartext', filename, text]]);
    expect(Buffer.from(message.attachments[0]?.content ?? [])).toEqual(file);
    expect(message.notes).toEqual([]);
  });

  it.each([
    ['PDF', 'report.pdf', () => pdf(LINES)],
    ['Word', 'report.docx', () => docx(LINES)],
  ])('of an encrypted %s, as decrypted', async (_name, filename, make) => {
    const message = await readWith(filePart(`${filename}.gpg`, await sealedBinary(make(), ours)));
    expect(drawnOut(message)).toMatchObject([['decrypted', filename, expect.stringContaining('1. Log in.')]]);
  });

  it('unless they were what ended the reading before', async () => {
    const message = await readWith(filePart('report.pdf', pdf(LINES), PDF), false);
    expect([drawnOut(message), message.notes]).toEqual([[], ['document-not-read']]);
    expect(message.attachments).toMatchObject([{ filename: 'report.pdf' }]);
  });

  it('and a document without words is no failure', async () => {
    expect((await readWith(filePart('scan.pdf', pdf([]), PDF))).notes).toEqual([]);
  });

  it('and what only has such a name is no document', async () => {
    const message = await readWith(filePart('report.pdf', Buffer.from('not one'), PDF));
    expect([drawnOut(message), message.notes]).toEqual([[], []]);
  });
});

/** The same with a window size in its header that pdf.js does not look at (RFC 1950 §2.2). */
function withWindow(deflated: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xf8, 0x1f]), deflated.subarray(2)]);
}

const ZEROS = Buffer.alloc(60_000_000);

describe('a document is kept and not read, within seconds, that', () => {
  it.each([
    ['is cut off', 'a.pdf', () => Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(100, 'x')])],
    ['has more pages than are read', 'a.pdf', () => pdf(LINES, { pages: 201 })],
    ['is larger than is read', 'a.pdf', () => Buffer.concat([pdf(LINES), Buffer.alloc(21_000_000, ' ')])],
    ['is encrypted', 'a.pdf', () => pdf(LINES, { trailer: '/Encrypt << /Filter /Standard >>' })],
    ['inflates beyond the limit', 'a.pdf', () => pdf([], { stream: deflateSync(ZEROS) })],
    [
      'inflates beyond the limit in two steps',
      'a.pdf',
      () => pdf([], { stream: deflateSync(deflateSync(ZEROS)), filter: '[/FlateDecode /FlateDecode]' }),
    ],
    [
      'inflates beyond the limit behind a header that zlib refuses',
      'a.pdf',
      () => pdf([], { stream: withWindow(deflateSync(ZEROS)) }),
    ],
    [
      'hides the filter in the spelling of its name',
      'a.pdf',
      () => pdf([], { stream: Buffer.from('x'), filter: '/#4cZWDecode' }),
    ],
    [
      'hides the filter in a stream of objects',
      'a.pdf',
      () => pdf([], { stream: deflateSync('7 0 [/LZWDecode]') }),
    ],
    [
      'is compressed by a filter whose size nobody can tell',
      'a.pdf',
      () => pdf([], { stream: Buffer.from('x'), filter: '/LZWDecode' }),
    ],
    [
      'has more streams than are looked at',
      'a.pdf',
      () => Buffer.concat([pdf(LINES), Buffer.from('stream\n'.repeat(20_001))]),
    ],
    ['is no Word file', 'a.docx', () => zip([{ name: 'a.txt', content: 'x' }])],
    ['is a zip archive cut off', 'a.docx', () => docx(LINES).subarray(0, 300)],
    ['is a zip bomb', 'a.docx', () => docx(LINES, [{ name: 'word/media/a.bin', content: ZEROS }])],
    [
      'is a zip bomb that lies about it',
      'a.docx',
      () => docx(LINES, [{ name: 'word/media/a.bin', content: ZEROS, claimedSize: 10 }]),
    ],
    [
      'is a zip archive of too many files',
      'a.docx',
      () =>
        docx(
          LINES,
          Array.from({ length: 2001 }, (_, at) => ({ name: `${at}`, content: '' })),
        ),
    ],
    ['has something before the archive', 'a.docx', () => Buffer.concat([Buffer.from('PK'), docx(LINES)])],
    [
      'is XML nested 100,000 deep',
      'a.docx',
      () => docx([`${'<w:r>'.repeat(100_000)}${'</w:r>'.repeat(100_000)}`]),
    ],
  ])('%s', async (_name, filename, make) => {
    const file = make();
    const start = processorTime();
    const message = await readWith(filePart(filename, file, filename.endsWith('.pdf') ? PDF : DOCX));
    expect(processorTime() - start).toBeLessThan(10_000);
    expect([drawnOut(message), message.notes]).toEqual([[], ['document-not-read']]);
    expect(message.attachments[0]?.content.byteLength).toBe(file.length);
  });

  it('however many streams it says to have on one line', () => {
    const file = Buffer.from(`stream${'stream'.repeat(500_000)}${'x'.repeat(10_000_000)}`);
    const start = processorTime();
    inflatesWithin(file);
    expect(processorTime() - start).toBeLessThan(10_000);
  });

  it('entities that grow in XML are not expanded', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]>`;
    const file = zip([
      {
        name: 'word/document.xml',
        content: `${bomb}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>`,
      },
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: '_rels/.rels', content: '<Relationships/>' },
    ]);
    const start = processorTime();
    const message = await readWith(filePart('a.docx', file, DOCX));
    expect(processorTime() - start).toBeLessThan(10_000);
    expect(message.bodies.every(({ text }) => text.length < 10_000)).toBe(true);
  });

  it('the eleventh in one mail', async () => {
    const files = Array.from({ length: 11 }, (_, at) => filePart(`${at}.pdf`, pdf([`page ${at}`]), PDF));
    const { message } = await readMessage(mixedMail([], files), [], OWN);
    expect([drawnOut(message).length, message.notes]).toEqual([10, ['document-not-read']]);
  });
});
