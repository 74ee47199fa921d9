import { describe, expect, it } from 'vitest';
import { extract, file, plain } from './mail.js';

describe('steps', () => {
  it('keep the code that follows, without fence lines', () => {
    const { steps } = extract('# Steps\n\n1. Log in:\n\n```sh\ncurl -u a:b\n```\n\n2. Look.');
    expect(steps).toEqual(['Log in: curl -u a:b', 'Look.']);
  });

  it.each([
    ['parenthesised numbers', '(1) One\n(2) Two'],
    ['numbers with a parenthesis', '1) One\n2) Two'],
    ['numbers of two levels', '3.1 One\n3.2 Two'],
    ['the word Step', 'Step 1: One\nStep 2: Two'],
    ['the word Schritt', 'Schritt 1: One\nSchritt 2: Two'],
    ['Markdown sub-headings', '### Step 1\nOne\n### Step 2\nTwo'],
    ['bullets', '- One\n- Two'],
    ['sentences', 'One\n\nTwo'],
  ])('are split at %s', (_name, text) => {
    expect(extract(`## How to reproduce\n\n${text}\n`).steps).toEqual(['One', 'Two']);
  });

  it('do not split at a version that opens a wrapped line', () => {
    expect(extract('Steps\n1. Install\n2.4.1 of it\n2. Run').steps).toEqual(['Install 2.4.1 of it', 'Run']);
  });

  it('do not take a step that mentions a section for a heading', () => {
    expect(extract('Steps\n1. Start\n2. Check the impact:\nit is bad\n').steps).toEqual([
      'Start',
      'Check the impact: it is bad',
    ]);
  });

  it('are found in an attached file', () => {
    const report = extract('', {
      bodies: [plain('The login redirects anywhere.'), file('poc.txt', '1. One\n2. Two\n')],
    });
    expect(report.steps).toEqual(['One', 'Two']);
    expect(report.source.steps).toBe('attachment');
  });

  it('are not found in an attached log', () => {
    const log = 'GET / 200\nsee CVE-2020-11111 https://log.example/\n';
    const report = extract('', { bodies: [plain('The login redirects anywhere.'), file('access.log', log)] });
    expect(report.steps).toEqual([]);
    expect(report.cve).toEqual([]);
    expect(report.references).toEqual([]);
  });

  it('are found in prose that tells an order', () => {
    const report = extract(
      'The login redirects anywhere.\n\nFirst I logged in. Then I followed the link. Finally I was away.',
    );
    expect(report.steps).toEqual(['First I logged in.', 'Then I followed the link.', 'Finally I was away.']);
    expect(report.source.steps).toBe('prose');
  });

  it('are found in a numbered list under no heading', () => {
    expect(extract('The login redirects anywhere.\n\n1. One\n2. Two').steps).toEqual(['One', 'Two']);
  });

  it('do not swallow the credit wish below them', () => {
    const report = extract('Steps\n1. One\n2. Two\n\nPlease credit me as Ada.');
    expect(report.steps).toEqual(['One', 'Two']);
    expect(report.reporter.creditAs).toBe('Ada');
  });
});

it('steps on one line are told apart by their numbers', () => {
  const { steps } = extract('Steps to reproduce: 1. open the portal 2. click Edit 3. see the 2. token');
  expect(steps).toEqual(['open the portal', 'click Edit', 'see the 2. token']);
});
