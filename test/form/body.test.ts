/** A form's body is read whole or not at all, and whatever comes has an end. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ReadableStream } from 'node:stream/web';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadingRules, readBody } from '../../src/form/body.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const TYPE = 'multipart/form-data; boundary=b';
const MOST = 1_048_576;

/** Where there is room for all. */
const RULES: ReadingRules = {
  place: {
    keep: () => true,
    keepWords: () => true,
    drop: () => undefined,
    signal: new AbortController().signal,
  },
  mostBytes: MOST * 2,
  wordsAlone: false,
};

const read = (bytes: Uint8Array | string, type = TYPE, rules: Partial<ReadingRules> = {}) =>
  readBody(new Response(bytes as never).body as ReadableStream<Uint8Array>, type, null, {
    ...RULES,
    ...rules,
  });

const whole = async (bytes: Uint8Array | string, type = TYPE) => {
  const sent = await read(bytes, type);
  expect(sent.state).toBe('whole');
  return sent;
};

const part = (header: string, value: string) => `--b\r\n${header}\r\n\r\n${value}\r\n`;
const field = (name: string, value: string) => part(`Content-Disposition: form-data; name="${name}"`, value);
const END = '--b--\r\n';

/** As a browser and undici write it. */
async function written(form: FormData) {
  const response = new Response(form);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { bytes, type: response.headers.get('content-type') ?? '' };
}

it('every field and file comes as it was', async () => {
  const form = new FormData();
  form.set('description', 'Größe\r\n--b\r\n漢字 😀');
  form.append('files', new File([new Uint8Array([0, 13, 10, 255])], 'Größe "1".bin', { type: 'image/png' }));
  form.append('files', new File([], 'empty.txt'));
  form.append('files', new File([], ''));
  form.append('other', new File(['x'], 'x'));
  const { bytes, type } = await written(form);
  const sent = await whole(bytes, type);
  expect(sent.fields('description')).toBe('Größe\r\n--b\r\n漢字 😀');
  expect(sent.fields('nothing')).toBe('');
  expect(sent.files).toEqual([
    { name: 'Größe %221%22.bin', type: 'image/png', content: Buffer.from([0, 13, 10, 255]) },
    { name: 'empty.txt', type: 'application/octet-stream', content: Buffer.alloc(0) },
  ]);
});

it('of a field that comes twice the first counts', async () => {
  expect((await whole(`${field('a', '1')}${field('a', '2')}${END}`)).fields('a')).toBe('1');
});

it('what the page encrypted comes as bytes, however much it is', async () => {
  const armored = 'x'.repeat(MOST + 100_000);
  const sent = await whole(field('a', '1') + field('encrypted', armored) + END);
  expect(Buffer.from(sent.ciphertext ?? []).toString()).toBe(armored);
  expect([sent.files, sent.hadFiles, (await whole(field('encrypted', '') + END)).ciphertext]).toEqual([
    [],
    false,
    null,
  ]);
});

describe('is none:', () => {
  it.each<[string, () => string, string?]>([
    ['another type', () => field('a', '1') + END, 'text/plain; boundary=b'],
    ['no boundary', () => field('a', '1') + END, 'multipart/form-data'],
    ['nothing', () => ''],
    ['words', () => 'a=1&b=2'],
    ['no end', () => field('a', '1')],
    ['an end within a field', () => field('a', 'x'.repeat(10)).slice(0, -5)],
    [
      'an end within a file',
      () => part('Content-Disposition: form-data; name="files"; filename="x"', 'yy').slice(0, -3),
    ],
    ['more fields than any form', () => field('a', '').repeat(60) + END],
    [
      'more files than any form',
      () => part('Content-Disposition: form-data; name="files"; filename="x"', '').repeat(101) + END,
    ],
    ['a hundred thousand parts', () => field('a', '').repeat(100_000) + END],
  ])('%s', async (_name, body, type) => {
    expect(await read(body(), type)).toMatchObject({ state: 'unreadable', files: [], ciphertext: null });
  });
});

describe('what was written is there to be given back, and no file', () => {
  const file = (size: number) =>
    part('Content-Disposition: form-data; name="files"; filename="x"', 'y'.repeat(size));
  const words = field('title', 'words') + file(10) + field('email', 'a@b.example');
  it.each<[string, string, Partial<ReadingRules>, string]>([
    ['where the words alone are wanted', words + END, { wordsAlone: true }, 'whole'],
    ['where it is larger than it may be', words + file(MOST * 3) + field('tool', 'x') + END, {}, 'too-large'],
    ['where a field is', words + field('steps', 'x'.repeat(MOST + 1)) + END, {}, 'too-large'],
    ['where it ends too soon', words + file(100), {}, 'unreadable'],
    [
      'where others have the memory for its files',
      words + END,
      { place: { ...RULES.place, keep: () => false } },
      'busy',
    ],
    [
      'where there is no room for a field behind its files',
      words + END,
      { place: { ...RULES.place, keepWords: length => length !== 'a@b.example'.length } },
      'busy',
    ],
  ])('%s', async (_where, body, rules, state) => {
    const sent = await read(body, TYPE, rules);
    expect(sent).toMatchObject({ state, files: [], hadFiles: true });
    expect(sent.fields('title')).toBe('words');
    if (state === 'too-large' && body.includes('tool')) expect(sent.fields('tool')).toBe('x');
  });

  it('and counts of what it let go of nothing any more', async () => {
    let kept = 0;
    const place = {
      ...RULES.place,
      keep: (bytes: number) => {
        kept += bytes;
        return true;
      },
      drop: (bytes: number) => {
        kept -= bytes;
      },
    };
    await read(field('title', 'words') + file(MOST) + file(MOST * 2) + END, TYPE, { place });
    expect(kept).toBe(0);
  });
});

it('one that is far too large is not read to its end', async () => {
  const piece = Buffer.alloc(MOST);
  let pieces = 0;
  const endless = new globalThis.ReadableStream<Uint8Array>({
    pull(controller) {
      pieces += 1;
      controller.enqueue(
        pieces === 1
          ? Buffer.from('--b\r\nContent-Disposition: form-data; name="files"; filename="x"\r\n\r\n')
          : piece,
      );
    },
  });
  const sent = await readBody(endless as unknown as ReadableStream<Uint8Array>, TYPE, null, RULES);
  expect(sent.state).toBe('too-large');
  expect(pieces).toBeLessThan(20);
});

describe('a body that stops coming', () => {
  const begun = () =>
    new globalThis.ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from(field('title', 'words')));
      },
    }) as unknown as ReadableStream<Uint8Array>;
  it('has an end', async () => {
    const pace = { bytes: 1_000, milliseconds: 20 };
    expect(await readBody(begun(), TYPE, null, { ...RULES, pace })).toMatchObject({ state: 'too-slow' });
  });
  it('ends at once where others need its place', async () => {
    const stop = new AbortController();
    const place = { ...RULES.place, signal: stop.signal };
    const sent = readBody(begun(), TYPE, null, { ...RULES, place });
    setImmediate(() => stop.abort());
    expect(await sent).toMatchObject({ state: 'too-slow' });
  });
});

it('a header of a million lines, and one of ten megabytes, have an end', async () => {
  const lines = part(`${'X-A: a\r\n'.repeat(1_000_000)}Content-Disposition: form-data; name="a"`, 'x');
  const long = part(`X-A: ${'a'.repeat(10_000_000)}\r\nContent-Disposition: form-data; name="a"`, 'x');
  for (const body of [lines, long]) {
    // Whether it is taken or not, the field is never another one's.
    const sent = await read(body + field('b', 'y') + END);
    expect(['', 'y']).toContain(sent.fields('b'));
  }
});

it('any bytes have an outcome, in any pieces', async () => {
  const token = fc.constantFrom(
    '--b',
    '--b--',
    '\r\n',
    '\n',
    'Content-Disposition: form-data; name="a"',
    '; filename="x"',
    'Content-Type: multipart/mixed; boundary=c',
    '\0',
    'ä',
    '"',
    ' ',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(token, { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      async (tokens, size) => {
        const bytes = Buffer.from(tokens.join(''));
        const pieces = new globalThis.ReadableStream<Uint8Array>({
          start(controller) {
            for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.subarray(at, at + size));
            controller.close();
          },
        });
        const sent = await readBody(pieces as unknown as ReadableStream<Uint8Array>, TYPE, null, RULES);
        expect(['whole', 'unreadable']).toContain(sent.state);
      },
    ),
    { numRuns: RUNS },
  );
});

it('a body whose sender goes away is told from one that is none', async () => {
  const outcome = new Promise<unknown>(done => {
    const server = createServer(request => {
      const body = new globalThis.ReadableStream<Uint8Array>({
        start(controller) {
          request.on('data', chunk => controller.enqueue(chunk));
          request.on('error', error => controller.error(error));
        },
      });
      readBody(body as unknown as ReadableStream<Uint8Array>, TYPE, null, RULES)
        .then(done)
        .finally(() => server.close());
    }).listen(0, '127.0.0.1', async () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      const { connect } = await import('node:net');
      const socket = connect(address.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n${field('a', '1')}`);
      setImmediate(() => socket.destroy());
    });
  });
  expect(await outcome).toMatchObject({ state: 'broken-off' });
});
