import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indicatorsIn } from '../../src/report/indicators.js';
import { MAX_ITEMS } from '../../src/report/limits.js';

const endpoints = (text: string) => indicatorsIn(text).endpoints.taken.map(found => found.value);
const hosts = (text: string) => indicatorsIn(text).hosts.map(found => found.value);

describe('an endpoint is read from', () => {
  it.each([
    ['a method and a path', 'Send POST /api/v2/projects as any user.', ['POST /api/v2/projects']],
    ['a request line', 'GET /login?next=/x HTTP/1.1\nHost: acme.example', ['GET /login']],
    ['the root of a request line', 'GET / HTTP/1.1', ['GET /']],
    ['a route', 'DELETE `/v2/projects/{id}` is not checked', ['DELETE /v2/projects/{id}']],
    ['a route with a colon', 'PUT /users/:id', ['PUT /users/:id']],
    ['a command', 'curl -X PATCH https://api.acme.example/v2/users/7?x=1', ['PATCH /v2/users/7']],
    [
      'a command with a header before its address',
      "curl -X POST -H 'A: b' https://api.acme.example/v2/jobs -d @x",
      ['POST /v2/jobs'],
    ],
    [
      'a command over lines',
      'curl https://api.acme.example/v2/jobs \\\n  --request DELETE',
      ['DELETE /v2/jobs'],
    ],
    ['a command without a method', 'curl https://api.acme.example/v2/jobs\nthen -X DELETE', ['/v2/jobs']],
    ['words between', 'a POST request to /login', ['POST /login']],
    ['a path of an interface', 'the answer of /api/users, too', ['/api/users']],
    ['a script', 'open /admin/upload.php', ['/admin/upload.php']],
    ['a name before the path', 'The endpoint /export returns all rows', ['/export']],
    ['a name after the path', 'the `/export` endpoint', ['/export']],
    ['a German name', 'der Endpunkt /ausgabe', ['/ausgabe']],
    ['the address of a reference', 'I called https://api.acme.example/v2/projects with it', ['/v2/projects']],
    ['the call before its bare path', 'POST /api/x, then /api/x again', ['POST /api/x']],
  ])('%s', (_name, text, expected) => {
    expect(endpoints(text)).toEqual(expected);
  });
});

describe('an endpoint is no', () => {
  it.each([
    ['file', 'cat /etc/passwd and /tmp/pwned and /home/alice/.ssh/authorized_keys'],
    ['file that words call a page', 'the page /etc/nginx/index.html and the url /tmp/v1/x'],
    ['alternative', 'and/or, read/write, GET / POST'],
    ['date', 'on 01/02/2026 or 2026/01/02'],
    ['vector', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['media type', 'Content-Type: application/json'],
    ['closing tag', '<script>alert(1)</script>'],
    ['climbing path', '../../../etc/passwd'],
    ['option', 'dir /s /help'],
    ['image of a container', 'trustsource/ts-scan:2.1.0'],
    ['page of a catalogue', 'https://cwe.mitre.org/data/definitions/79.html'],
    ['page of documentation', 'https://docs.acme.example/guide/api'],
    ['root', 'https://acme.example/'],
    ['call to an attacker', 'https://evil.example/collect'],
  ])('%s', (_name, text) => {
    expect(endpoints(text)).toEqual([]);
  });
});

describe('the hosts', () => {
  it('are those of references, each once, with their port', () => {
    expect(
      hosts('https://a.acme.example:8443/x, https://a.acme.example:8443/y, http://93.184.216.34/'),
    ).toEqual(['a.acme.example:8443', '93.184.216.34']);
  });

  it('are none that are private, an attacker’s or a public catalogue', () => {
    expect(
      hosts('http://10.0.0.1/ https://evil.example/ https://github.com/a/b https://nvd.nist.gov/x'),
    ).toEqual([]);
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'GET ',
      'POST ',
      '/',
      'api',
      '{id}',
      ':id',
      '<id>',
      ' ',
      '"',
      'https://',
      'a.b.example',
      'endpoint ',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );

  it('gives endpoints that stand where they are said to', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = pieces.join('');
        const { taken, passed } = indicatorsIn(text).endpoints;
        for (const { value, start, end } of [...taken, ...passed]) {
          const [first = '', path = first] = value.split(' ');
          const words = text.slice(start, end);
          expect(words.startsWith(first) || words.includes(path)).toBe(true);
          expect(words).toContain(path === '/' ? '' : path);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '/a',
    ' /a',
    'GET /',
    'GET /a ',
    '/api/',
    ' /api/x',
    `/${'a'.repeat(201)} `,
    'endpoint /a ',
    ' /{a',
  ])(
    'of a megabyte of %j ends, and gives no more than a report holds',
    seed => {
      const { endpoints: found } = indicatorsIn(seed.repeat(1_048_576 / seed.length));
      expect(found.taken.length).toBeLessThanOrEqual(2 * MAX_ITEMS);
    },
    5000,
  );
});
