/** Which mails in the Sent folder are a person's answer, and to which reports. */
import { describe, expect, it } from 'vitest';
import type { ReportNumber } from '../../src/store/reports.js';
import type { ReportReference } from '../../src/store/threads.js';
import { answerIn, type OnRecord } from '../../src/thread/sent-answer.js';

const report = (id: number): ReportReference => ({ id, number: `TS-2026-000${id}` as ReportNumber });

const ON_RECORD: OnRecord = {
  ownAddresses: ['support@example.test', 'ben@example.net'],
  threads: {
    reportNumbered: number => [1, 2].map(report).find(one => one.number === number) ?? null,
    reportsInThread: id =>
      ({
        '<ada.1@example.org>': [report(1)],
        '<receipt.1@example.test>': [report(1)],
        '<bob@example.org>': [report(2)],
      })[id] ?? [],
  },
  // The second's reporter wrote from an address of ours, too: nobody answers themselves.
  reportersOf: id => (id === 1 ? ['ada@example.org'] : ['bob@example.org', 'support@example.test']),
  isReceipt: id => id === '<receipt.1@example.test>',
};

const FROM = 'From: Support <support@example.test>';
const TO = 'To: Ada <Ada@example.org>';
const REPLY = 'In-Reply-To: <ada.1@example.org>';

const answered = (header: readonly string[]) =>
  answerIn(Buffer.from([...header, ''].join('\r\n')), ON_RECORD)?.reports.map(({ id }) => id) ?? [];

describe('an answer', () => {
  it.each<[string, string[], number[]]>([
    ['to the report’s mail', [FROM, TO, REPLY], [1]],
    ['to our receipt', [FROM, TO, 'References: <x@y.example>\r\n <receipt.1@example.test>'], [1]],
    ['under its number', [FROM, TO, 'Subject: Re: [ts-2026-0001] We have received'], [1]],
    ['under its number, encoded', [FROM, TO, 'Subject: =?utf-8?q?=5BTS-2026-0001=5D_=C3=BC?='], [1]],
    ['with a hidden subject', [FROM, TO, REPLY, 'Subject: ...'], [1]],
    ['from an engineer’s own address', ['From: BEN@example.net', TO, REPLY], [1]],
    [
      'with the reporter in Cc',
      [FROM, 'To: dev@example.test', 'Cc: x@y.example, ada@example.org', REPLY],
      [1],
    ],
    ['to the reporter’s tagged address', [FROM, 'To: ada+cve@example.org', REPLY], [1]],
    ['to two reporters', [FROM, `${TO}, bob@example.org`, 'Subject: TS-2026-0001, TS-2026-0002'], [1, 2]],
    ['whose program says that a person wrote it', [FROM, TO, REPLY, 'Auto-Submitted: no'], [1]],
  ])('%s is one', (_name, header, reports) => {
    expect(answered(header)).toEqual(reports);
  });

  it.each<[string, string[]]>([
    ['in another thread', [FROM, TO, 'Subject: Invoice', 'In-Reply-To: <invoice@example.org>']],
    ['under a number that is none', [FROM, TO, 'Subject: CVE-2026-0001']],
    ['to colleagues alone', [FROM, 'To: dev@example.test', REPLY]],
    ['to the reporter of another report', [FROM, 'To: bob@example.org', REPLY]],
    ['to ourselves', [FROM, 'To: support@example.test', 'In-Reply-To: <bob@example.org>']],
    ['with the reporter in Bcc', [FROM, 'Bcc: ada@example.org', REPLY]],
    ['of somebody else, moved there', ['From: mallory@example.com', TO, REPLY]],
    ['of two people', [`${FROM}, mallory@example.com`, TO, REPLY]],
    ['of nobody', [TO, REPLY]],
    ['of a responder', [FROM, TO, REPLY, 'Auto-Submitted: auto-replied (vacation)']],
    ['of a responder that says so after a comment', [FROM, TO, REPLY, 'Auto-Submitted: (x) auto-replied']],
    ['of an old responder', [FROM, TO, REPLY, 'Precedence: auto_reply']],
    ['in bulk', [FROM, TO, REPLY, 'Precedence: bulk']],
    [
      'that is our receipt, whatever a server did to its fields',
      [FROM, TO, REPLY, 'Message-ID: <receipt.1@example.test>'],
    ],
  ])('%s is none', (_name, header) => {
    expect(answered(header)).toEqual([]);
  });

  it('tells who gave it', () => {
    const header = Buffer.from(`From: "Ben" <Ben@Example.net>\r\n${TO}\r\n${REPLY}\r\n`);
    expect(answerIn(header, ON_RECORD)?.who).toBe('ben@example.net');
  });
});
