/** Which Authentication-Results fields count, and what they say: RFC 8601 §2.2, §2.5 and §5. */
import { describe, expect, it } from 'vitest';
import { readAuthentication } from '../../src/message/authentication-results.js';
import { readHeader } from '../../src/message/header.js';
import type { Authentication } from '../../src/message/message.js';
import { processorTime } from '../processor-time.js';
import { personMail } from './mails.js';

const OURS = 'Received: from mail.quill.example (mail.quill.example [192.0.2.1]) by mx.acme.example; now';
const THEIRS = 'Received: from laptop by mail.quill.example; earlier';

async function readingOf(header: readonly string[], authservId: string | null = 'mx.acme.example') {
  const { fields } = await readHeader(personMail(header));
  return readAuthentication(fields, authservId);
}

const results = (
  dmarc: string | null,
  spf: string | null = null,
  dkim: string | null = null,
): Authentication => ({
  dmarc,
  spf,
  dkim,
});

const FAIL = 'Authentication-Results: mx.acme.example; dmarc=fail (p=none) header.from=quill.example';
const PASS = 'Authentication-Results: mx.acme.example; dmarc=pass header.from=quill.example';

const TRUSTED: readonly (readonly [string, readonly string[], Authentication])[] = [
  [
    'all three results in one field',
    [
      'Authentication-Results: mx.acme.example; spf=pass smtp.mailfrom=ada@quill.example;',
      ' dkim=fail reason="bad; dkim=pass" header.d=quill.example; dmarc=fail (p=reject; dis=none) header.from=quill.example',
    ],
    results('fail', 'pass', 'fail'),
  ],
  ['a field above our Received', [FAIL, OURS, THEIRS], results('fail')],
  ['a field below our Received, as Gmail places it', [OURS, FAIL, THEIRS], results('fail')],
  [
    'a field below a hop that names an address, as Gmail writes it',
    ['Received: by 2002:a05:6402:5206:b0:5d1:1234:5678 with SMTP id x; now', OURS, FAIL, THEIRS],
    results('fail'),
  ],
  [
    'a field below our inner hops',
    ['Received: from localhost by localhost; now', OURS, FAIL, THEIRS],
    results('fail'),
  ],
  [
    'a field between hops of another host of ours',
    ['Received: from mx by store.acme.example; now', FAIL, OURS],
    results('fail'),
  ],
  [
    'one field a check',
    [
      'Authentication-Results: mx.acme.example; spf=softfail',
      FAIL,
      'Authentication-Results: mx.acme.example; dkim=none',
      OURS,
    ],
    results('fail', 'softfail', 'none'),
  ],
  ['the topmost of two results', [FAIL, PASS, OURS], results('fail')],
  ['capitals', ['AUTHENTICATION-RESULTS: MX.ACME.EXAMPLE; DMARC=FAIL'], results('fail')],
  [
    'a version of field and method',
    ['Authentication-Results: mx.acme.example 1; dmarc/1 = fail'],
    results('fail'),
  ],
  [
    'comments everywhere',
    ['Authentication-Results: (x;(y)) mx.acme.example (z); (a) dmarc (b) = (c) fail (d)'],
    results('fail'),
  ],
  ['a quoted name', ['Authentication-Results: "mx.acme.example"; dmarc=fail'], results('fail')],
  [
    'a fold after every word',
    ['Authentication-Results:', ' mx.acme.example;', '\tdmarc=fail', ' header.from=q.example'],
    results('fail'),
  ],
  [
    'a signature that holds beside one that does not',
    ['Authentication-Results: mx.acme.example; dkim=fail; dkim=pass'],
    results(null, null, 'pass'),
  ],
  ['no result at all', ['Authentication-Results: mx.acme.example; none'], results(null)],
];

const IGNORED: readonly (readonly [string, readonly string[]])[] = [
  ['no such field', [OURS]],
  ['a field of another server', ['Authentication-Results: mail.quill.example; dmarc=pass']],
  ['a field without a name', ['Authentication-Results: dmarc=pass']],
  ['a name that only begins like ours', ['Authentication-Results: mx.acme.example.evil.example; dmarc=pass']],
  ['our name in a comment', ['Authentication-Results: (mx.acme.example) evil.example; dmarc=pass']],
  ['a version that is not there yet', ['Authentication-Results: mx.acme.example 2; dmarc=pass']],
  ['a field that came in with the mail', [OURS, THEIRS, PASS]],
  ['a field below a Received without "by"', ['Received: whatever; now', PASS]],
  [
    'a field below a Received with us in a comment',
    ['Received: from a (by mx.acme.example) by evil.example; now', PASS],
  ],
];

describe('of Authentication-Results', () => {
  it.each(TRUSTED)('%s is read', async (_name, header, expected) => {
    expect(await readingOf(header)).toEqual(expected);
  });

  it.each(IGNORED)('%s counts for nothing', async (_name, header) => {
    expect(await readingOf(header)).toBeNull();
  });

  it('nothing is trusted where no name is configured', async () => {
    expect(await readingOf([PASS], null)).toBeNull();
  });

  it('a result that the sender wrote below ours changes nothing', async () => {
    expect(await readingOf([FAIL, OURS, PASS, PASS])).toEqual(results('fail'));
  });

  it('a megabyte is read within a second', async () => {
    for (const filling of ['(', '\\', '"a', ';dkim=fail', '; x', 'by a '])
      for (const name of ['Authentication-Results: mx.acme.example;', 'Received: ']) {
        const fields = [
          {
            name: name.split(':')[0]?.toLowerCase() ?? '',
            value: `${name.split(': ')[1] ?? ''}${filling.repeat(200_000)}`,
          },
        ];
        const start = processorTime();
        readAuthentication(fields, 'mx.acme.example');
        expect(processorTime() - start).toBeLessThan(10_000);
      }
  });
});
