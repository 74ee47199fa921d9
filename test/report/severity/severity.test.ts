import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SeverityReading, severityIn } from '../../../src/report/severity/severity.js';

const V31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const V31_HIGH = 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H';
const V4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';
const V2 = 'AV:N/AC:L/Au:N/C:P/I:P/A:P';

const value = (text: string) => severityIn('', text).value;

describe('in all words, a rating is', () => {
  it.each([
    ['Severity: High', 'high'],
    ['**Severity:** high', 'high'],
    ['| Severity | Medium |', 'medium'],
    ['Severity - Critical', 'critical'],
    ['Severity: moderate', 'medium'],
    ["Severity (my view): I'd say high", 'high'],
    ["I'd say this is high severity.", 'high'],
    ['This is a critical-severity issue.', 'critical'],
    ['I would rate this as low.', 'low'],
    ['I consider it to be critical', 'critical'],
    ['The risk of this issue is high.', 'high'],
    ['The severity is high because no login is needed', 'high'],
    ['Severity: medium to high', 'medium'],
    ['Severity: informational', 'none'],
    ['Schweregrad: hoch', 'high'],
    ['Schweregrad: mittel', 'medium'],
    ['Die Lücke schätze ich als mittel ein.', 'medium'],
    ['Ich stufe das als kritisch ein.', 'critical'],
    ['Die Lücke ist wohl als hoch einzustufen.', 'high'],
    ['Ein hoher Schweregrad also.', 'high'],
    ['Gravité : élevée', 'high'],
    ['Sévérité : moyenne', 'medium'],
    ['Je considère cette faille comme critique.', 'critical'],
    ['Gravedad: alta', 'high'],
    ['Severidad: crítica', 'critical'],
    ['Gravité : e\u0301leve\u0301e', 'high'],
    ['I would call it low, since one has to be logged in.', 'low'],
    ['In my opinion medium.', 'medium'],
    ['Je dirais que la gravité est plutôt faible.', 'low'],
    ['Yo diría que es alta.', 'high'],
    ['Ich würde es als mittel einstufen.', 'medium'],
    ['##### Medium (Medium)\n\nDetails', 'medium'],
  ])('read from %j', (text, rating) => {
    expect(value(text)).toEqual({ vector: null, score: null, rating });
  });

  it.each([
    ['a word before another noun', 'The severity grows under high load.'],
    ['a word of nothing', 'High traffic, low memory, and a critical section in the code.'],
    ['a priority', 'Priority: P1'],
    ['a word of another scale', 'Sévérité : importante'],
    ['a metric in words', 'Attack complexity: low. User interaction: none. Confidentiality: high'],
    ['a metric of a vector', 'AC:H'],
    ['denied', 'The severity is not high.'],
    ['counted', 'The audit shows 3 high severity vulnerabilities.'],
    ['German for "no"', 'Ich habe keine Bewertung.'],
  ])('none where it is %s', (_name, text) => {
    expect(value(text)).toBeNull();
  });
});

describe('in all words, a score is', () => {
  it.each([
    ['CVSS 9.8', 9.8],
    ['CVSS: 7,5', 7.5],
    ['CVSS 3.1 Base Score: 9.8', 9.8],
    ['CVSSv3.1 score is 6.1', 6.1],
    ['CVSS v3: 8.8', 8.8],
    ['base score 7.5', 7.5],
    ['I get a score of 8', 8],
    ["I'd rate this 7.5/10", 7.5],
    ['CVSS score 4.0', 4],
    ['CVSS 10', 10],
    ['CVSS-Basiswert: 6,4', 6.4],
    ['Score CVSS : 5,3', 5.3],
    ['Score CVSS estimé : 5,3', 5.3],
    ['8.8/10 in my book', 8.8],
    ['about 7.5 out of 10', 7.5],
    ['CVSS ca. 8,1', 8.1],
    ['That is a 7.5 in CVSS, more or less', 7.5],
    ['Das wären 6,5 nach CVSS', 6.5],
    ['By my estimate 6.5', 6.5],
    ["J'obtiens 6,5.", 6.5],
    ['Ich komme auf 6,5.', 6.5],
    ['Le daría un 7,5.', 7.5],
  ])('read from %j', (text, score) => {
    expect(value(text)).toEqual({ vector: null, score, rating: null });
  });

  it.each([
    ['a version of CVSS', 'Scored with CVSS 3.1'],
    ['a version of CVSS after a v', 'CVSS v4.0'],
    ['above ten', 'CVSS 11'],
    ['of something else', 'The reputation score of 8 is shown to all.'],
    ['a release', 'Found in 2.4, fixed in 2.5'],
    ['a step', 'Step 3/10 of the wizard'],
    ['a date', 'CVSS published 10.11.2026'],
    ['a release before a word of severity', 'In ts-scan 2.4 high load ends the process'],
    ['a release that words get', 'I get 2.4 from the registry'],
  ])('none where it is %s', (_name, text) => {
    expect(value(text)).toBeNull();
  });
});

describe('score and word stand', () => {
  it.each([
    ['in parentheses after the vector', `Vector: ${V31_HIGH} (8.8, High)`, V31_HIGH, 8.8, 'high'],
    ['after it', `I rate this ${V31_HIGH} (8.8 high), CWE-502.`, V31_HIGH, 8.8, 'high'],
    ['after words', `I score it ${V31} which makes 9.8`, V31, 9.8, null],
    ['after the nomenclature of version 4', `CVSS-B 9.3 / ${V4}`, V4, 9.3, null],
    ['after an equals sign', `My own rating is ${V31} = 9.8.`, V31, 9.8, null],
    ['before it', `I get 7.5 (${V2}).`, V2, 7.5, null],
    ['before it with its word', `CVSS 9.8 Critical (${V31})`, V31, 9.8, 'critical'],
    ['nowhere', V31, V31, null, null],
    ['on the line of a label', `Score: 9.8\nVector: ${V31}\nSeverity: Critical`, V31, 9.8, 'critical'],
    ['apart from the versions around them', `In 2.4 I see ${V31}. Fixed in 2.5.`, V31, null, null],
    ['apart from a list that follows', `${V31}\n1. Log in\n2.1 Log out`, V31, null, null],
    ['in a wrapped vector', `${V31.replace('/S:', '/\nS:')} (9.8)`, V31, 9.8, null],
    ['beside each other', "I'd say 8.0, high.", null, 8, 'high'],
    ['in German parentheses', 'Das ist kein kleiner Fehler (7,4 hoch).', null, 7.4, 'high'],
    ['the word first', 'Diría que es alta (7,1).', null, 7.1, 'high'],
    ['behind an informal verb', 'i would call it high, 7.7', null, 7.7, 'high'],
    ['with a conclusion between', `${V31_HIGH} gives 8.8, so high. Enough.`, V31_HIGH, 8.8, 'high'],
    ['with a French one', `${V31_HIGH}, soit 8,8 selon mon calcul, gravité élevée.`, V31_HIGH, 8.8, 'high'],
    [
      'far off, as the very number of the vector',
      `Wir haben 8.8 beim Durchspielen erhalten, ${V31_HIGH}`,
      V31_HIGH,
      8.8,
      null,
    ],
    ['in "base score 7.5 (high)"', 'base score 7.5 (high)', null, 7.5, 'high'],
  ])('%s', (_name, text, vector, score, rating) => {
    expect(value(text)).toEqual({ vector, score, rating });
  });
});

describe('the severity section', () => {
  it.each([
    ['a bare word', 'High', { vector: null, score: null, rating: 'high' }],
    ['a bare number', '8', { vector: null, score: 8, rating: null }],
    ['a number and a word', '8.8 (High)', { vector: null, score: 8.8, rating: 'high' }],
    [
      'word, vector and more',
      `Medium, ${V31}, CWE-377 and CWE-59`,
      { vector: V31, score: null, rating: 'medium' },
    ],
    ['out of ten', '7/10', { vector: null, score: 7, rating: null }],
    ['nothing but none', 'None', { vector: null, score: null, rating: 'none' }],
    ['a word that is denied', 'Not critical, but high', { vector: null, score: null, rating: 'high' }],
    ['a number of steps', 'High, see step 3/10', { vector: null, score: null, rating: 'high' }],
    [
      'metrics in words',
      'Attack complexity: low\nOverall: high',
      { vector: null, score: null, rating: 'high' },
    ],
    [
      'prose',
      'An attacker with a low-privileged account takes over all of it, so critical.',
      { vector: null, score: null, rating: 'critical' },
    ],
  ])('may hold %s', (_name, stated, expected) => {
    expect(severityIn(stated, `Intro\n\n${stated}\n`).value).toEqual(expected);
  });

  it('wins over the rest of the report', () => {
    expect(severityIn(V31_HIGH, `${V4}\n${V31_HIGH}`).value?.vector).toBe(V31_HIGH);
  });

  it('leaves to the rest what it is silent about', () => {
    expect(severityIn('High', `High\n\nThe vector is ${V31_HIGH}, score 8.8`).value).toEqual({
      vector: V31_HIGH,
      score: 8.8,
      rating: 'high',
    });
  });
});

describe('of several vectors', () => {
  it('the newest valid one wins, with its own score', () => {
    const text = `CVSS 3.1: 9.8 (${V31})\nCVSS 4.0: 9.3 (${V4})\nCVSS 2: 7.5 (${V2})`;
    const reading = severityIn('', text);
    expect(reading.value).toEqual({ vector: V4, score: 9.3, rating: null });
    expect(reading.passed.filter(part => part.part === 'vector').map(part => part.value)).toEqual([V31, V2]);
    expect(reading.passed.filter(part => part.part === 'score').map(part => part.value)).toEqual([9.8, 7.5]);
  });

  it('a valid one wins over a newer one that is not', () => {
    expect(severityIn('', `${V4.replace('AV:N', 'AV:Q')} or ${V31}`).value?.vector).toBe(V31);
  });

  it('what follows a vector is its score before what precedes it', () => {
    expect(value(`${V31} 9.8\n${V4} 9.3`)).toEqual({ vector: V4, score: 9.3, rating: null });
  });
});

describe('what is said of a vulnerability that is compared with', () => {
  it.each([
    'This is similar to CVE-2021-44228 (CVSS 10.0, critical severity).',
    `It works like CVE-2021-44228, ${V31}.`,
  ])('does not count: %s', text => {
    const reading = severityIn('', text);
    expect(reading.value).toBeNull();
    expect(reading.passed[0]?.rule).toBe('said of another vulnerability');
  });

  it('leaves the own rating beside it', () => {
    expect(value("Similar to CVE-2021-44228 (CVSS 10.0), but I'd rate this as medium.")?.rating).toBe(
      'medium',
    );
  });
});

describe('the scoring of the stated vector', () => {
  const scoring = (text: string) => severityIn('', text).scoring;

  it('agrees with its own score and word', () => {
    expect(scoring(`${V31_HIGH} (8.8, High)`)).toEqual({
      version: '3.1',
      score: 8.8,
      rating: 'high',
      agrees: true,
      problem: null,
    });
  });

  it.each([
    ['another score', `${V31_HIGH} (9.8)`, false],
    ['another word', `${V31_HIGH} (critical)`, false],
    ['the right score and another word', `${V31_HIGH} (8.8, low)`, false],
    ['nothing', V31_HIGH, null],
    ['the base score of a vector with temporal metrics', `${V31}/E:U (9.8)`, true],
    ['its temporal score', `${V31}/E:U (9.0)`, true],
    ['another temporal score', `${V31}/E:U (8.9)`, false],
    ['the word of version 3 for one of version 2', 'Critical (10.0) AV:N/AC:L/Au:N/C:C/I:C/A:C', true],
    ['the word of the NVD for one of version 2', 'Severity: High, AV:N/AC:L/Au:N/C:C/I:C/A:C', true],
  ])('beside %s', (_name, text, agrees) => {
    expect(scoring(text)?.agrees).toBe(agrees);
  });

  it('names the problem of a vector without a score', () => {
    expect(scoring('CVSS:3.1/AV:N/AC:L (9.8)')).toEqual({
      version: '3.1',
      score: null,
      rating: null,
      agrees: null,
      problem: 'metric-missing',
    });
  });

  it('is none without a vector', () => {
    expect(scoring('Severity: high (8.8)')).toBeNull();
  });
});

function expectPlaces(reading: SeverityReading, stated: string, text: string) {
  for (const part of [...reading.at, ...reading.passed]) {
    const words = (part.within === 'stated' ? stated : text).slice(part.start, part.end);
    if (part.part === 'vector') expect(words.replace(/\s+/g, '')).toBe(part.value);
    if (part.part === 'score') expect(Number.parseFloat(words.replace(',', '.'))).toBe(part.value);
    if (part.part === 'rating') expect(words).toMatch(/^[\p{L}\p{M}]+$/u);
    expect(part.rule).not.toBe('');
  }
}

describe('any words', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...['Severity: ', 'high', ' critical ', 'CVSS ', '9.8', '7,5', '/10', '\n', '\n\n', '. ', V31, V4, V2],
      ...['similar to CVE-2021-44228 ', 'none', 'not ', 'load', 'schätze als ', '(', ') ', 'score of 8 '],
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const words = fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(''));

  it('give parts that stand where they are said to', () => {
    fc.assert(
      fc.property(words, words, (stated, text) => {
        const reading = severityIn(stated, text);
        expectPlaces(reading, stated, text);
        expect(reading.value === null).toBe(reading.at.length === 0);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    'high ',
    'Severity: high ',
    '9.8 ',
    'CVSS ',
    'a ',
    'similar to CVE-2021-44228 high ',
    `${V4} `,
    'AV:N/',
    'é',
    '. ',
  ])(
    'of a megabyte of %j are read in the end',
    seed => {
      const text = seed.repeat(1_048_576 / seed.length);
      expect(severityIn(text, text).passed.length).toBeLessThanOrEqual(50);
    },
    5000,
  );
});
