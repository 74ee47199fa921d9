/** Steps in their original lines, as far as the report says where they stand. */
import { describe, expect, it } from 'vitest';
import { stepLines } from '../../src/digest/steps-text.js';
import type { Span } from '../../src/document/document.js';
import type { StoredWords } from '../../src/store/words.js';

function words(text: string, mail = 0, body = 0): StoredWords {
  const receivedAt = new Date('2026-11-24T12:00:00Z');
  return { mail, body, origin: 'cleartext', kind: 'plain', filename: null, text, receivedAt, sender: null };
}

function spansOf(text: string, ...stretches: string[]): Span[] {
  return stretches.map(stretch => {
    const start = text.indexOf(stretch);
    return { body: 0, start, end: start + stretch.length };
  });
}

const steps = (values: string[], text: string, spans: Span[], mail = 0) =>
  stepLines({ steps: values, where: { steps: { rule: 'r', mail, spans } } }, [words(text)]);

describe('the lines of a step', () => {
  it('are those of all its stretches, and of none of the next step', () => {
    const text = '1. Start it:\n   ```\n   a\n     b\n   ```\n2. Stop it.\n';
    const spans = spansOf(text, 'Start it:', 'a\n     b', 'Stop it.');
    expect(steps(['Start it: a b', 'Stop it.'], text, spans)).toEqual(['Start it:\na\n  b', 'Stop it.']);
  });

  it('lose the indent that a list gives them', () => {
    const text = '1. Start it\n   at once.\n';
    expect(steps(['Start it at once.'], text, spansOf(text, 'Start it\n   at once.'))).toEqual([
      'Start it\nat once.',
    ]);
  });

  it('keep the sign of a quotation between them, which the report leaves out', () => {
    const text = '> Start it\n> at once.\n';
    expect(steps(['Start it at once.'], text, spansOf(text, 'Start it\n> at once.'))).toEqual([
      'Start it\n> at once.',
    ]);
  });

  it('stay with the step before where they hold signs alone', () => {
    const text = 'Open it:\n{ }\nClose it.';
    const spans = spansOf(text, 'Open it:', '{ }', 'Close it.');
    expect(steps(['Open it: { }', 'Close it.'], text, spans)).toEqual(['Open it:\n{ }', 'Close it.']);
  });

  it.each<[string, string[], Span[], number]>([
    ['the stretches say something else', ['Start it.'], [{ body: 0, start: 0, end: 4 }], 0],
    ['there are too few of them', ['Open it. Close it.'], [{ body: 0, start: 0, end: 8 }], 0],
    ['they are of a text that is not kept', ['Open it.'], [{ body: 5, start: 0, end: 8 }], 0],
    ['they are of a mail that is not kept', ['Open it.'], [{ body: 0, start: 0, end: 8 }], 3],
    ['there are none', ['Open it.'], [], 0],
  ])('are folded where %s', (_name, values, spans, mail) => {
    expect(steps(values, 'Open it.\nClose it.', spans, mail)).toEqual(values);
  });

  it('are folded in a report that does not say where they stand', () => {
    expect(stepLines({ steps: ['Open it.'], where: {} }, [words('Open it.')])).toEqual(['Open it.']);
  });
});
