/** What could not be read, as a person sees it. */
import { expect, it } from 'vitest';
import { type Quarantined, quarantinedText, quarantineText } from '../../src/digest/quarantine-text.js';
import { helpFor, readingRank } from '../../src/reading/report-of.js';
import type { ReportNumber } from '../../src/store/reports.js';

const AT = new Date('2026-11-24T09:00:00Z');
const mail = (fields: Partial<Quarantined> = {}): Quarantined => ({
  report: 'TS-2026-0001' as ReportNumber,
  reportId: 1,
  id: 1,
  role: 'report',
  mail: 0,
  entry: null,
  state: 'quarantined',
  reason: 'reading it took longer than limits.readingSeconds',
  since: AT,
  receivedAt: AT,
  size: 1,
  isComplete: true,
  messageId: null,
  place: null,
  help: 'raise limits.readingSeconds',
  ...fields,
});
const unread = (lastWords: string) => ({
  mailbox: 'm',
  folder: 'Inb\u001b[2Jox',
  uidValidity: '1',
  uid: 7,
  firstSeen: AT,
  attempts: 3,
  lastTried: AT,
  lastWords,
  isAskedFor: false,
});

it('names the report, since when, its size, why, and what might help', () => {
  expect(quarantineText([mail()], [], 'UTC')).toBe(
    'TS-2026-0001  quarantined  since 2026-11-24 09:00  1 byte: reading it took longer than limits.readingSeconds\n' +
      '  what might help: raise limits.readingSeconds\n',
  );
});

it('prints nothing that a terminal acts on, of a header or of a server', () => {
  const header = [['Subject', 'a\u001b]0;title\u0007\u202e\r\nForged: line']] as const;
  const text =
    quarantinedText(mail(), header, 'UTC') + quarantineText([], [unread('no\u001b[2J\u202e')], 'UTC');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(text).not.toMatch(/^Forged/m);
  expect(text).toContain('asked for 3 times');
});

it.each([
  ['encrypted to a key that is not configured', 'pgp.privateKeys'],
  ['read from a follow-up; the first mail: encrypted to a key that is not configured', 'pgp.privateKeys'],
  ['a follow-up: larger than limits.messageBytes; only its header was kept', 'limits.messageBytes'],
  ['a follow-up: undecryptable', 'pgp.privateKeys'],
  ['reading it took longer than limits.readingSeconds', 'limits.readingSeconds'],
  ['a reason of another version', 'another form'],
])('where it is "%s", what might help is %s', (reason, help) => {
  expect(helpFor(reason)).toContain(help);
});

it('knows what is further read than what', () => {
  const ranks = [
    { state: 'quarantined' as const, stateReason: 'x' },
    { state: 'undecryptable' as const, stateReason: 'x' },
    { state: 'received' as const, stateReason: 'a file in it stayed closed: x' },
    { state: 'received' as const, stateReason: null },
  ].map(readingRank);
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  expect(new Set(ranks).size).toBe(4);
});
