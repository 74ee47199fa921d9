/** The MIME structure of well-formed and broken mail. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Part, splitParts } from '../../src/message/mime-tree.js';
import { mixedMail, raw } from './mails.js';

function shape(part: Part): unknown {
  return part.children.length === 0 ? part.type : [part.type, ...part.children.map(shape)];
}

describe('an entity', () => {
  it('without a Content-Type is text/plain', async () => {
    const part = await splitParts(raw(['From: a@b.example'], 'hello'));
    expect([part.type, part.body.toString().trim()]).toEqual(['text/plain', 'hello']);
  });

  it('has its parts in order, nested as they are', async () => {
    const inner =
      'Content-Type: multipart/alternative; boundary=aa\n\n--aa\nContent-Type: text/plain\n\nx\n--aa\nContent-Type: text/html\n\n<p>x\n--aa--';
    const mail = mixedMail([], [inner, 'Content-Type: image/png; name="a.png"\n\nx']);
    expect(shape(await splitParts(mail))).toEqual([
      'multipart/mixed',
      ['multipart/alternative', 'text/plain', 'text/html'],
      'image/png',
    ]);
  });

  it.each([
    ['base64', 'aGVsbG8g\nd29ybGQ=', 'hello world'],
    ['BASE64', 'aGVsbG8gd29ybGQ=', 'hello world'],
    ['quoted-printable', 'hello=20=\nworld', 'hello world'],
    ['7bit', 'hello world', 'hello world'],
    ['x-unknown', 'hello world', 'hello world'],
  ])('is decoded from %s', async (encoding, body, text) => {
    const part = await splitParts(raw([`Content-Transfer-Encoding: ${encoding}`], body));
    expect(part.body.toString().trim()).toBe(text);
  });

  it.each([
    ['as it stands', 'attachment; filename="a.pgp"', 'a.pgp'],
    ['encoded', 'attachment; filename="=?utf-8?q?=C3=BC.pgp?="', 'ü.pgp'],
    ['in RFC 2231 form', "attachment; filename*=utf-8''%C3%BC.pgp", 'ü.pgp'],
    ['without control characters', "attachment; filename*=utf-8''a%0D%0A%1B.pgp", 'a .pgp'],
  ])('has its file name %s', async (_name, disposition, filename) => {
    const part = await splitParts(raw([`Content-Disposition: ${disposition}`], 'x'));
    expect([part.filename, part.disposition]).toEqual([filename, 'attachment']);
  });
});

describe('a broken entity is still a tree', () => {
  it.each([
    ['a multipart without its boundary', ['Content-Type: multipart/mixed'], 'x'],
    ['a boundary that never comes', ['Content-Type: multipart/mixed; boundary=zz'], 'x'],
    ['a boundary that never closes', ['Content-Type: multipart/mixed; boundary=zz'], '--zz\n\nx'],
    ['base64 that is none', ['Content-Transfer-Encoding: base64'], '%%%%=== =a'],
    ['quoted-printable that is none', ['Content-Transfer-Encoding: quoted-printable'], '=ZZ=\n='],
    ['a broken Content-Type', ['Content-Type: ;;;;=""'], 'x'],
    [
      'two Content-Types',
      ['Content-Type: text/plain', 'Content-Type: multipart/mixed; boundary=a'],
      '--a\n\nx',
    ],
  ])('with %s', async (_name, header, body) => {
    await expect(splitParts(raw(header, body))).resolves.toHaveProperty('type');
  });
});

describe('an entity beyond the limits is refused', () => {
  it('with more than a thousand parts', async () => {
    const mail = mixedMail(
      [],
      Array.from({ length: 1100 }, () => 'Content-Type: text/plain\n\nx'),
    );
    await expect(splitParts(mail)).rejects.toThrow('child nodes');
  });

  it('with more than a megabyte of header', async () => {
    await expect(splitParts(raw([`X: ${'a'.repeat(1_200_000)}`], 'x'))).rejects.toThrow('header size');
  });
});

describe('an entity whose parts are decoded in their place', () => {
  const line = `${randomBytes(57).toString('base64')}\r\n`;
  const file = `Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n${line.repeat(2000)}`;
  const quoted = `Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n${'caf=C3=A9 =\nau lait\n'.repeat(9000)}`;
  const entities: [string, boolean, Buffer][] = [
    ['files and words', true, mixedMail([], [quoted, file, 'Content-Type: text/plain\n\nx', file])],
    [
      'one file, that may be parts which lost their boundary, and stays',
      false,
      raw(['Content-Type: image/png', 'Content-Transfer-Encoding: base64'], line.repeat(3000)),
    ],
  ];
  const bodies = (part: Part): string[] => [part.body.toString('latin1'), ...part.children.flatMap(bodies)];

  it.each(entities)('has the same parts: %s', async (_name, isOverwritten, entity) => {
    const apart = await splitParts(entity);
    const copy = Buffer.from(entity);
    expect(bodies(await splitParts(copy, true))).toEqual(bodies(apart));
    expect(copy.equals(entity)).toBe(!isOverwritten);
  });

  it('keeps what a signature in it is over', async () => {
    const signed = mixedMail([], [file, 'Content-Type: application/pgp-signature\n\nx'])
      .toString('latin1')
      .replace('multipart/mixed', 'multipart/signed');
    const entity = Buffer.from(mixedMail([], [signed, file]));
    const before = Buffer.from(entity);
    const root = await splitParts(entity, true);
    expect(shape(root)).toEqual([
      'multipart/mixed',
      ['multipart/signed', 'image/png', 'application/pgp-signature'],
      'image/png',
    ]);
    expect(entity.equals(before)).toBe(true);
  });
});
