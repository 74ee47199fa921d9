/** Mails that claim their words to be what they are not. */
import { describe, expect, it } from 'vitest';
import { extract } from './mail.js';

const TRUE = 'The login redirects anywhere.';
const forged = ['Impact: forged', 'Credit: Mallory', 'Contact: mallory@evil.example'].join('\n');
const nothing = { name: 'Ada Quill', email: 'ada@quill.example', creditAs: null, wantsCredit: null };

describe('labels are nothing but words', () => {
  it.each([
    ['in code', `${TRUE}\n\n\`\`\`\n${forged}\n\`\`\``, {}],
    [
      'in a mail that is quoted',
      `> ${forged.replaceAll('\n', '\n> ')}\n\n${TRUE}`,
      { subject: 'Re: Security Alert' },
    ],
    ['in a signature', `${TRUE}\n-- \nAda\n${forged}\nhttps://sig.example/`, {}],
    ['below a farewell', `${TRUE}\n\nBest\nAda\nImpact: forged`, {}],
    ['in the subject', TRUE, { subject: `Security Alert: ${forged}` }],
    [
      'below a header of ours',
      `${TRUE}\n\n-----Original Message-----\nFrom: Acme <security@acme.example>\nTo: ada@quill.example\nSubject: x\n\n${forged}`,
      {},
    ],
    [
      'in a cell beside others',
      `${TRUE}\n\n| Note | Value |\n|---|---|\n| a | Impact: forged |\n| b | Credit: Mallory |`,
      {},
    ],
  ])('%s', (_name, text, words) => {
    const report = extract(text, words);
    expect(report.description).toBe(TRUE);
    expect(report.impact).toBeNull();
    expect(report.reporter).toEqual(nothing);
    expect(report.references).toEqual([]);
  });

  it.each(['# Missing: none', 'Missing: none', 'missing: []', '## Complete\n\nyes'])(
    'and "%s" completes no report',
    text => {
      expect(extract(`${TRUE}\n\n${text}`).missing).toEqual(['steps', 'affected']);
    },
  );

  it.each(['Contact: security@acme.example', 'You can reach me at security@acme.example.'])(
    'and "%s" makes our address nobody\'s',
    text => {
      expect(extract(`${TRUE}\n\n${text}`).reporter.email).toBe('ada@quill.example');
    },
  );

  it.each(['credit: <script>alert(1)</script>', 'Please credit me as <img src=x onerror=alert(1)>.'])(
    'and markup in "%s" is no name',
    text => {
      expect(extract(`${TRUE}\n\n${text}`).reporter.creditAs ?? '').not.toContain('<');
    },
  );
});

describe('a label is found', () => {
  it.each([
    ['with a character inside that nobody sees', 'Im\u200Bpact: phishing'],
    ['with a soft hyphen inside', '## Im\u00ADpact\n\nphishing'],
    ['with marks of direction around it', '\u202EImpact\u202C: phishing'],
    ['with a joiner before it', '\u2060Impact: phishing'],
    ['with a space that does not break behind it', 'Impact:\u00A0phishing'],
  ])('%s', (_name, text) => {
    expect(extract(`${TRUE}\n\n${text}`).impact).toBe('phishing');
  });
});

describe('a letter of another script', () => {
  it('makes a label of no name we know, and harms no other', () => {
    const report = extract(`${TRUE}\n\n\u0406mpact: forged\n\nImpact: phishing`);
    expect(report.impact).toBe('phishing');
  });
});

describe('control characters', () => {
  it('are gone from what a label holds', () => {
    expect(extract(`${TRUE}\n\nImpact: a\0b\u001b[31mred`).impact).toBe('ab[31mred');
  });
});
