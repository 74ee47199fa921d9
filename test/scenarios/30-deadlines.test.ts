/** One report's deadlines are the same instants in its receipt, in `show`, `list`, the digest and the calendar. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import type { DigestContents } from '../../src/digest/contents.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const TEXT = 'Description\nSomething is wrong.\n\nAffected\nts-scan 1.2\n';
const CALENDAR = { timeZone: 'Europe/Berlin', country: 'DE', state: 'HE', extraDays: ['2026-06-05'] };

/** What arrived when; then the instants, as they are in UTC and on the clock in Frankfurt. */
const ARRIVALS: [string, string, string, string, string, string][] = [
  [
    'the last minute before Easter',
    'Thu, 02 Apr 2026 23:59:30 +0200',
    '2026-04-07T21:59:30.000Z',
    '2026-04-07 23:59',
    '2026-07-01T21:59:30.000Z',
    '2026-07-01 23:59',
  ],
  [
    'half past two on the Friday before summer time',
    'Fri, 27 Mar 2026 02:30:00 +0100',
    '2026-03-30T00:30:00.000Z',
    '2026-03-30 02:30',
    '2026-06-25T00:30:00.000Z',
    '2026-06-25 02:30',
  ],
  [
    'the second half past two of the Sunday that ends it',
    'Sun, 25 Oct 2026 02:30:00 +0100',
    '2026-10-26T23:00:00.000Z',
    '2026-10-27 00:00',
    '2027-01-23T01:30:00.000Z',
    '2027-01-23 02:30',
  ],
  [
    'an evening before a holiday and a free day of our own, as another zone writes it',
    'Wed, 03 Jun 2026 15:15:00 -0700',
    '2026-06-08T22:00:00.000Z',
    '2026-06-09 00:00',
    '2026-09-01T22:15:00.000Z',
    '2026-09-02 00:15',
  ],
];

describe('what is due', () => {
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp,
      overrides: { calendar: CALENDAR, limits: { receiptAgeDays: 3650 } },
    });
    const files = ARRIVALS.map(([, arrived], position) => {
      const file = join(inbox.folder, `${position + 1}.eml`);
      const received = `Received: from mx.example.org by mail.example.test; ${arrived}\r\n`;
      const from = `r${position + 1}@example.org`;
      writeFileSync(file, Buffer.concat([Buffer.from(received), plainMail({ from }, TEXT)]));
      return file;
    });
    expect((await inbox.run('ingest', ...files)).status).toBe(0);
  });

  afterAll(async () => {
    inbox.remove();
    await smtp.stop();
  });

  const numbered = ARRIVALS.map((arrival, position) => [`TS-2026-000${position + 1}`, ...arrival] as const);
  /** The line of a table that names a report. */
  const lineOf = (text: string, number: string) => text.split('\n').find(line => line.includes(number));

  it('is the same in a table of reports, in the digest and its JSON', async () => {
    const runs = [['list'], ['digest'], ['digest', '--json']].map(words => inbox.run(...words));
    const [list, digest, json] = (await Promise.all(runs)).map(({ stdout }) => stdout);
    const { open, toDo, timeZone } = JSON.parse(json ?? '') as DigestContents;
    expect(timeZone).toBe('Europe/Berlin');
    for (const [number, , , answer, shown, disclose] of numbered) {
      expect(lineOf(list ?? '', number)).toContain(shown);
      const text = digest ?? '';
      expect(text.slice(text.indexOf(number)).split('\n\n')[0]).toContain(shown);
      for (const entries of [open, toDo.map(({ report }) => report)]) {
        expect(entries.find(({ id }) => id === number)).toMatchObject({
          acknowledgeBy: answer,
          discloseBy: disclose,
        });
      }
    }
  });

  it.each(numbered)('%s, %s, is the same for its reporter', async (number, ...arrival) => {
    const [, , answer, shown, disclose, ended] = arrival;
    const show = (await inbox.run('show', number)).stdout;
    expect(show).toMatch(new RegExp(`Answer due +${shown}`));
    expect(show).toMatch(new RegExp(`Disclose by +${ended}`));
    const mails = await Promise.all(smtp.received.map(({ raw }) => simpleParser(raw)));
    const text = mails.find(({ subject }) => subject?.includes(number))?.text;
    expect(text).toContain(inReceipt(answer, { weekday: 'long', hour: '2-digit', minute: '2-digit' }));
    expect(text).toContain(`on ${inReceipt(disclose, {})}`);
  });

  it('is the same in the calendar, which tells nothing else', async () => {
    const out = join(inbox.folder, 'due.ics');
    const [written, printed] = await Promise.all([
      inbox.run('calendar', '--out', out),
      inbox.run('calendar'),
    ]);
    expect(written).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    for (const text of [readFileSync(out, 'utf8'), printed.stdout]) {
      const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
      const starts = events
        .map(event => new ICAL.Event(event))
        .map(({ uid, startDate }) => ({ uid, startDate }));
      for (const [number, , , answer, , disclose] of numbered) {
        const startOf = (kind: string) =>
          starts.find(({ uid }) => uid === `${number}.${kind}@example.test`)?.startDate.toJSDate();
        expect(startOf('answer')).toEqual(new Date(answer));
        expect(startOf('disclosure')).toEqual(new Date(disclose));
      }
      expect(events).toHaveLength(2 * numbered.length);
      expect(text).not.toMatch(/wrong|ts-scan|Researcher|example\.org/);
    }
  });
});

function inReceipt(instant: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: CALENDAR.timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...parts,
  }).format(new Date(instant));
}

it('a place without a list of holidays ends the program with what to write', async () => {
  const inbox = install({
    imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
    smtp: { host: '127.0.0.1', port: 1 },
    overrides: { calendar: { country: 'DE', state: 'XX' } },
  });
  try {
    const { status, stderr } = await inbox.run('poll');
    expect(status).toBe(78);
    expect(stderr).toContain('no holiday calendar for DE-XX');
  } finally {
    inbox.remove();
  }
});
