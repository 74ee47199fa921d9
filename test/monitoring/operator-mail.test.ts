/** When the operator is told of a mailbox that can't be read, and what. */
import { describe, expect, it } from 'vitest';
import { newsOf, operatorMail } from '../../src/monitoring/operator-mail.js';
import type { KeptPass } from '../../src/store/kept-passes.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const outage = (minutes: number) => ({
  since: minutesAgo(minutes),
  code: 'unreachable',
  message: "The IMAP server can't be reached.",
});

function kept(fields: Partial<KeptPass>): KeptPass {
  return {
    mailbox: 'support',
    attemptedAt: NOW,
    lastGood: { at: NOW, milliseconds: 1 },
    outage: null,
    good: 1,
    failed: 0,
    lookedAt: 0,
    warnedOf: null,
    ...fields,
  };
}

describe('the operator is told', () => {
  it.each<[string, Partial<KeptPass>, string | null]>([
    ['nothing while all is well', {}, null],
    ['nothing of a short outage', { outage: outage(59) }, null],
    ['of an outage as long as was asked for', { outage: outage(60) }, 'outage'],
    ['of an outage of a mailbox that was never read', { lastGood: null, outage: outage(60) }, 'outage'],
    ['nothing more of one that they know of', { outage: outage(600), warnedOf: minutesAgo(600) }, null],
    ['that one they know of is over', { warnedOf: minutesAgo(600) }, 'all-clear'],
    ['nothing of the next before that', { outage: outage(100), warnedOf: minutesAgo(600) }, null],
    ['nothing of an outage that begins in the future', { outage: outage(-600) }, null],
  ])('%s', (_name, fields, kind) => {
    expect(newsOf(kept(fields), 60, NOW)?.kind ?? null).toBe(kind);
  });
});

describe('the mails', () => {
  const about = {
    recipient: 'ops@example.net',
    name: 'support',
    address: 'security@example.com',
    timeZone: 'Europe/Berlin',
  };
  const warning = operatorMail(
    { kind: 'outage', since: minutesAgo(60), message: "The IMAP server can't be reached." },
    about,
  );
  const allClear = operatorMail({ kind: 'all-clear', since: minutesAgo(60), until: NOW }, about);

  it('say which mailbox, since when, why, and what is to be done', () => {
    expect(warning).toMatchObject({
      recipient: 'ops@example.net',
      subject: 'security-inbox: mailbox support is not being read',
      autoSubmitted: 'auto-generated',
    });
    expect(warning.text).toContain('since Wednesday, 25 November 2026');
    expect(warning.text).toContain('12:00 CET');
    expect(warning.text).toContain("\nThe IMAP server can't be reached.\n");
    expect(allClear.text).toContain('13:00 CET');
    expect(allClear.subject).toBe('security-inbox: mailbox support is read again');
  });

  it('have the form by which a notice of ours is left alone, the same at every try', () => {
    expect(warning.messageId).toMatch(/^<notice\.[0-9a-f]{40}@example\.com>$/);
    const again = operatorMail({ kind: 'outage', since: minutesAgo(60), message: 'Another failure.' }, about);
    expect(again.messageId).toBe(warning.messageId);
    const next = operatorMail({ kind: 'outage', since: minutesAgo(5), message: 'x' }, about);
    const other = operatorMail(
      { kind: 'outage', since: minutesAgo(60), message: 'x' },
      { ...about, name: 'products' },
    );
    expect(new Set([warning, allClear, next, other].map(({ messageId }) => messageId)).size).toBe(4);
  });

  it('stand in one thread', () => {
    expect(allClear).toMatchObject({ inReplyTo: warning.messageId, references: [warning.messageId] });
  });
});
