/** Which subjects carry the trigger, and which hide what they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSubject, foldSubject, hasTriggerPhrase, isHiddenSubject } from '../../src/mailbox/subject.js';
import { processorTime } from '../processor-time.js';

const PHRASE = 'Security Alert';

const TRIGGERING: readonly (readonly [string, string])[] = [
  ['as it stands', 'Security Alert'],
  ['in front', 'Security Alert: open redirect'],
  ['in the middle', 'A new Security Alert for you'],
  ['in lower case', 'security alert'],
  ['in upper case', 'SECURITY ALERT'],
  ['as a tag', '[Security Alert] open redirect'],
  ['behind Re:', 'Re: Security Alert'],
  ['behind AW:', 'AW: Security Alert'],
  ['behind Fwd:', 'Fwd: FW: Security Alert'],
  ['behind a list tag', '[psirt] Re: [ext] Security Alert'],
  ['hyphenated', 'Security-Alert'],
  ['with a non-breaking hyphen', 'Security\u2011Alert'],
  ['with an en dash', 'Security \u2013 Alert'],
  ['with a minus sign', 'Security\u2212Alert'],
  ['with an underscore', 'security_alert'],
  ['with two spaces', 'Security  Alert'],
  ['with a tab', 'Security\tAlert'],
  ['with a non-breaking space', 'Security\u00a0Alert'],
  ['with an ideographic space', 'Security\u3000Alert'],
  ['with a line break', 'Security\r\n Alert'],
  ['full-width', '\uff33\uff45\uff43\uff55\uff52\uff49\uff54\uff59\u3000\uff21\uff4c\uff45\uff52\uff54'],
  [
    'in mathematical letters',
    '\u{1d412}\u{1d41e}\u{1d41c}\u{1d42e}\u{1d42b}\u{1d422}\u{1d42d}\u{1d432} Alert',
  ],
  ['with a soft hyphen', 'Secu\u00adrity Alert'],
  ['with a zero-width space', 'Security\u200b Alert'],
  ['with a zero-width joiner', 'Sec\u200durity Alert'],
  ['with a byte order mark', '\ufeffSecurity Alert'],
  ['with a direction mark', 'Security\u200e Alert\u202c'],
  ['with an Arabic letter mark', 'Secu\u061crity Alert'],
  ['with a combining grapheme joiner', 'Secu\u034frity Alert'],
  ['with a variation selector', 'Security\ufe0f Alert'],
  ['with tag characters', 'Secu\u{e0041}rity Alert'],
  ['as the beginning of a longer word', 'Security Alerting is broken'],
];

const OTHERS: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['the words apart', 'Security news: no Alert'],
  ['the words in the other order', 'Alert Security'],
  ['half of it', 'Security'],
  ['the words run together', 'SecurityAlert'],
  ['letters of another script', 'Sесurity Alеrt'],
  ['the phrase beyond 4096 characters', `${'x'.repeat(5000)} Security Alert`],
];

describe('the trigger is found', () => {
  it.each(TRIGGERING)('%s', (_name, subject) => {
    expect(hasTriggerPhrase(subject, PHRASE)).toBe(true);
  });

  it.each([
    ['in Q encoding', '=?utf-8?Q?Security_Alert?='],
    ['in B encoding', '=?utf-8?B?U2VjdXJpdHkgQWxlcnQ=?='],
    ['in Latin-1 with a non-breaking space', '=?iso-8859-1?q?Security=A0Alert?='],
    ['in UTF-16', `=?utf-16be?B?${Buffer.from('Security Alert', 'utf16le').swap16().toString('base64')}?=`],
    ['split between two encoded words', '=?utf-8?q?Secu?= =?utf-8?q?rity_Alert?='],
    ['split within a character', '=?utf-8?b?7w==?= =?utf-8?b?vLNlY3VyaXR5IEFsZXJ0?='],
    ['half encoded', 'Security =?utf-8?q?Alert?='],
    ['with a language tag', '=?utf-8*en?q?Security_Alert?='],
    ['behind ten thousand empty encoded words', `${'=?utf-8?q??= '.repeat(10_000)}Security Alert`],
  ])('encoded: %s', (_name, value) => {
    expect(hasTriggerPhrase(decodeSubject(value), PHRASE)).toBe(true);
  });

  it('whatever spelling the configured phrase has', () => {
    expect(hasTriggerPhrase('security alert', ' SECURITY\u00a0-\u00a0Alert ')).toBe(true);
  });
});

describe('the trigger is not found', () => {
  it.each(OTHERS)('in %s', (_name, subject) => {
    expect(hasTriggerPhrase(subject, PHRASE)).toBe(false);
  });

  it.each(['', ' ', '-', '\u00ad'])('where the phrase is %j, which would find everything', phrase => {
    expect(hasTriggerPhrase('Security Alert', phrase)).toBe(false);
  });
});

describe('a subject hides what it is', () => {
  it.each([
    '',
    ' ',
    '...',
    '…',
    '[...]',
    '[…]',
    'Re: ...',
    'AW: [...]',
    'Re: [list] ...',
    'p≡p',
    'Encrypted Message',
    'encrypted message',
    'Encrypted subject',
    '[Encrypted Email]',
    'Re: Encrypted Message',
    'Verschlüsselte Nachricht',
    'Verschlüsselte E-Mail',
    '(no subject)',
    'Fwd: (no subject)',
  ])('as %j', subject => {
    expect(isHiddenSubject(subject)).toBe(true);
  });

  it.each(['Hello', 'Encrypted message for you', 'Lunch ...', 'Re: Invoice', '[list] Invoice', 'pepper'])(
    'but not as %j',
    subject => {
      expect(isHiddenSubject(subject)).toBe(false);
    },
  );
});

describe('any subject at all', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ maxLength: 200 }),
    fc
      .array(
        fc.constantFrom('=?', '?=', 'utf-8', '?q?', '?B?', 'Re:', '[', ']', ' ', '\ud800', 'İ', 'ß', '=A0'),
        {
          maxLength: 60,
        },
      )
      .map(parts => parts.join('')),
  );

  it('never throws, and folds to a bounded line that folding leaves alone', () => {
    fc.assert(
      fc.property(anything, subject => {
        const folded = foldSubject(decodeSubject(subject));
        expect(folded.length).toBeLessThanOrEqual(4096 * 18);
        expect(folded).not.toMatch(/[\u0000-\u001f\u007f-\u009f]| {2}|^ | $/);
        expect(foldSubject(folded)).toBe(folded);
        hasTriggerPhrase(subject, PHRASE);
        isHiddenSubject(subject);
      }),
      { numRuns: 2000, seed: 20261124 },
    );
  });

  it('triggers in every case and width, with anything around it', () => {
    const spelling = fc
      .array(
        fc.constantFrom<(letter: string) => string>(
          letter => letter,
          letter => letter.toUpperCase(),
          letter => letter.toLowerCase(),
          letter => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0),
          letter => `\u00ad${letter}`,
        ),
        { minLength: 13, maxLength: 13 },
      )
      .map(styles => [...'SecurityAlert'].map((letter, i) => styles[i]?.(letter) ?? letter))
      .map(letters => `${letters.slice(0, 8).join('')} ${letters.slice(8).join('')}`);
    fc.assert(
      fc.property(
        fc.string({ maxLength: 50 }),
        spelling,
        fc.string({ maxLength: 50 }),
        (before, words, after) => {
          expect(hasTriggerPhrase(`${before} ${words} ${after}`, PHRASE)).toBe(true);
        },
      ),
      { numRuns: 500, seed: 20261124 },
    );
  });

  it.each([
    ['a million spaces', ' '.repeat(1_000_000)],
    ['a million reply marks', 'Re: '.repeat(250_000)],
    ['a million brackets', '['.repeat(1_000_000)],
    ['a million encoded word openings', '=?utf-8?q?'.repeat(100_000)],
    ['the ligature that NFKC makes eighteen letters of', '\ufdfa'.repeat(100_000)],
  ])('of %s is judged within two seconds', (_name, subject) => {
    const start = processorTime();
    hasTriggerPhrase(decodeSubject(subject), PHRASE);
    isHiddenSubject(subject);
    expect(processorTime() - start).toBeLessThan(10_000);
  });
});
