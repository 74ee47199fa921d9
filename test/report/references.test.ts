import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ITEMS } from '../../src/report/limits.js';
import { referencesIn } from '../../src/report/references.js';

const values = (text: string) => referencesIn(text).taken.map(found => found.value);

describe('a reference is read', () => {
  it.each([
    ['without the full stop', 'See https://docs.acme.example/a.', ['https://docs.acme.example/a']],
    ['with its own parentheses', '(https://docs.acme.example/a_(b))', ['https://docs.acme.example/a_(b)']],
    ['from angle brackets', '<https://acme.example/x>, more', ['https://acme.example/x']],
    ['from a Markdown link', '[advisory](https://acme.example/x), more', ['https://acme.example/x']],
    [
      'from two Markdown links that touch',
      '[a](https://acme.example/x)[b](https://acme.example/y)',
      ['https://acme.example/x', 'https://acme.example/y'],
    ],
    [
      'from a numbered list',
      '[1] https://acme.example/x\n[2] https://acme.example/y',
      ['https://acme.example/x', 'https://acme.example/y'],
    ],
    ['from a link turned to text', 'advisory [https://acme.example/x] more', ['https://acme.example/x']],
    [
      'from a list with commas',
      'https://acme.example/x,https://acme.example/y',
      ['https://acme.example/x', 'https://acme.example/y'],
    ],
    [
      'up to what turns the direction of writing',
      'https://acme.example/a\u202egpj.exe',
      ['https://acme.example/a'],
    ],
    ['from bold type', '**https://acme.example/x**', ['https://acme.example/x']],
    [
      'from a command',
      "curl -s 'https://api.acme.example/v2/users?id=1' \\",
      ['https://api.acme.example/v2/users?id=1'],
    ],
    ['with a placeholder', 'GET https://api.acme.example/v2/{id}/x', ['https://api.acme.example/v2/{id}/x']],
    [
      'with another address in its query',
      'https://acme.example/?next=https://evil.example/',
      ['https://acme.example/?next=https://evil.example/'],
    ],
    [
      'whole over lines in angle brackets',
      '<https://acme.example/a/very/\n  long/path>',
      ['https://acme.example/a/very/long/path'],
    ],
    ['whole over lines after "URL:"', '<URL:https://acme.example/a/\nb>', ['https://acme.example/a/b']],
    ['to its line’s end without brackets', 'https://acme.example/a/\nb', ['https://acme.example/a/']],
    [
      'apart from a second one in brackets',
      '<https://acme.example/a\nhttps://acme.example/b>',
      ['https://acme.example/a', 'https://acme.example/b'],
    ],
    [
      'on a public network by number',
      'http://203.0.113.7:8080/x and http://[2001:db8::1]/',
      ['http://203.0.113.7:8080/x', 'http://[2001:db8::1]/'],
    ],
    [
      'though it is about credit cards',
      'Credits can be stolen at https://shop.example/credits',
      ['https://shop.example/credits'],
    ],
    [
      'though it is about confidential papers',
      'Confidential papers open at https://acme.example/p',
      ['https://acme.example/p'],
    ],
    [
      'of a writer’s post',
      'My blog post explains it: https://blog.example/post',
      ['https://blog.example/post'],
    ],
    ['once', 'https://acme.example/ and https://acme.example/', ['https://acme.example/']],
  ])('%s', (_name, text, expected) => {
    expect(values(text)).toEqual(expected);
  });
});

describe('an address is no reference', () => {
  it.each([
    ['on the own machine', 'http://localhost:8080/', 'address on a private network'],
    ['on a loopback address', 'http://127.1/', 'address on a private network'],
    ['on a private network', 'http://192.168.0.5/a', 'address on a private network'],
    ['of cloud metadata', 'http://169.254.169.254/latest', 'address on a private network'],
    ['on an inner IPv6 network', 'http://[fd00::1]/', 'address on a private network'],
    ['on an inner name', 'http://db.internal/', 'address on a private network'],
    ['on a name without a domain', 'http://intranet/', 'name without a domain'],
    ['of the attacker', 'https://evil.example/cb', "host that plays the attacker's"],
    ['of an evil site', 'https://evil-site.example/cb', "host that plays the attacker's"],
    ['of a service for call-backs', 'https://abc.oast.fun/', "host that plays the attacker's"],
    ['behind a user name', 'https://acme.example@attacker.example/', "host that plays the attacker's"],
    ['in a disclaimer', 'This mail is confidential, see https://law.example/', 'link of a disclaimer'],
    ['to unsubscribe', 'https://list.example/unsubscribe?u=1', 'link to unsubscribe'],
    [
      'in a wish for credit',
      'Please credit me as Ada (https://ada.example).',
      'page named in a wish for credit',
    ],
    ['under credit', 'Credit: Ada Quill, https://ada.example', 'page named in a wish for credit'],
    [
      'under a heading of credit',
      '## Credit\n\nAda Quill https://ada.example',
      'page named in a wish for credit',
    ],
    ['for credit', 'For credit: Ada, https://ada.example', 'page named in a wish for credit'],
    ['where the reporter is found', 'Find me on https://social.example/ada', "reporter's own page"],
    ['of the reporter', 'My homepage: https://ada.example', "reporter's own page"],
    ['to the reporter’s key', 'My PGP key: https://ada.example/key.asc', 'link to a key'],
    ['on a key server', 'https://keys.openpgp.org/search?q=x', 'link to a key'],
  ])('%s', (_name, text, rule) => {
    expect(values(text)).toEqual([]);
    expect(referencesIn(text).passed.map(found => found.rule)).toEqual([rule]);
  });

  it('where no browser opens it, nor where it is for mail', () => {
    expect(referencesIn('http:// https://% mailto:a@acme.example')).toEqual({ taken: [], passed: [] });
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'https://',
      'acme.example',
      '/',
      '<',
      '>',
      '\n',
      '(',
      ')',
      '[',
      ']',
      ' ',
      '.',
      '{id}',
      'credit me as ',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );

  it('gives addresses that stand where they are said to', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = pieces.join('');
        const { taken, passed } = referencesIn(text);
        for (const { value, start, end } of [...taken, ...passed]) {
          expect(text.slice(start, end).replace(/\s+/g, '')).toBe(value);
          expect(URL.canParse(value)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    'http://',
    '<https://a.b/',
    '<https://a.b/\n',
    'https://a.b/ ',
    'https://evil.b/ ',
    '(https://',
    'https://a.b/(',
    'https://a.b/{a',
  ])(
    'of a megabyte of %j ends, and gives no more than a report holds',
    seed => {
      expect(referencesIn(seed.repeat(1_048_576 / seed.length)).taken.length).toBeLessThanOrEqual(MAX_ITEMS);
    },
    5000,
  );
});
