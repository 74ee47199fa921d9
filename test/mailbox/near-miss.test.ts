import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeReport, nearMiss } from '../../src/mailbox/near-miss.js';

const PHRASE = 'Security Alert';

describe('a subject without the phrase', () => {
  it.each([
    'Securty Alert',
    'Secuirty alert: token leak',
    'SecurityAlret',
    'Alert security',
    'Security issue in your API',
    '[security] XSS in search',
    'Vulnerability report',
    'Re: vulnerability disclosure',
    'CVE-2026-12345 in ts-scan',
    'Bug bounty?',
    'SQL injection on login page',
    'Sicherheitslücke in TrustSource',
    'Meldung einer Schwachstelle',
    'Faille de sécurité dans votre API',
    'Vulnérabilité',
    'Vulnerabilidad crítica',
    'responsible disclosure',
  ])('looks like a report: %s', subject => {
    expect(looksLikeReport(subject, PHRASE)).toBe(true);
  });

  it.each([
    'Lunch',
    'Invoice 4711',
    'Bug in export to PDF',
    'Your security code is 123456',
    'Password reset does not work',
    'Webinar: zero day exploits and you',
    'Alert: disk almost full',
    'Security questionnaire for supplier',
    'Question about the security of our data',
    'Secretary Albert',
    '',
  ])('does not: %s', subject => {
    expect(looksLikeReport(subject, PHRASE)).toBe(false);
  });

  it('is no near miss where it has the phrase', () => {
    expect(looksLikeReport('Security Alert: XSS', PHRASE)).toBe(false);
  });

  it('may be of any length and any characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000, unit: 'grapheme' }), subject => {
        expect(typeof looksLikeReport(subject, PHRASE)).toBe('boolean');
      }),
    );
    const long = 'security '.repeat(200_000);
    expect(looksLikeReport(long, PHRASE)).toBe(false);
  });
});

describe('a mail that was left alone', () => {
  const OWN = ['support@example.test', 'ben@example.net'];
  const seen = (
    header: readonly string[],
    subjects = ['Vulnerability report'],
    returnPath: string | null = null,
  ) => nearMiss({ subjects, returnPath, header: Buffer.from([...header, ''].join('\r\n')) }, PHRASE, OWN);
  const ADA = 'From: Ada <ada@example.org>';

  it('is shown with its sender and its subject, both decoded, and any subject of several counts', () => {
    expect(
      seen(['From: =?utf-8?q?Ad=C3=A9?= <ada@example.org>'], ['Lunch', '=?utf-8?q?Sicherheitsl=C3=BCcke?=']),
    ).toEqual({ from: 'Adé <ada@example.org>', subject: 'Sicherheitslücke' });
  });

  it.each<[string, string[]]>([
    ['of nobody', []],
    ['of a person whose program says so', [ADA, 'Auto-Submitted: no']],
    [
      'that a list passed on',
      [ADA, 'Precedence: list', 'List-Unsubscribe: <x>', 'List-Post: <mailto:l@e.test>'],
    ],
    ['of a person and a machine', ['From: ada@example.org, no-reply@example.org']],
    ['of GitHub, which tells of a report there', ['From: Ada <notifications@github.com>']],
  ])('is noted: one %s', (_name, header) => {
    expect(seen(header)).not.toBeNull();
  });

  it.each<[string, string[]]>([
    ['of a machine by its word', [ADA, 'Auto-Submitted: auto-generated']],
    ['in bulk by its word', [ADA, 'Precedence: bulk']],
    ['that can be unsubscribed from alone', [ADA, 'List-Unsubscribe: <https://news.example>']],
    ['of a list that takes no posts', [ADA, 'List-Unsubscribe: <x>', 'List-Post: NO (news)']],
    ['from an address that nobody reads', ['From: Scanner <no-reply@scanner.example>']],
    ['of our own', ['From: Support <Support@example.test>']],
    ['of an engineer', ['From: ben@example.net']],
  ])('is not: one %s', (_name, header) => {
    expect(seen(header)).toBeNull();
  });

  it('is not: one that a mail server wrote', () => {
    expect(seen([ADA], undefined, '<>')).toBeNull();
    expect(seen([ADA], undefined, '<ada@example.org>')).not.toBeNull();
  });

  it('is shown in a bounded length', () => {
    const long = seen(
      [`From: ${'x'.repeat(5000)} <a@example.org>`],
      [`Vulnerability ${'\u{1f600}'.repeat(2000)}`],
    );
    expect([...(long?.from ?? '')].length).toBeLessThanOrEqual(300);
    expect([...(long?.subject ?? '')].length).toBeLessThanOrEqual(300);
    expect(long?.subject.isWellFormed()).toBe(true);
  });
});
