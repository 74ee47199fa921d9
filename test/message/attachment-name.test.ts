/** File names: kept as data, and made safe for a disk. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachmentName, safeFileName } from '../../src/message/attachment-name.js';
import { readMessage } from '../../src/message/read.js';
import { filePart, mixedMail } from './mails.js';

const OWN = { addresses: ['security@acme.example'], loop: null };

describe('a name in a mail stays the data it is', () => {
  it.each([
    ['a path', '../../etc/passwd', '../../etc/passwd'],
    ['a drive', 'C:\\Windows\\system32\\x.dll', 'C:\\Windows\\system32\\x.dll'],
    ['a direction mark', 'invoice\u202egpj.exe', 'invoice\u202egpj.exe'],
    ['a reserved name', 'CON', 'CON'],
    ['control characters, which are spaces', 'a\u0000b\u001b[31m\r\nc', 'a b [31m c'],
    ['255 characters of it', `${'a'.repeat(10_000)}.txt`, 'a'.repeat(255)],
    ['no half of a character', `${'a'.repeat(254)}\u{1f41b}`, `${'a'.repeat(254)}\ufffd`],
  ])('%s', (_name, given, kept) => {
    expect(attachmentName(given)).toBe(kept);
  });

  it('in the message that was read', async () => {
    const mail = mixedMail(
      [],
      [filePart('../../etc/cron.d/x', Buffer.from([0])), filePart('x'.repeat(900), Buffer.from([0]))],
    );
    const { message } = await readMessage(mail, [], OWN);
    expect(message.attachments.map(({ filename }) => filename)).toEqual([
      '../../etc/cron.d/x',
      'x'.repeat(255),
    ]);
  });
});

describe('a name to save under', () => {
  it.each([
    ['stays what it is', 'report.pdf', '01-report.pdf'],
    ['keeps letters of any script', 'Bericht Lösung 報告.pdf', '01-Bericht Lösung 報告.pdf'],
    ['has no directory', '../../etc/passwd', '01-etc_passwd'],
    ['has no drive', 'C:\\Windows\\x.dll', '01-C__Windows_x.dll'],
    ['has no control character', 'a\u0000b\u001b\u009bc.txt', '01-a_b__c.txt'],
    ['has no direction mark', 'invoice\u202egpj.exe', '01-invoicegpj.exe'],
    ['has nothing invisible', 'a\u200b\u2066b\ufeff.txt', '01-ab.txt'],
    ['starts with no dot', '.bashrc', '01-bashrc'],
    ['starts with no dash', '-rf', '01-rf'],
    ['ends in no dot or space', 'x.exe. . ', '01-x.exe'],
    ['is no device of Windows', 'CON', '01-_CON'],
    ['is none with an extension either', 'lpt1.txt', '01-_lpt1.txt'],
    ['is never empty', '', '01-attachment'],
    ['is never dots alone', '...', '01-attachment'],
    ['is there where the mail gives none', null, '01-attachment'],
    ['keeps its extension when cut', `${'a'.repeat(300)}.tar.gz`, `01-${'a'.repeat(194)}.gz`],
    ['is cut between characters', `${'ü'.repeat(150)}.txt`, `01-${'ü'.repeat(96)}.txt`],
  ])('%s', (_name, given, safe) => {
    expect(safeFileName(given, 1)).toBe(safe);
  });

  it('is its own for every file of a mail', () => {
    const names = Array.from({ length: 150 }, (_, at) => safeFileName('a.txt', at + 1).toLowerCase());
    expect(new Set(names).size).toBe(150);
  });

  it('is safe whatever the mail says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 1, max: 1000 }),
        (given, position) => {
          const safe = safeFileName(given, position);
          expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200);
          expect(safe).toMatch(/^\d{2,}-[^.\-\s]/u);
          expect(safe).not.toMatch(
            /[/\\:*?"<>|\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
          );
          expect(safe).not.toMatch(/[. ]$/);
          expect(safe.isWellFormed()).toBe(true);
        },
      ),
      { seed: 20260303, numRuns: 2000 },
    );
  });
});
