/** What the outer header of hostile mail comes to. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeader } from '../../src/message/header.js';
import { valuesOf } from '../../src/message/header-fields.js';
import { processorTime } from '../processor-time.js';
import { personMail, raw } from './mails.js';

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

async function envelopeOf(mail: Buffer) {
  return (await readHeader(mail)).envelope;
}

describe('the sender', () => {
  it('is nobody where there is no From', async () => {
    expect((await envelopeOf(raw(['Subject: x']))).from).toEqual([]);
  });

  it('counts as two From fields where there are two', async () => {
    const { fields } = await readHeader(raw(['From: a@quill.example', 'From: b@quill.example']));
    expect(valuesOf(fields, 'from')).toEqual(['a@quill.example', 'b@quill.example']);
  });

  it('keeps a name in another script, decoded', async () => {
    const mail = raw(['From: =?utf-8?b?0JDQtNCw?= <ada@quill.example>']);
    expect((await envelopeOf(mail)).from).toEqual([{ name: 'Ада', address: 'ada@quill.example' }]);
  });

  it('has an international domain in the form SMTP carries', async () => {
    const mail = raw(['From: ada@bücher.example']);
    expect((await envelopeOf(mail)).from[0]?.address).toBe('ada@xn--bcher-kva.example');
  });
});

describe('a Message-ID', () => {
  it.each([
    ['is null where there is none', [], null],
    ['is kept as it stands', ['Message-ID: <a.1@quill.example>'], '<a.1@quill.example>'],
    ['is found on a folded line', ['Message-ID:', ' <a@quill.example>'], '<a@quill.example>'],
    ['is null without brackets', ['Message-ID: a@quill.example'], null],
    ['is null with a space in it', ['Message-ID: <a b@quill.example>'], null],
    ['is null with a fold in it', ['Message-ID: <a', ' Bcc:victim@quill.example>'], null],
    ['is null with two at signs', ['Message-ID: <a@b@c.example>'], null],
    ['is null with brackets in brackets', ['Message-ID: <<a@b.example>x@c.example'], '<a@b.example>'],
    ['is null with control characters', ['Message-ID: <a\u0007\u001b[0m@quill.example>'], null],
    ['is null beyond ASCII', ['Message-ID: <ä@quill.example>'], null],
    ['is null where it is a thousand characters long', [`Message-ID: <${'a'.repeat(1000)}@b.example>`], null],
    ['is the first of several', ['Message-ID: <a@b.example>', 'Message-ID: <c@d.example>'], '<a@b.example>'],
  ] as const)('%s', async (_name, header, expected) => {
    expect((await envelopeOf(personMail(header))).messageId).toBe(expected);
  });
});

describe('the references', () => {
  it('are the thread and the mail it answers, each once, oldest first', async () => {
    const header = ['References: <a@b.example>', ' <c@d.example>', 'In-Reply-To: <c@d.example>'];
    expect((await envelopeOf(personMail(header))).references).toEqual(['<a@b.example>', '<c@d.example>']);
  });

  it('hold nothing but whole Message-IDs', async () => {
    const header = ['References: X-Evil: yes <a b@c.example> <ok@b.example> <no', ' Bcc: x@y.example>'];
    expect((await envelopeOf(personMail(header))).references).toEqual(['<ok@b.example>']);
  });

  it('are the last twenty of ten thousand', async () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => `<${i}@b.example>`);
    const { references } = await envelopeOf(personMail([`References: ${ids.slice(0, 3000).join('\n ')}`]));
    expect(references).toHaveLength(20);
  });
});

describe('the subject', () => {
  it.each([
    ['is empty where there is none', Buffer.alloc(0), ''],
    ['is read from raw UTF-8', Buffer.from('Subject: Sicherheitslücke'), 'Sicherheitslücke'],
    ['is read from raw Latin-1', Buffer.from('Subject: Sicherheitsl\u00fccke', 'latin1'), 'Sicherheitslücke'],
    [
      'loses control characters in encoded words',
      Buffer.from('Subject: =?utf-8?q?a=0D=0ABcc:_x=40y.example=1B]0;t=07=00=C2=9B31m?='),
      'a Bcc: x@y.example ]0;t 31m',
    ],
    [
      'is decoded where an encoded word is split',
      Buffer.from('Subject: =?utf-8?b?w7w=?=\r\n =?utf-8?b?YmVy?='),
      'über',
    ],
  ])('%s', async (_name, line, expected) => {
    const mail = Buffer.concat([Buffer.from('From: a@b.example\r\n'), line, Buffer.from('\r\n\r\nx')]);
    expect((await envelopeOf(mail)).subject).toBe(expected);
  });
});

describe('the time of delivery', () => {
  it.each([
    [
      'is the topmost Received',
      ['by mx; Tue, 24 Nov 2026 10:00:00 +0100', 'by x; Mon, 1 Jan 2001 00:00:00 +0000'],
      '2026-11-24T09:00:00.000Z',
    ],
    ['may carry a comment', ['by mx; Tue, 24 Nov 2026 10:00:00 +0100 (CET)'], '2026-11-24T09:00:00.000Z'],
    [
      'may follow other semicolons',
      ['by mx (a; b); Tue, 24 Nov 2026 09:00:00 +0000'],
      '2026-11-24T09:00:00.000Z',
    ],
    ['is unknown without a date', ['by mx'], undefined],
    ['is unknown with a broken date', ['by mx; yesterday'], undefined],
    ['is never looked for below the topmost', ['by mx', 'by x; Tue, 24 Nov 2026 09:00:00 +0000'], undefined],
    ['is unknown without Received', [], undefined],
  ])('%s', async (_name, received, expected) => {
    const mail = raw([...received.map(value => `Received: ${value}`), 'From: a@b.example']);
    expect((await envelopeOf(mail)).deliveredAt?.toISOString()).toBe(expected);
  });

  it('is never the date the sender wrote', async () => {
    const { date, deliveredAt } = await envelopeOf(personMail(['Date: Tue, 24 Nov 2026 09:00:00 +0000']));
    expect([date?.toISOString(), deliveredAt]).toEqual(['2026-11-24T09:00:00.000Z', null]);
  });

  it('is null, as is the date, where a date is out of range', async () => {
    const header = ['Received: by mx; Tue, 24 Nov 999999 10:00:00 +0000', 'Date: 99 Foo 9999 99:99:99'];
    const { date, deliveredAt } = await envelopeOf(personMail(header));
    expect([date, deliveredAt]).toEqual([null, null]);
    for (const year of ['12000', '1899']) {
      const mail = personMail([`Date: Sat, 1 Jan ${year} 12:00:00 +0000`]);
      expect((await envelopeOf(mail)).date).toBeNull();
    }
  });
});

describe('a header beyond all measure', () => {
  it.each([
    ['a line of a megabyte', ['From: a@b.example', `X-Long: ${'a'.repeat(1_048_576)}`]],
    ['100,000 recipients', ['From: a@b.example', `To: ${'x@y.example, '.repeat(100_000)}`]],
    ['100,000 fields', ['From: a@b.example', ...Array.from({ length: 100_000 }, () => 'X: y')]],
    ['100,000 folds', ['From: a@b.example', `X: ${'\n y'.repeat(100_000)}`]],
    [
      '100,000 open comments',
      ['From: a@b.example', `Received: ${'('.repeat(100_000)}; ${'('.repeat(100_000)}`],
    ],
    ['100,000 encoded words', ['From: a@b.example', `Subject: ${'=?utf-8?q?a?= '.repeat(100_000)}`]],
    ['100,000 open brackets', ['From: a@b.example', `Message-ID: ${'<a@'.repeat(100_000)}`]],
  ])('of %s is read within five seconds, sender and all', async (_name, header) => {
    const start = processorTime();
    const { envelope } = await readHeader(raw(header, 'body'));
    expect(envelope.from[0]?.address).toBe('a@b.example');
    expect(processorTime() - start).toBeLessThan(10_000);
  });
});

describe('any bytes at all', () => {
  it.each([
    ['nothing', ''],
    ['one line break', '\n'],
    ['blank lines', '\r\n\r\n\r\n'],
    ['no blank line', 'From: a@b.example'],
    ['NUL bytes', '\0\0\0\0'],
    ['no colon', 'hello\n\nworld'],
    ['an mbox From_ line', 'From a@b Tue Nov 24 10:00:00 2026\nFrom: a@b.example\n\nx'],
  ])('are a header: %s', async (_name, text) => {
    await expect(readHeader(Buffer.from(text))).resolves.toHaveProperty('envelope');
  });

  it('never reject, and never let a control character through', async () => {
    const field = fc
      .tuple(
        fc.constantFrom(
          'From',
          'To',
          'Reply-To',
          'Subject',
          'Message-ID',
          'References',
          'Date',
          'Received',
          'X',
        ),
        fc.constantFrom(': ', ':', ' : ', ''),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc
            .string({ unit: 'binary', maxLength: 30 })
            .map(text => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`),
          fc.string({ maxLength: 30 }).map(text => `"${text}" <a@b.example>`),
        ),
      )
      .map(parts => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 8 }), async lines => {
        const { envelope } = await readHeader(Buffer.from(`${lines.join('\r\n')}\r\n\r\nbody`));
        const texts = [
          envelope.subject,
          envelope.messageId ?? '',
          ...envelope.references,
          ...[...envelope.from, ...envelope.to, ...envelope.replyTo].flatMap(one => [
            one.name ?? '',
            one.address,
          ]),
        ];
        for (const text of texts) {
          expect(text).not.toMatch(CONTROL);
          expect(text.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });

  it('never reject, random to the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async bytes => {
        await expect(readHeader(bytes)).resolves.toBeDefined();
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });
});
