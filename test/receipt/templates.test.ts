import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../src/failure.js';
import { followUpWords } from '../../src/receipt/compose.js';
import { type Facts, fillTemplate, PLACEHOLDERS, parseTemplate } from '../../src/receipt/template.js';
import { loadTemplates } from '../../src/receipt/templates.js';
import { processorTime } from '../processor-time.js';

const FACTS: Facts = {
  values: {
    number: 'TS-2026-0001',
    team: '<b>"Tom" & \'Jerry\'</b>',
    policyUrl: 'https://example.test/?a=1&b=2',
  },
  missing: ['the <steps>', 'the product'],
  sections: { missing: true, key: false, unencrypted: false, inTime: true, late: false },
};

const filled = (source: string, form: 'text' | 'html', facts = FACTS) =>
  fillTemplate(parseTemplate(source, form, PLACEHOLDERS, 'receipt.en.txt'), facts);

function failure(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('it did not fail');
}

describe('a template', () => {
  it('gives its placeholders their facts', () => {
    expect(filled('Report {{number}}, {{ number }}.', 'text')).toBe('Report TS-2026-0001, TS-2026-0001.\n');
  });

  it('keeps a section only where there is something to say', () => {
    const source = 'a\n{{#missing}}\nsend:\n\n{{missing}}\n\n{{/missing}}\n{{#key}}\nkey\n{{/key}}\nb\n';
    expect(filled(source, 'text')).toBe('a\nsend:\n\n- the <steps>\n- the product\n\nb\n');
    const nothing = { ...FACTS, sections: { ...FACTS.sections, missing: false } };
    expect(filled(source, 'text', nothing)).toBe('a\nb\n');
  });

  it('escapes every fact in HTML', () => {
    expect(filled('<p>{{team}}</p><a href="{{policyUrl}}">x</a><ul>{{missing}}</ul>', 'html')).toBe(
      '<p>&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;</p><a href="https://example.test/?a=1&amp;b=2">x</a><ul><li>the &lt;steps&gt;</li><li>the product</li></ul>',
    );
  });

  it('does not fill in what a fact holds', () => {
    const facts = { ...FACTS, values: { ...FACTS.values, team: '{{number}}' } };
    expect(filled('{{team}}', 'text', facts)).toBe('{{number}}\n');
  });

  it('breaks long lines, an item under its words', () => {
    expect(filled(`- ${'word '.repeat(20)}end`, 'text')).toBe(
      `- ${'word '.repeat(14).trim()}\n  ${'word '.repeat(6)}end\n`,
    );
  });

  it.each([
    ['a word of the report', '{{summary}}', 'names the placeholder {{summary}}'],
    ['the subject', '{{ subject }}', 'names the placeholder {{subject}}'],
    ['the reporter', '{{reporter.name}}', 'names the placeholder {{reporter.name}}'],
    ['a placeholder in other letters', '{{Number}}', 'names the placeholder {{Number}}'],
    ['a member of every object', '{{constructor}}', 'names the placeholder {{constructor}}'],
    ['nothing', '{{}}', 'names the placeholder {{}}'],
    ['unescaped facts', '{{&team}}', 'names the placeholder {{&team}}'],
    ['another file', '{{>partial}}', 'names the placeholder {{>partial}}'],
    ['a section that is none', '{{#description}}x{{/description}}', 'names the section {{#description}}'],
    ['a section that stays open', '{{#key}}x', 'does not close {{#key}}'],
    ['a section closed by another', '{{#key}}x{{/missing}}', 'closes {{/missing}}, which is not open'],
    [
      'a section inside a section',
      '{{#key}}{{#missing}}{{/missing}}{{/key}}',
      'opens {{#missing}} inside {{#key}}',
    ],
    ['half a placeholder', 'x {{number} y', 'holds "{{" or "}}" outside of a placeholder'],
  ])('that asks for %s is refused, and what is allowed is named', (_name, source, what) => {
    const { code, message } = failure(() => filled(source, 'text'));
    expect(code).toBe('config');
    expect(message).toContain(`The template receipt.en.txt ${what}`);
    expect(message).toContain('{{answerBy}}');
  });

  it('of a megabyte is read within a second', () => {
    const start = processorTime();
    for (const filling of ['{', '{{', '}', '{{#key}}{{/key}}', '{{number}}', '\n{{#key}} \n'])
      try {
        filled(filling.repeat(100_000), 'text');
      } catch {
        // Refused is well too.
      }
    expect(processorTime() - start).toBeLessThan(10_000);
  });
});

describe("an operator's templates", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('stand in the place of ours, one by one', () => {
    writeFileSync(join(folder, 'receipt.de.txt'), 'Eigenes zu {{number}}\r\n');
    writeFileSync(join(folder, 'receipt.de.html'), '<p>Eigenes</p>');
    const { receipt } = loadTemplates(folder);
    expect(fillTemplate(receipt.de.text, FACTS)).toBe('Eigenes zu TS-2026-0001\n');
    expect(fillTemplate(receipt.de.html, FACTS)).toContain('<p>Eigenes</p>');
    expect(fillTemplate(receipt.en.text, FACTS)).toContain('Your report is on record as TS-2026-0001');
  });

  it('are text and HTML, so that no reader sees our words beside theirs', () => {
    writeFileSync(join(folder, 'receipt.de.txt'), 'Eigenes zu {{number}}\n');
    expect(failure(() => loadTemplates(folder)).message).toContain('has no receipt.de.html beside it');
  });

  it('are refused at once where one has a name that no template has', () => {
    writeFileSync(join(folder, 'reciept.en.txt'), 'Hello');
    expect(failure(() => loadTemplates(folder)).message).toContain(
      'reciept.en.txt is the name of no template',
    );
  });

  it('are refused at once where one asks for words of a report', () => {
    writeFileSync(join(folder, 'question.en.html'), '<p>{{description}}</p>');
    expect(failure(() => loadTemplates(folder)).message).toContain(join(folder, 'question.en.html'));
  });

  it('for follow-ups know the number alone', () => {
    writeFileSync(join(folder, 'follow-up.en.txt'), '{{missing}}');
    expect(failure(() => loadTemplates(folder)).message).toContain('names the placeholder {{missing}}');
  });

  it('in a folder that is not there, or that can not be read, are named', () => {
    expect(failure(() => loadTemplates(join(folder, 'none'))).message).toContain('which is no folder');
    mkdirSync(join(folder, 'receipt.en.txt'));
    expect(failure(() => loadTemplates(folder)).message).toContain(join(folder, 'receipt.en.txt'));
  });
});

it('a follow-up is answered with our number and nothing else', () => {
  const responder = {
    name: 'Team',
    address: 'support@example.test',
    policyUrl: 'https://example.test/policy',
    timeZone: 'UTC',
    acknowledgeWorkingDays: 1,
    disclosureDays: 90,
    keyFingerprint: null,
  };
  const { subject, text } = followUpWords('TS-2026-0001', 'en', responder, loadTemplates(null));
  expect(subject).toBe('[TS-2026-0001] We have added your mail');
  expect(text).toContain('Your mail was added to report TS-2026-0001');
});
