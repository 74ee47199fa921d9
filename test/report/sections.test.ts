import { describe, expect, it } from 'vitest';
import { extract } from './mail.js';

const shapes = [
  ['a plain line', 'Impact\nAll tokens leak.'],
  ['a plain line in capitals', 'IMPACT\n\nAll tokens leak.'],
  ['a Markdown heading', '## Impact\n\nAll tokens leak.'],
  ['a Markdown heading with a longer name', '### Impact of the vulnerability ###\nAll tokens leak.'],
  ['a numbered heading', '4. Impact\n\nAll tokens leak.'],
  ['a Roman number', 'IV. Impact\nAll tokens leak.'],
  ['a label on its own line', 'Impact:\nAll tokens leak.'],
  ['a label beside its text', 'Impact: All tokens leak.'],
  ['a bold heading', '**Impact**\n\nAll tokens leak.'],
  ['a bold label', '**Impact:** All tokens leak.'],
  ['a bulleted label', '- Impact: All tokens leak.'],
  ['an underlined heading', 'Impact\n------\nAll tokens leak.'],
  ['a German label', 'Auswirkungen: All tokens leak.'],
  ['a French label', 'Conséquences : All tokens leak.'],
  ['a Spanish heading', '# Impacto\nAll tokens leak.'],
] as const;

describe('a section opens at', () => {
  it.each(shapes)('%s', (_name, text) => {
    const report = extract(`Hello,\n\nThe login redirects anywhere.\n\n${text}\n`);
    expect(report.impact).toBe('All tokens leak.');
    expect(report.description).toBe('The login redirects anywhere.');
  });
});

describe('a section', () => {
  it('ends at a blank line when its text stands beside a label', () => {
    const report = extract('The login redirects.\n\nImpact: phishing\n\nSomething else.');
    expect(report.impact).toBe('phishing');
  });

  it('keeps a Markdown sub-heading of unknown name', () => {
    const report = extract('## Description\n\nA.\n\n### Where it goes\n\nB.\n\n## Impact\n\nC.');
    expect(report.description).toBe('A. B.');
  });

  it('is closed by a heading of no field of ours', () => {
    expect(extract('Impact\nBad.\n\nTimeline\n1 May: found').impact).toBe('Bad.');
  });

  it('says where it was found', () => {
    const { source } = extract('# Description\nA.\n\nImpact: B.\n');
    expect(source).toMatchObject({
      description: 'section',
      impact: 'label',
      summary: 'subject',
      reporterEmail: 'header',
    });
  });

  it('is not opened by a term inside a sentence', () => {
    const report = extract('The details of the\nimpact are unknown to me, and\nthe version: it varies.');
    expect(report.impact).toBeNull();
  });

  it('serves as description where only a summary is given', () => {
    expect(extract('Summary\nThe login redirects anywhere.').description).toBe('The login redirects anywhere.');
  });
});

describe('the description', () => {
  it('holds neither greeting, farewell nor signature', () => {
    const report = extract(
      'Dear team,\n\nThe login redirects anywhere.\n\nKind regards,\nAda Quill\n-- \nQuill Ltd, https://quill.example',
    );
    expect(report.description).toBe('The login redirects anywhere.');
    expect(report.references).toEqual([]);
  });

  it('leaves out words about the mail itself', () => {
    expect(extract('Hi,\n\nplease find my report below.\n\nThe login redirects anywhere.').description).toBe('The login redirects anywhere.');
  });

  it('is missing in an empty mail', () => {
    const report = extract('');
    expect(report.description).toBeNull();
    expect(report.missing).toEqual(['description', 'steps', 'affected']);
  });
});
