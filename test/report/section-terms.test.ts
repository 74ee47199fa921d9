import { describe, expect, it } from 'vitest';
import { foldWords } from '../../src/document/words.js';
import { SECTION_TERMS } from '../../src/report/section-terms.js';

const terms = Object.entries(SECTION_TERMS).flatMap(([section, languages]) =>
  Object.values(languages).flatMap(list => list.split(';').map(term => ({ section, term: foldWords(term) }))),
);

describe('the terms of sections', () => {
  it('are no empty words, which every line would hold', () => {
    expect(terms.filter(({ term }) => term === '')).toEqual([]);
  });

  it('belong to one section each', () => {
    const sections = new Map<string, Set<string>>();
    for (const { section, term } of terms) {
      sections.set(term, (sections.get(term) ?? new Set()).add(section));
    }
    const doubled = [...sections]
      .filter(([, names]) => names.size > 1)
      .map(([term, names]) => `${term}: ${[...names]}`);
    expect(doubled).toEqual([]);
  });
});
