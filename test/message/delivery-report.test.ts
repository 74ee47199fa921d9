import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeliveryReport } from '../../src/message/delivery-report.js';
import { readHeader } from '../../src/message/header.js';
import type { DeliveryReport } from '../../src/message/message.js';
import { splitParts } from '../../src/message/mime-tree.js';
import { processorTime } from '../processor-time.js';

const ID = '<receipt.0123456789abcdef@example.test>';

const RETURNED = `Received: from mail.example.test
Subject: [TS-2026-0001] We have received your report
Message-ID: ${ID}
From: support@example.test
`;

async function read(lines: string): Promise<DeliveryReport | null> {
  const raw = Buffer.from(lines.replace(/\r?\n/g, '\r\n'));
  return readDeliveryReport(await splitParts(raw), (await readHeader(raw)).fields);
}

interface Part {
  readonly type: string;
  readonly text: string;
  readonly encoding?: 'base64';
}

const STATUS: Part = {
  type: 'message/delivery-status',
  text: `Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000

Final-Recipient: rfc822; gone@example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <gone@example.net>: Recipient address
    rejected: User unknown
`,
};

function multipart(...parts: readonly Part[]): string {
  const rendered = parts.map(({ type, text, encoding }) =>
    [
      '--b',
      `Content-Type: ${type}`,
      ...(encoding ? [`Content-Transfer-Encoding: ${encoding}`] : []),
      '',
      encoding ? Buffer.from(text).toString('base64') : text,
    ].join('\n'),
  );
  return `Return-Path: <>
From: MAILER-DAEMON@mx.example.net
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

${rendered.join('\n')}
--b--
`;
}

const inWords = (text: string, header = 'Return-Path: <>') => `${header}
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>
Subject: failure notice
Message-ID: <bounce@mx.example.net>
Content-Type: text/plain

${text}
`;

describe('a delivery report', () => {
  it.each<[string, Part]>([
    ['with the mail', { type: 'message/rfc822', text: `${RETURNED}\nthe text` }],
    ['with its header alone', { type: 'text/rfc822-headers', text: RETURNED }],
    [
      'with the mail in base64',
      { type: 'message/rfc822', text: `${RETURNED}\nthe text`, encoding: 'base64' },
    ],
    ['with a folded field', { type: 'text/rfc822-headers', text: RETURNED.replace('ID: ', 'ID:\n ') }],
    [
      'with lines of it in the text',
      { type: 'text/plain', text: `Your mail:\n${RETURNED.replace(/^/gm, '> ')}` },
    ],
  ])('%s says which mail it speaks of, and why that failed', async (_name, part) => {
    expect(await read(multipart({ type: 'text/plain', text: 'Sorry.' }, STATUS, part))).toEqual({
      about: [ID],
      action: 'failed',
      status: '5.1.1',
      diagnostic: '550 5.1.1 <gone@example.net>: Recipient address rejected: User unknown',
    });
  });

  it.each([
    ['delayed', 'delayed'],
    ['Relayed (to a system that knows no more)', 'relayed'],
    ['FAILED', 'failed'],
  ])('of action %s is %s', async (written, action) => {
    const status = { ...STATUS, text: STATUS.text.replace('failed', written) };
    expect(await read(multipart(status, { type: 'message/rfc822', text: RETURNED }))).toMatchObject({
      action,
    });
  });

  it('on several recipients fails where one failed', async () => {
    const text = `Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x\nAction: relayed\nStatus: 2.0.0\n\nAction: failed\nStatus: 5.2.2\n`;
    expect(
      await read(multipart({ ...STATUS, text }, { type: 'message/rfc822', text: RETURNED })),
    ).toMatchObject({ action: 'failed', status: '5.2.2', diagnostic: null });
  });

  it.each<[string, string, Partial<DeliveryReport>]>([
    [
      'qmail',
      `Hi. This is the qmail-send program.\nI'm afraid I wasn't able to deliver your message. This is a permanent error.\n\n<gone@x>:\n550 no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${RETURNED}`,
      { action: 'failed', status: '5.1.1', diagnostic: '550 no mailbox here by that name. (#5.1.1)' },
    ],
    [
      'a server that still tries',
      `Warning: your message could not be sent yet, we will retry for 4 days.\n\n${RETURNED}`,
      { action: 'delayed', status: null },
    ],
    ['a German server', `Ihre Nachricht ist unzustellbar.\n\n${RETURNED}`, { action: 'failed' }],
  ])('in the words of %s', async (_name, text, expected) => {
    expect(await read(inWords(text).replace('Subject: failure notice', 'Subject: your mail'))).toMatchObject({
      about: [ID],
      ...expected,
    });
  });
});

describe('no delivery report is', () => {
  it.each<[string, string]>([
    [
      'a person’s mail that quotes one',
      inWords(RETURNED, 'Return-Path: <ada@example.org>').replace(
        'Mail Delivery Subsystem <MAILER-DAEMON',
        'Ada <ada',
      ),
    ],
    [
      'an out-of-office answer',
      inWords(`I am back on Monday.\n\n${RETURNED}`).replace('failure notice', 'Away'),
    ],
    ['one that names no mail', inWords('Your mail could not be delivered.')],
    [
      'a read receipt',
      multipart(STATUS, { type: 'text/plain', text: RETURNED })
        .replace('=delivery-status', '=disposition-notification')
        .replace('MAILER-DAEMON', 'ada')
        .replace('<>', '<ada@x>'),
    ],
    ['one whose only Message-ID is its own', multipart(STATUS)],
  ])('%s', async (_name, mail) => {
    expect(await read(mail)).toBeNull();
  });
});

describe('of hostile mail', () => {
  it('nothing but one line comes out, and no more than a few mails', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `Message-ID: <${index}@x>`).join('\n');
    const status = {
      ...STATUS,
      text: STATUS.text.replace('smtp; 550', `smtp; 550 ${'x'.repeat(5000)}\u0007`),
    };
    const report = await read(multipart(status, { type: 'text/plain', text: ids }));
    expect(report?.about).toHaveLength(20);
    expect(report?.diagnostic).toMatch(/^[^\u0000-\u001f]{300}$/);
  });

  it.each<[string, string]>([
    ['spaces', ' '.repeat(300_000)],
    ['angle marks', '>'.repeat(300_000)],
    ['hyphens', `${'a-'.repeat(150_000)}message-id`],
    ['empty fields', 'Message-ID:\n'.repeat(25_000)],
    ['codes', '550 '.repeat(75_000)],
    ['delivery to', 'delivery to '.repeat(25_000)],
  ])('%s without end take no time without end', async (_name, text) => {
    const start = processorTime();
    await read(inWords(text));
    await read(multipart({ ...STATUS, text }, { type: 'text/plain', text }));
    expect(processorTime() - start).toBeLessThan(10_000);
  });

  it('any bytes are read or refused, never more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 500 }), async text => {
        const report = await read(inWords(`${text}\n${RETURNED}`));
        expect(report === null || report.about.length > 0).toBe(true);
      }),
      { numRuns: 200, seed: 20261124 },
    );
  });
});
