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

  it('is decoded first, and any of several counts', () => {
    const subjects = ['Lunch', '=?utf-8?q?Sicherheitsl=C3=BCcke?='];
    expect(nearMiss({ subjects, autoSubmitted: null, precedence: null }, PHRASE)).toBe('Sicherheitslücke');
  });

  it.each([
    { autoSubmitted: 'auto-generated', precedence: null },
    { autoSubmitted: null, precedence: 'bulk' },
  ])('from a machine is none: %o', marks => {
    expect(nearMiss({ subjects: ['Vulnerability report'], ...marks }, PHRASE)).toBeNull();
  });

  it('from a person whose program says so, or a list, is one', () => {
    const marks = { autoSubmitted: 'no', precedence: 'list' };
    expect(nearMiss({ subjects: ['Vulnerability report'], ...marks }, PHRASE)).toBe('Vulnerability report');
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
