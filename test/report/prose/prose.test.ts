/** Reports that are told, without a heading: what each sentence is for, by where it stands among the others. */
import { describe, expect, it } from 'vitest';
import { extract } from '../mail.js';

describe('a report in one paragraph', () => {
  const report = extract(
    'Hello team,\n\nwe use ts-scan in our builds. ts-scan does not check the signature of its rule file, so that the ' +
      'network decides which rules it loads. First I set up a proxy. Then I replaced the file on its way. Finally the ' +
      'scan ran my rule. An attacker in the network can run code on the build agent. Until it is fixed we load the rules ' +
      'from a local folder. Tested on Debian 12 with Python 3.11.\n\nRegards\nAda',
  );

  it('gives what is wrong', () => {
    expect(report.description).toBe(
      'ts-scan does not check the signature of its rule file, so that the network decides which rules it loads.',
    );
  });

  it('gives its steps one by one', () => {
    expect(report.steps).toEqual([
      'First I set up a proxy.',
      'Then I replaced the file on its way.',
      'Finally the scan ran my rule.',
    ]);
  });

  it('gives what follows from it, what helps and what it was tried on', () => {
    expect(report.impact).toBe('An attacker in the network can run code on the build agent.');
    expect(report.mitigations).toBe('Until it is fixed we load the rules from a local folder.');
    expect(report.environment).toBe('Debian 12 with Python 3.11');
  });
});

it('a consequence told in one breath with what is wrong stays with it', () => {
  const text = 'ts-scan does not check the rule file. An attacker can therefore run code on the agent.';
  const report = extract(`Hi,\n\n${text}\n\nAda`);
  expect(report).toMatchObject({ description: text, impact: null });
});

it('a consequence in a paragraph of its own is the impact', () => {
  const report = extract(
    'Hi,\n\nts-scan does not check the rule file.\n\nAn attacker can therefore run code on the agent.\n\nAda',
  );
  expect(report.impact).toBe('An attacker can therefore run code on the agent.');
});

it('the telling begins where somebody came upon it', () => {
  const report = extract(
    'Hi,\n\nYesterday I cleaned up our old accounts and noticed that the tokens of removed users still work.\n\nAda',
    { subject: 'Security Alert' },
  );
  expect(report.description).toBe('noticed that the tokens of removed users still work.');
  expect(report.summary).toBe('the tokens of removed users still work');
});

it('numbered facts are no steps', () => {
  const report = extract(
    'Hi,\n\nthe shared links of the web app are weak:\n\n1. The token has eight digits.\n2. It never expires.\n' +
      '3. There is no limit on wrong guesses.\n\nAda',
  );
  expect(report.steps).toEqual([]);
  expect(report.missing).toContain('steps');
});

it('prose below a list of steps is read for itself', () => {
  const report = extract(
    '## Steps to reproduce\n\n1. Log in as a viewer.\n2. Open the page of another project.\n\n' +
      'As a workaround we removed all viewers. Tested on Windows 11 with Chrome 131.',
  );
  expect(report.steps).toEqual(['Log in as a viewer.', 'Open the page of another project.']);
  expect(report.mitigations).toBe('As a workaround we removed all viewers.');
  expect(report.environment).toBe('Windows 11 with Chrome 131');
});

describe('a sentence that leads to the steps tells what is wrong where nothing else does', () => {
  const below =
    '\n\nSteps to reproduce:\n1. Log in\n2. Open the page of another team\n\nAffected: ts-scan 2.3.1\n\nCarl';
  it.each([
    'I found a path traversal in ts-scan that lets a repository write files outside of the scan folder.',
    'We discovered an SQL injection in the search of the web app.',
    'Ich habe eine SQL-Injection in der Suche gefunden.',
    'The REST API lets anyone delete the projects of others.',
  ])('%s', text => {
    const report = extract(`Hello,\n\n${text}${below}`, { subject: 'Security Alert' });
    expect(report.description).toBe(text);
    expect(report.impact).toBe(null);
    expect(report.missing).not.toContain('description');
  });

  it('and gives the summary without its "I found"', () => {
    const text = 'I found a path traversal in ts-scan.';
    const report = extract(`Hello,\n\n${text}${below}`, { subject: 'Security Alert' });
    expect(report.summary).toBe('a path traversal in ts-scan');
  });

  it.each(['I found a vulnerability in your web app.', 'We identified a serious issue.'])(
    'but not "%s", nor does a name below the last label',
    text => {
      const report = extract(`Hello,\n\n${text}${below}`, { subject: 'Security Alert' });
      expect(report.description).toBe(null);
      expect(report.missing).toContain('description');
    },
  );
});
