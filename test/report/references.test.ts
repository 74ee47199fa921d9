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
      'http://93.184.216.34:8080/x and http://[2001:db8::1]/',
      ['http://93.184.216.34:8080/x', 'http://[2001:db8::1]/'],
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
    ['to unsubscribe', 'https://list.example/unsubscribe?u=1', 'link to unsubscribe or to a ticket'],
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

describe('an address that is only used in an attack is no reference', () => {
  it.each([
    [
      'in an external entity',
      '<!ENTITY % x SYSTEM "http://files.quill.example/e.dtd">',
      'value inside a payload',
    ],
    [
      'in the source of a script',
      '<script src="https://files.quill.example/x.js">',
      'value inside a payload',
    ],
    ['in an element', '<projectUrl>https://files.quill.example/</projectUrl>', 'value inside a payload'],
    ['in a body', '{"callbackUrl": "https://files.quill.example/"}', 'value inside a payload'],
    ['of a redirect', 'Location: https://files.quill.example/', 'value inside a payload'],
    ['of a proxy', 'export HTTPS_PROXY=http://px.quill.example:3128', 'value inside a payload'],
    ['of an own server', 'Put the file on your own server, say https://files.quill.example/x', null],
    [
      'of an eigener Server',
      'Die Datei liegt auf einem eigenen Server (https://files.quill.example/x).',
      null,
    ],
    ['of a serveur', "Le fichier est sur un serveur de l'attaquant : https://files.quill.example/x", null],
    ['of a servidor', 'Se deja en un servidor propio, https://files.quill.example/x', null],
    [
      'of a host someone controls',
      'point it to a host that you control, https://files.quill.example/x',
      null,
    ],
    ['at a documentation address', 'it loads http://198.51.100.4/e.dtd', 'address on a private network'],
    ['with a German attacker’s name', 'http://angreifer.example/x', "host that plays the attacker's"],
    ['with a French attacker’s name', 'http://attaquant.example/x', "host that plays the attacker's"],
  ])('%s', (_name, text, rule) => {
    expect(values(text)).toEqual([]);
    expect(referencesIn(text).passed[0]?.rule).toBe(rule ?? "host that words call the attacker's");
  });

  it.each([
    'An attacker requests https://app.acme.example/admin',
    'Ein Angreifer ruft https://app.acme.example/admin auf',
    '{"see": "https://app.acme.example/admin"}',
  ])('but is one where an attacker calls it: %s', text => {
    expect(values(text)).toEqual(['https://app.acme.example/admin']);
  });
});

describe('a link of the mail’s own machinery is no reference', () => {
  it.each([
    'Sent with Mail Co (https://mail.example/home) secure email.',
    'Envoyé avec https://mail.example/',
    'This email is a service from Acme. View the ticket: https://desk.example/t/48',
    'https://helpdesk.acme.example/tickets/48213',
    'https://lists.acme.example/mailman/listinfo/security',
    'Our disclosure policy is at https://quill.example/vdp',
    'La política de divulgación figura en https://quill.example/divulgacion.',
    'Die Offenlegungsrichtlinie steht unter https://quill.example/regeln',
    'factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)',
    'The namespace http://www.w3.org/2001/XMLSchema is missing',
    'http://cache.lan:5071/x',
  ])('%s', text => {
    expect(values(text)).toEqual([]);
  });
});

describe('what the reporter hosts', () => {
  const own = (text: string) => referencesIn(text, 'quill.example').taken.map(found => found.value);

  it('is no reference in passing', () => {
    expect(own('Then open https://x.quill.example/a in the browser')).toEqual([]);
  });

  it.each(['Details: https://quill.example/a', '- https://quill.example/a', 'siehe https://quill.example/a'])(
    'is one where words lead to it or it opens its line: %s',
    text => {
      expect(own(text)).toEqual(['https://quill.example/a']);
    },
  );
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
