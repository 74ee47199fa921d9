import { describe, expect, it } from 'vitest';
import { lengthOfTime, timeLeft } from '../../../src/digest/formats/amounts.js';
import { DIGEST_FORMATS } from '../../../src/digest/formats/formats.js';
import { digestJson } from '../../../src/digest/formats/json.js';
import { saidReason, urgencyOf } from '../../../src/digest/formats/reason-words.js';
import { contentsSaying, everyReason, HOSTILE_WORDS } from '../hostile-contents.js';
import { ordinaryContents } from '../ordinary-contents.js';
import { emptyContents } from '../sample-contents.js';

describe.each(Object.entries(DIGEST_FORMATS))('the digest as %s', (_name, write) => {
  it('changes nothing in what it is given, and gives the same for the same', () => {
    const contents = ordinaryContents();
    const before = structuredClone(contents);
    expect(write(contents)).toBe(write(before));
    expect(contents).toEqual(before);
  });

  it('ends with a line end', () => {
    expect(write(emptyContents())).toMatch(/\n$/);
  });
});

it('JSON reads back as the same contents, and says nothing to a terminal', () => {
  const contents = contentsSaying(HOSTILE_WORDS.join(' ').toWellFormed());
  const json = digestJson(contents);
  expect(JSON.parse(json)).toEqual(contents);
  expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

it('every kind of reason has words of its own', () => {
  const labels = everyReason('words').map(reason => saidReason(reason).label);
  expect(new Set(labels).size).toBe(labels.length);
});

it('is as urgent as the most urgent of its reasons', () => {
  const [late, soon, , , unread] = everyReason('words');
  expect(urgencyOf([unread ?? late])).toBe('open');
  expect(urgencyOf([unread ?? late, soon ?? late])).toBe('soon');
  expect(urgencyOf([unread ?? late, soon ?? late, late])).toBe('late');
});

it.each([
  [0, '0 min'],
  [45 * 60_000, '45 min'],
  [5 * 3_600_000, '5 h'],
  [6.5 * 3_600_000, '6 h 30 min'],
  [47 * 3_600_000, '47 h'],
  [79 * 86_400_000, '79 days'],
])('%i ms are %s', (milliseconds, words) => {
  expect(lengthOfTime(milliseconds)).toBe(words);
});

it.each([
  [12, '12 days left'],
  [1, '1 day left'],
  [0, 'due today'],
  [-1, '1 day over'],
])('with %i days it is %s', (days, words) => {
  expect(timeLeft(days)).toBe(words);
});
