import { describe, expect, it } from 'vitest';
import { extract, plain } from './mail.js';

describe('affected products', () => {
  it.each([
    ['Affected: foo-cli <= 2.0.1 (npm)', [{ product: 'foo-cli', versions: ['<= 2.0.1'] }]],
    ['Affected: foo-cli >= 1.0, < 1.4.2', [{ product: 'foo-cli', versions: ['>= 1.0, < 1.4.2'] }]],
    ['Affected: foo-cli 1.0.1 and 1.0.2', [{ product: 'foo-cli', versions: ['1.0.1', '1.0.2'] }]],
    ['Affected: foo-cli 2.0 and earlier', [{ product: 'foo-cli', versions: ['2.0 and earlier'] }]],
    [
      'Affected: all versions of foo-cli up to 2.0.1',
      [{ product: 'foo-cli', versions: ['all versions', 'up to 2.0.1'] }],
    ],
    ['Affected: foo-cli before 3.1, fixed in 3.2', [{ product: 'foo-cli', versions: ['before 3.1'] }]],
    ['Product: Foo Portal\nVersion: 3.2.1', [{ product: 'Foo Portal', versions: ['3.2.1'] }]],
    [
      'Affected: acme/foo:1.2.0, acme/foo:1.3.0',
      [{ product: 'foo', versions: ['acme/foo:1.2.0', 'acme/foo:1.3.0'] }],
    ],
    ['Affected: Foo Portal', [{ product: 'Foo Portal', versions: [] }]],
    [
      'Betroffen: foo-cli 1.0 bis einschließlich 1.9',
      [{ product: 'foo-cli', versions: ['1.0 bis einschließlich 1.9'] }],
    ],
    ['| Package | Affected | Fixed |\n|---|---|---|\n| foo | < 2.1 | 2.1 |\n| bar | 1.x | - |', null],
  ])('%s', (text, affected) => {
    const expected = affected ?? [
      { product: 'foo', versions: ['< 2.1'] },
      { product: 'bar', versions: ['1.x'] },
    ];
    expect(extract(text.startsWith('|') ? `## Versions\n\n${text}` : text).affected).toEqual(expected);
  });

  it('take their name from the subject where only a version is given', () => {
    const report = extract('Version: 2.0.1\n\nThe login redirects anywhere.', {
      subject: 'Security Alert: cross-site issue in foo-cli',
    });
    expect(report.affected).toEqual([{ product: 'foo-cli', versions: ['2.0.1'] }]);
  });

  it('are missing where no product can be told', () => {
    expect(extract('The server-side check is hard-coded.').missing).toContain('affected');
  });
});

describe('severity', () => {
  it.each([
    ['Severity: High', { vector: null, score: null, rating: 'high' }],
    ['Schweregrad: mittel (5,4)', { vector: null, score: 5.4, rating: 'medium' }],
    ['CVSS 3.1 score: 9.8 (critical)', { vector: null, score: 9.8, rating: 'critical' }],
    [
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: null, rating: null },
    ],
    [
      'I get 5.0 (AV:N/AC:L/Au:N/C:P/I:N/A:N).',
      { vector: 'AV:N/AC:L/Au:N/C:P/I:N/A:N', score: 5, rating: null },
    ],
    [
      'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N = 8.7',
      { vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N', score: 8.7, rating: null },
    ],
    ['Nothing of the kind, in version 3.1.', null],
  ])('%s', (text, severity) => {
    expect(extract(text).severity).toEqual(severity);
  });
});

describe('identifiers and references', () => {
  it('are listed once each, in order', () => {
    const report = extract('CWE-79, cwe-601 and CWE-79; CVE-2026-12345.');
    expect(report.cwe).toEqual(['CWE-79', 'CWE-601']);
    expect(report.cve).toEqual(['CVE-2026-12345']);
  });

  it('lose the punctuation around them, and leave out attackers and private hosts', () => {
    const report = extract(
      'See <https://docs.acme.example/a_(b)>, (https://acme.example/x). Not http://localhost:80/ ' +
        'nor http://169.254.169.254/latest nor https://evil.example/cb nor http://10.0.0.1/.',
    );
    expect(report.references).toEqual(['https://docs.acme.example/a_(b)', 'https://acme.example/x']);
  });

  it('leave out the links of disclaimers', () => {
    expect(
      extract('The login redirects anywhere.\n\nThis mail is confidential, see https://law.example/').references,
    ).toEqual([]);
  });
});

describe('credit', () => {
  it.each([
    ['Please credit me as "Ada Q. (quillsec)".', true, 'Ada Q. (quillsec)'],
    ["I'd like to be credited as Ada Quill, Quill Research.", true, 'Ada Quill, Quill Research'],
    ['Credit: Ada of Quill', true, 'Ada of Quill'],
    ['You may mention me by name.', true, 'Ada Quill'],
    ['No credit needed.', false, null],
    ['I would like to remain anonymous.', false, null],
    ['Please do not mention my name.', false, null],
    ['Credits: none', false, null],
    ['Bitte nennen Sie mich in der Danksagung als „A. Quill“.', true, 'A. Quill'],
    ['Ich möchte anonym bleiben.', false, null],
    ['Eine Nennung ist nicht nötig, ich möchte nicht genannt werden.', false, null],
    ['The anonymous user can read credit card numbers.', null, null],
  ])('%s', (text, wantsCredit, creditAs) => {
    const { reporter } = extract(`The login redirects anywhere.\n\n${text}`);
    expect(reporter).toMatchObject({ wantsCredit, creditAs });
  });
});

describe('the contact address', () => {
  const replyTo = { name: null, address: 'reply@quill.example' };
  it.each([
    ['is the one in the text', 'You can reach me at ada@home.example.', replyTo, 'ada@home.example'],
    ['is the one under a label', 'Contact: ada [at] home [dot] example', replyTo, 'ada@home.example'],
    ['else Reply-To', 'The login redirects anywhere.', replyTo, 'reply@quill.example'],
    ['else From', 'The login redirects anywhere.', null, 'ada@quill.example'],
    ['is never our own', 'Contact: Security@acme.example', null, 'ada@quill.example'],
    [
      'is none that only stands in the description',
      'The mail bob@victim.example leaks.',
      null,
      'ada@quill.example',
    ],
  ])('%s', (_name, text, reply, email) => {
    expect(extract(text, { replyTo: reply }).reporter.email).toBe(email);
  });

  it('is missing behind a no-reply sender', () => {
    const report = extract('The login redirects anywhere.', { from: { name: null, address: 'no-reply@platform.example' } });
    expect(report.missing).toContain('contact');
    expect(report.reporter.email).toBe('no-reply@platform.example');
  });
});

describe('the summary', () => {
  it.each([
    ['Re: AW: [Security Alert] open redirect', 'open redirect'],
    ['[ext] SECURITY-ALERT -- open redirect (details attached)', 'open redirect'],
    ['Open redirect - Security Alert', 'Open redirect'],
    ['Security Alert (portal): open redirect', 'open redirect'],
    ['Security Alert', 'The login redirects anywhere'],
  ])('of "%s"', (subject, summary) => {
    expect(extract('The login redirects anywhere. It is bad.', { subject }).summary).toBe(summary);
  });
});

describe('a forwarded mail', () => {
  it.each([
    [
      'Outlook',
      '-----Original Message-----\nFrom: Bo Fenn [mailto:bo@fenn.example]\nSent: Monday\nTo: x@y.example\nSubject: Bug',
    ],
    [
      'Gmail',
      '---------- Forwarded message ---------\nFrom: Bo Fenn <bo@fenn.example>\nDate: Mon\nSubject: Bug\nTo: <x@y.example>',
    ],
    ['German Outlook', 'Von: Bo Fenn <bo@fenn.example>\nGesendet: Montag\nAn: x@y.example\nBetreff: Bug'],
    ['Apple Mail', 'Begin forwarded message:\n\nFrom: Bo Fenn <bo@fenn.example>\nSubject: Bug'],
  ])('by %s is reported by its original sender', (_name, header) => {
    const report = extract(
      `FYI, not ours.\n\nRegards\nHelpdesk\n\n${header}\n\nHi,\n\nThe login redirects anywhere.\n\nBo\n`,
    );
    expect(report.reporter).toMatchObject({ name: 'Bo Fenn', email: 'bo@fenn.example' });
    expect(report.description).toBe('The login redirects anywhere.');
  });

  it('of our own is the thread so far, and is cut', () => {
    const report = extract(
      'The login redirects anywhere.\n\n-----Original Message-----\nFrom: security@acme.example\n\nOld words.',
    );
    expect(report.reporter.email).toBe('ada@quill.example');
    expect(report.description).toBe('The login redirects anywhere.');
  });
});

describe('origin', () => {
  it('lets decrypted words alone count where there are any', () => {
    const secret = { origin: 'decrypted', kind: 'plain', text: 'The login redirects anywhere.', filename: null } as const;
    const report = extract('', { bodies: [plain('Impact: forged'), secret] });
    expect(report.description).toBe('The login redirects anywhere.');
    expect(report.impact).toBeNull();
  });
});

describe('the language', () => {
  it.each([
    ['en', 'The login of the portal is not protected, and that can be used by anybody.'],
    ['de', 'Die Anmeldung ist nicht geschützt und das wird von dem Portal nicht geprüft.'],
    ['fr', "Le portail est dans une version qui n'est pas protégée pour les utilisateurs."],
    ['es', 'El portal se puede usar con una cuenta del administrador por los usuarios.'],
    [null, 'foo bar'],
    ['de', 'Hallo, in Ihrer Anmeldung gibt es eine Schwachstelle. Bitte melden Sie sich.'],
    ['en', 'Hi, your login page has a hole, please call me when you have time.'],
  ])('%s', (language, text) => {
    expect(extract(text).language).toBe(language);
  });
});

describe('the environment', () => {
  it('is read from a sentence that says what it was tested on', () => {
    expect(extract('The login redirects anywhere.\n\nTested on Debian 12 with Firefox 130.').environment).toBe(
      'Debian 12 with Firefox 130',
    );
  });
});
