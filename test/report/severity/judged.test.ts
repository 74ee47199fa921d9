import { expect, it } from 'vitest';
import { judgedSeverity } from '../../../src/report/severity/judged.js';

const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N';

it.each<[string, string, object | null]>([
  ['a word of the scale is one', 'High', { rating: 'high', score: null, vector: null }],
  ['none is a word of it', 'none', { rating: 'none', score: null, vector: null }],
  ['a whole vector is scored', VECTOR, { rating: 'high', score: 7.5, vector: VECTOR }],
  ['a vector with words beside it is not', `about ${VECTOR}`, null],
  ['two vectors are not', `${VECTOR} ${VECTOR}`, null],
  ['a vector that lacks a metric is not', VECTOR.replace('/A:N', ''), null],
  ['a number is not', '7.5', null],
  ['another word is not', 'urgent', null],
])('%s a judgement of the severity', (_name, text, expected) => {
  expect(judgedSeverity(text)).toEqual(expected);
});
