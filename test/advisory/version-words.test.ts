/** What people read of an advisory's versions. */
import { describe, expect, it } from 'vitest';
import { versionWords } from '../../src/advisory/version-words.js';

describe('versions for people', () => {
  it.each([
    ['vers:generic/>=3.1|<=3.4', '3.1 to 3.4'],
    ['vers:pypi/>=2|<3', '2 to before 3'],
    ['vers:pypi/>2|<3', 'after 2 to before 3'],
    ['vers:pypi/<2.4.1', 'before 2.4.1'],
    ['vers:pypi/<=2.4', 'up to 2.4'],
    ['vers:pypi/>=2', '2 and later'],
    ['vers:pypi/>2', 'after 2'],
    ['vers:pypi/<1.2|>=2.0|<2.4', 'before 1.2, or 2.0 to before 2.4'],
    ['vers:pypi/1.0|>=2.0|<2.4|3.1', '1.0, or 2.0 to before 2.4, or 3.1'],
    ['vers:pypi/>=2.0|!=2.2|<2.4', '2.0 to before 2.4, but not 2.2'],
    ['vers:pypi/!=2.2|!=2.3', 'all versions, but not 2.2 and not 2.3'],
    ['vers:deb/1%3A2.4', '1:2.4'],
    ['vers:all/*', 'all versions'],
    ['vers:pypi/*', 'all versions'],
    ['vers:pypi/>=what|ever<', 'vers:pypi/>=what|ever<'],
    ['vers:', 'vers:'],
    ['up to 2.4', 'up to 2.4'],
    ['the nightly of May', 'the nightly of May'],
    ['2.4.1', '2.4.1'],
  ])('%s is read as "%s"', (line, words) => {
    expect(versionWords(line)).toBe(words);
  });
});
