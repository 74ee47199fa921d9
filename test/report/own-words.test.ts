/** Whose words a report is made of, where other people's stand beside them. */
import { describe, expect, it } from 'vitest';
import { extract } from './mail.js';

const OWN = 'The portal leaks the tokens of all users to anyone who logs on to page 2.';

describe('the reporter’s own words', () => {
  it('are kept where they stand right above "… wrote:"', () => {
    const report = extract(
      `${OWN}\n\nAffected: ts-scan 1.2.3\n\nOn Mon, Nov 2, 2026 at 9:00 AM Bob <bob@x.example> wrote:\n> Steps: old\n`,
      { subject: 'Re: Security Alert' },
    );
    expect(report).toMatchObject({ description: OWN, steps: [] });
    expect(report.affected).toEqual([{ product: 'ts-scan', versions: ['1.2.3'] }]);
  });

  it.each([
    [
      'an answer over an Outlook header',
      '-----Original Message-----\nFrom: Bob <bob@b.example>\nSent: Monday',
    ],
    ['the same in German', 'Von: Bob <bob@b.example>\nGesendet: Montag'],
  ])('are the report in %s', (_name, header) => {
    const report = extract(
      `Description: ${OWN}\n\nSteps:\n1. Open the portal.\n2. Log on.\n\nImpact: All tokens.\n\n${header}\nTo: Ada\nSubject: x\n\nImpact: OLD\nSteps: OLD\n`,
      { subject: 'Re: Security Alert: tokens' },
    );
    expect(report.reporter).toMatchObject({ name: 'Ada Quill', email: 'ada@quill.example' });
    expect(report).toMatchObject({ steps: ['Open the portal.', 'Log on.'], impact: 'All tokens.' });
  });

  it('are not those of a quotation that nobody announces', () => {
    const report = extract(
      `${OWN}\n\n> Contact: mallory@evil.example\n> Credit: Mallory\n\nThat is from a forum.`,
    );
    expect(report.reporter).toMatchObject({ email: 'ada@quill.example', creditAs: null, wantsCredit: null });
  });

  it('are those of a quotation that they announce', () => {
    const report = extract(`Steps:\n1. Start the scan.\n2. It prints:\n\n> token=1234\n`);
    expect(report.steps.join(' ')).toContain('token=1234');
  });
});

describe('labels below a list, without a blank line', () => {
  it.each([
    [
      'Affected versions: ts-scan before 2.0.1',
      'Impact: All tokens.',
      'Workaround: None needed but patience.',
    ],
    [
      'Betroffene Version: ts-scan vor 2.0.1',
      'Auswirkung: All tokens.',
      'Abhilfe: None needed but patience.',
    ],
  ])('open their sections: %s', (affected, impact, workaround) => {
    const report = extract(
      `Steps to reproduce:\n1. Log in.\n2. Open the page.\n3. See the error.\n${affected}\n${impact}\n${workaround}\n`,
    );
    expect(report).toMatchObject({
      steps: ['Log in.', 'Open the page.', 'See the error.'],
      impact: 'All tokens.',
      mitigations: 'None needed but patience.',
    });
    expect(report.affected[0]?.product).toBe('ts-scan');
  });
});

describe('a contact address', () => {
  it.each([
    ['of ours under a tag', 'Contact: security+x@acme.example'],
    ['with two signs', 'Contact: security@acme.example@evil.example'],
  ])('%s is none', (_name, text) => {
    expect(extract(`${OWN}\n\n${text}\n`).reporter.email).toBe('ada@quill.example');
  });
});

it('an introduction that says what is wrong is the description', () => {
  const text =
    'I am writing to report an SSRF in the REST API that exposes the cloud metadata of the server.';
  expect(extract(`Hello,\n\n${text}\n\nAda`).description).toBe(text);
});
