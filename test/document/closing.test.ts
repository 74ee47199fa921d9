import { describe, expect, it } from 'vitest';
import { roles } from './outline.js';

const letter = 'letter: It leaks.';

describe('a greeting', () => {
  it.each([
    ['stands apart', 'Hi,\n\nIt leaks.', ['greeting: Hi,', letter]],
    ['stands without a comma', 'Hello\n\nIt leaks.', ['greeting: Hello', letter]],
    ['may have the report on its line', 'Hi all, It leaks.', ['greeting: Hi all,', letter]],
    ['may end with an exclamation mark', 'Hi! It leaks.', ['greeting: Hi!', letter]],
    ['may have the report on the next line', 'Dear team,\nIt leaks.', ['greeting: Dear team,', letter]],
    ['may have a comma inside', 'Hello, dear team,\n\nIt leaks.', ['greeting: Hello, dear team,', letter]],
    [
      'may take two lines',
      'Sehr geehrte Damen und Herren,\nliebes Team,\n\nIt leaks.',
      ['greeting: Sehr geehrte Damen und Herren, / liebes Team,', letter],
    ],
    ['may name only whom it is for', 'Team,\n\nIt leaks.', ['greeting: Team,', letter]],
  ])('%s', (_name, text, expected) => {
    expect(roles(text)).toEqual(expected);
  });

  it.each([
    'All versions up to 1.2 leak',
    'Team policy is wrong here',
    'Werte werden nicht geprüft',
    'History leaks',
  ])('is not "%s"', text => {
    expect(roles(`${text}\n\nBest\nAda`)[0]).toBe(`letter: ${text}`);
  });
});

describe('a farewell', () => {
  it.each([
    ['takes the lines below it', 'Best\nAda', ['farewell: Best / Ada']],
    ['may have the name on its line', 'Regards, Ottoline', ['farewell: Regards, Ottoline']],
    [
      'may have a place on its line',
      'Viele Grüße aus Mainz\nOtto',
      ['farewell: Viele Grüße aus Mainz / Otto'],
    ],
    [
      'may be long',
      "Veuillez agréer, Madame, l'expression de mes salutations",
      ["farewell: Veuillez agréer, Madame, l'expression de mes salutations"],
    ],
    ['may be of the device', 'Sent from my phone', ['farewell: Sent from my phone']],
    ['may be the name alone', 'Ada', ['farewell: Ada']],
    ['may be the name behind a dash', '– Ada Quill', ['farewell: Ada Quill']],
    [
      'ends above a postscript',
      'Best\nAda\n\nP.S. It leaks there too.',
      ['farewell: Best / Ada', 'letter: P.S. It leaks there too.'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(roles(`It leaks.\n\n${text}`)).toEqual([letter, ...expected]);
  });

  it.each([
    ["somebody else's name", 'Bob', 'letter: Bob'],
    ['a word above code', 'Best\n```\na\n```', 'letter: Best'],
    ['a long sentence of thanks', `Thanks for ${'all of it and '.repeat(12)}more`, 'letter: Thanks for'],
    ['a word far above the end', `Thanks\n\n${'It leaks.\n\n'.repeat(20)}`, 'letter: Thanks'],
  ])('is not %s', (_name, text, start) => {
    expect(roles(`It leaks.\n\n${text}`)[1]?.slice(0, start.length)).toBe(start);
  });
});

describe('a signature', () => {
  it('stands below "-- " of RFC 3676', () => {
    expect(roles('It leaks.\n-- \nAda\nQuill Ltd')).toEqual([letter, 'signature: -- / Ada / Quill Ltd']);
  });

  it('stands below the last of several', () => {
    expect(roles('a\n-- \nb\n-- \nc').at(-1)).toBe('signature: -- / c');
  });

  it('is not in code', () => {
    expect(roles('a\n\n```\n--\nb\n```')).toEqual(['letter: a', 'letter: -- / b']);
  });
});

describe('a disclaimer', () => {
  const text = 'This mail is confidential and for its recipient.';

  it.each([
    ['stands last', `It leaks.\n\n${text}`, [letter, `disclaimer: ${text}`]],
    [
      'stands below a signature',
      `It leaks.\n-- \nAda\n\n${text}`,
      [letter, 'signature: -- / Ada', `disclaimer: ${text}`],
    ],
    [
      'is a link below a farewell',
      'It leaks.\n\nBest\nAda\n\nPrivacy policy: https://q.example',
      [letter, 'farewell: Best / Ada', 'disclaimer: Privacy policy: https://q.example'],
    ],
  ])('%s', (_name, mail, expected) => {
    expect(roles(mail)).toEqual(expected);
  });

  it('is not the report, whatever it is about', () => {
    const report = 'The unsubscribe link leaks tokens.';
    expect(roles(`${report}\n\nBest\nAda`)).toEqual([`letter: ${report}`, 'farewell: Best / Ada']);
  });
});
