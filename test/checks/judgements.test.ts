/** What each check makes of what it saw, a row a case. */
import { describe, expect, it } from 'vitest';
import { checkCalendar } from '../../src/checks/calendar.js';
import { judgeCertificate } from '../../src/checks/certificate.js';
import { compareClocks, judgeClock, timeIn } from '../../src/checks/clock.js';
import { judgeWaiting } from '../../src/checks/database.js';
import { dayAndDistance } from '../../src/checks/days.js';
import { judgeRoom } from '../../src/checks/disk.js';
import { guardedFiles, trouble } from '../../src/checks/files.js';
import { judgePosition, judgeQuota } from '../../src/checks/mailbox.js';
import { judgeNode } from '../../src/checks/node.js';
import { judgePasses } from '../../src/checks/passes.js';
import { judgePolicy } from '../../src/checks/policy.js';

const NOW = new Date('2026-12-01T12:00:00Z');
const at = (iso: string) => new Date(iso);

describe('how long something holds is said as', () => {
  it.each([
    ['2026-12-31T12:00:00Z', '2026-12-31, in 30 days'],
    ['2026-12-02T12:00:00Z', '2026-12-02, in 1 day'],
    ['2026-12-01T13:00:00Z', '2026-12-01, in 0 days'],
    ['2026-11-30T12:00:00Z', '2026-11-30, 1 day ago'],
    ['2026-12-01T11:00:00Z', '2026-12-01, 0 days ago'],
  ])('%s: %s', (iso, words) => expect(dayAndDistance(at(iso), NOW)).toBe(words));
});

describe('a certificate', () => {
  it.each([
    ['that ends in a year is ok', 'Dec  1 12:00:00 2027 GMT', 'ok'],
    ['that ends in 30 days is ok', 'Dec 31 12:00:00 2026 GMT', 'ok'],
    ['that ends before is a warning', 'Dec 31 11:59:00 2026 GMT', 'warning'],
    ['that does not say is no verdict', '', 'skipped'],
  ])('%s', (_, valid_to, outcome) => {
    expect(judgeCertificate('x', { valid_to }, 'the server', NOW).outcome).toBe(outcome);
  });
  it('there is none without TLS', () => {
    expect(judgeCertificate('x', null, 'the server', NOW).outcome).toBe('skipped');
  });
});

describe('a position', () => {
  const read = { uidValidity: '7', uid: 10 };
  it.each([
    ['of a folder never read says nothing', null, '7', 11, []],
    ['that the server counts beyond is ok', read, '7', 11, ['ok']],
    ['under other numbers is a warning', read, '8', 1, ['warning']],
    ['beyond the last number the server gave is a warning', read, '7', 10, ['warning']],
    ['where the server does not count is ok', read, '7', null, ['ok']],
  ] as const)('%s', (_, position, validity, next, outcomes) => {
    expect(judgePosition('INBOX', position, validity, next).map(({ outcome }) => outcome)).toEqual(outcomes);
  });
});

describe('a mailbox', () => {
  it.each([
    ['without a limit is ok', 1, 0, 'ok'],
    ['with room is ok', 89, 100, 'ok'],
    ['of which nine tenths are used is a warning', 90, 100, 'warning'],
    ['that is full takes no report', 100, 100, 'failure'],
  ])('%s', (_, usage, limit, outcome) => {
    expect(judgeQuota('support', usage * 1e6, limit * 1e6).outcome).toBe(outcome);
  });
});

describe('a disk', () => {
  it.each([
    ['with 500 MB is ok for small mails', 500e6, 1e6, 'ok'],
    ['with less is a warning', 499e6, 1e6, 'warning'],
    ['with less than four large mails is a warning', 3e9, 1e9, 'warning'],
    ['into which two of the largest mails do not go fails', 1.9e9, 1e9, 'failure'],
  ])('%s', (_, free, messageBytes, outcome) => {
    expect(judgeRoom(free, messageBytes, '/var').outcome).toBe(outcome);
  });
});

describe('a clock', () => {
  it.each([
    ['of the year 1970 fails', '1970-01-01T00:00:10Z', null, 'failure'],
    ['with nothing on record is ok', '2026-12-01T12:00:00Z', null, 'ok'],
    ['after all that is on record is ok', '2026-12-01T12:00:00Z', '2026-12-01T11:59:00Z', 'ok'],
    ['before the newest entry is a warning', '2026-12-01T12:00:00Z', '2026-12-01T12:03:00Z', 'warning'],
  ])('%s', (_, now, newest, outcome) => {
    expect(judgeClock(at(now), newest === null ? null : at(newest)).outcome).toBe(outcome);
  });
  it('a second off another is ok, three minutes are a warning, and which way is said', () => {
    expect(compareClocks('a server', at('2026-12-01T12:00:01Z'), NOW)).toMatchObject({
      outcome: 'ok',
      message: expect.stringContaining('1 seconds behind'),
    });
    expect(compareClocks('a server', at('2026-12-01T11:57:00Z'), NOW)).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('180 seconds ahead'),
    });
  });
  it.each([
    [
      'Exim',
      '220 mail.example.org ESMTP Exim 4.96 Tue, 01 Dec 2026 13:00:00 +0100',
      '2026-12-01T12:00:00.000Z',
    ],
    [
      'Sendmail',
      '220 mail.example.org ESMTP Sendmail 8.17/8.17; Tue, 1 Dec 2026 12:00:00 GMT',
      '2026-12-01T12:00:00.000Z',
    ],
    ['Postfix, which says none', '220 mail.example.org ESMTP Postfix', undefined],
  ])('the time in the greeting of %s', (_, greeting, iso) => {
    expect(timeIn(greeting)?.toISOString()).toBe(iso);
  });
});

describe('a file', () => {
  const us = 1000;
  it.each([
    ['that is ours alone is in nobody else’s hands', 'secret', 0o600, us, null],
    ['with a secret that its group may read is as its owner wants it', 'secret', 0o640, us, null],
    ['with a secret that everybody may read fails', 'secret', 0o604, us, true],
    ['without a secret may be read by everybody', 'believed', 0o644, us, null],
    ['that everybody may change fails', 'believed', 0o602, us, true],
    ['in a folder as /tmp is as safe as it is itself', 'believed', 0o1777, 0, null],
    ['that its group may change is a warning', 'believed', 0o660, us, false],
    ['that root gave us is as good as ours', 'secret', 0o640, 0, null],
    ['of somebody else is a warning', 'secret', 0o600, 1001, false],
  ] as const)('%s', (_, kind, mode, owner, grave) => {
    expect(trouble('/f', kind, { mode, owner }, us)?.grave ?? null).toBe(grave);
  });
  it('the secret ones are found wherever the configuration names them', () => {
    const json = {
      mailbox: { password: { file: 'mailbox.password' }, caFile: 'ca.pem' },
      pgp: { privateKeys: [{ file: '/keys/key.asc', passphrase: 'in place' }] },
      mailboxes: [{ mailbox: { oauth: { keyFile: 'account.json' } } }],
    };
    expect(guardedFiles('/etc/inbox/config.json', json)).toEqual([
      { path: '/etc/inbox/config.json', kind: 'secret' },
      { path: '/etc/inbox', kind: 'believed' },
      { path: '/etc/inbox/mailbox.password', kind: 'secret' },
      { path: '/keys/key.asc', kind: 'secret' },
      { path: '/etc/inbox/account.json', kind: 'secret' },
    ]);
  });
});

describe('a policy', () => {
  const policy = { url: 'https://example.org/', acknowledgeWorkingDays: 1, disclosureDays: 90 };
  it.each([
    ['that does not say when it expires is no verdict', undefined, 'skipped'],
    ['that holds for a year is ok', '2027-12-01', 'ok'],
    ['that expires within 30 days is a warning', '2026-12-31', 'warning'],
    ['that expired is a failure', '2026-12-01', 'failure'],
  ])('%s', (_, expires, outcome) => {
    const [first] = judgePolicy(expires === undefined ? policy : { ...policy, expires }, NOW);
    expect(first).toMatchObject({ id: 'policy.expires', outcome });
  });
  it('anybody can change one that is read by http', () => {
    expect(judgePolicy({ ...policy, url: 'http://example.org/' }, NOW)[1]).toMatchObject({
      id: 'policy.url',
      outcome: 'warning',
    });
  });
});

describe('what waits', () => {
  const none = {
    receipts: new Map(),
    oldestQueued: null,
    unopened: new Map(),
    unreadMessages: 0,
    undelivered: 0,
  };
  const warned = (change: object) =>
    judgeWaiting({ ...none, ...change }, NOW)
      .filter(({ outcome }) => outcome === 'warning')
      .map(({ id }) => id);
  it.each([
    ['is nothing', {}, []],
    [
      'for a minute is on its way',
      { receipts: new Map([['queued', 1]]), oldestQueued: at('2026-12-01T11:59:00Z') },
      [],
    ],
    [
      'for more than an hour is stuck',
      { receipts: new Map([['queued', 1]]), oldestQueued: at('2026-12-01T10:59:00Z') },
      ['queue.receipts'],
    ],
    ['for a person', { receipts: new Map([['held', 2]]) }, ['queue.held']],
    ['in vain', { undelivered: 1 }, ['queue.undelivered']],
    ['unread', { unopened: new Map([['undecryptable', 1]]) }, ['queue.unread']],
    ['with the mail server', { unreadMessages: 1 }, ['queue.unread']],
  ])('%s', (_, change, ids) => expect(warned(change)).toEqual(ids));
});

describe('the last pass', () => {
  const good = {
    mailbox: 'default',
    attemptedAt: NOW,
    lastGood: { at: at('2026-12-01T11:30:00Z'), milliseconds: 5 },
    outage: null,
    good: 1,
    failed: 0,
    lookedAt: 0,
    warnedOf: null,
  };
  it.each([
    ['that was never made is no verdict', null, 'skipped'],
    ['half an hour ago is ok', good, 'ok'],
    [
      'two hours ago is a warning',
      { ...good, lastGood: { at: at('2026-12-01T10:00:00Z'), milliseconds: 5 } },
      'warning',
    ],
    [
      'that failed is a warning',
      { ...good, outage: { since: at('2026-12-01T11:31:00Z'), code: 'unreachable', message: 'Gone.' } },
      'warning',
    ],
  ])('%s', (_, kept, outcome) => expect(judgePasses(kept, NOW).outcome).toBe(outcome));
});

describe('a calendar', () => {
  it.each([
    ['of a place with holidays is ok', { timeZone: 'Europe/Berlin', country: 'DE', state: 'HE' }, 'ok'],
    ['of no country is a warning', { timeZone: 'UTC' }, 'warning'],
    ['of a place that is none fails', { timeZone: 'UTC', country: 'XX' }, 'failure'],
    [
      'whose holidays all fall on its own free days has none left',
      { timeZone: 'UTC', country: 'DE', workedDays: ['01-01..12-31'] },
      'warning',
    ],
  ])('%s', (_, settings, outcome) => expect(checkCalendar(settings, NOW).outcome).toBe(outcome));
});

describe('Node.js', () => {
  it.each([
    ['20.18.0', 'failure'],
    ['20.19.0', 'ok'],
    ['22.0.0', 'ok'],
    ['18.99.0', 'failure'],
  ])('%s: %s', (version, outcome) => expect(judgeNode(version).outcome).toBe(outcome));
});
