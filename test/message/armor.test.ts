/** Armored messages in text, as mail clients leave them. */
import { describe, expect, it } from 'vitest';
import { findArmor, isOpenPgpMessage } from '../../src/message/armor.js';
import { processorTime } from '../processor-time.js';

const DATA = 'hF4DabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ARMOR = ['-----BEGIN PGP MESSAGE-----', '', DATA, DATA, '=AbCd', '-----END PGP MESSAGE-----'];
const STRAIGHT = ARMOR.join('\n');

describe('an armored message is found', () => {
  it.each([
    ['alone', STRAIGHT, ''],
    ['with CRLF', ARMOR.join('\r\n'), ''],
    ['between two texts', `before\n${STRAIGHT}\nafter`, 'before\nafter'],
    ['quoted', ARMOR.map(line => `> ${line}`).join('\n'), ''],
    ['quoted, with bare marks on empty lines', ARMOR.map(line => `> ${line}`.trimEnd()).join('\n'), ''],
    ['quoted twice', `> I wrote:\n${ARMOR.map(line => `>> ${line}`).join('\n')}`, '> I wrote:'],
    ['indented', ARMOR.map(line => `    ${line}`).join('\n'), ''],
    ['with a non-breaking space for its blank line', STRAIGHT.replace('\n\n', '\n\u00a0\n'), ''],
    ['without its blank line', STRAIGHT.replace('\n\n', '\n'), ''],
    ['with spaces at its line ends', ARMOR.map(line => `${line}  `).join('\n'), ''],
  ])('%s', (_name, text, outside) => {
    expect(findArmor(text)).toEqual({ blocks: [STRAIGHT], outside });
  });

  it('with its header lines', () => {
    const armor = STRAIGHT.replace('\n\n', '\nVersion: GnuPG v2\nComment: a b c\n\n');
    expect(findArmor(armor)?.blocks).toEqual([armor]);
    expect(findArmor(armor.replace('\n\n', '\n'))?.blocks).toEqual([armor]);
  });

  it('twice where there are two', () => {
    expect(findArmor(`${STRAIGHT}\nand\n${STRAIGHT}`)).toEqual({
      blocks: [STRAIGHT, STRAIGHT],
      outside: 'and',
    });
  });

  it('without an END line where the text breaks off', () => {
    const cut = ARMOR.slice(0, 4).join('\n');
    expect(findArmor(cut)).toEqual({ blocks: [cut], outside: '' });
  });

  it('without taking the words behind a message that broke off', () => {
    const cut = ARMOR.slice(0, 4).join('\n');
    const words = 'Please fix this soon, and thank you.';
    expect(findArmor(`${cut}\n${words}\nAda\nQuill, PhD`)).toEqual({
      blocks: [cut],
      outside: `${words}\nAda\nQuill, PhD`,
    });
  });
});

describe('no message is found in', () => {
  it.each([
    ['nothing', ''],
    ['a public key', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEX\n-----END PGP PUBLIC KEY BLOCK-----'],
    ['a signature', '-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----'],
    ['a signed text', '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhi'],
    [
      'a report that names the BEGIN line',
      'The parser hangs on "-----BEGIN PGP MESSAGE-----".\nSteps:\n1. Send it.',
    ],
    [
      'a report that shows an empty message',
      '-----BEGIN PGP MESSAGE-----\n-----END PGP MESSAGE-----\nhangs it',
    ],
  ])('%s', (_name, text) => {
    expect(findArmor(text)).toBeNull();
  });
});

describe('a file is an encrypted message', () => {
  it.each([
    ['armored', Buffer.from(STRAIGHT), true],
    ['armored behind a preamble', Buffer.from(`Hello\n${STRAIGHT}`), true],
    ['as a new-form packet for a key', Buffer.concat([Buffer.from([0xc1]), Buffer.alloc(20)]), true],
    ['as a legacy packet for a key', Buffer.concat([Buffer.from([0x85]), Buffer.alloc(20)]), true],
    ['as a packet for a password', Buffer.concat([Buffer.from([0xc3]), Buffer.alloc(20)]), true],
    ['as bare encrypted data', Buffer.concat([Buffer.from([0xd2]), Buffer.alloc(20)]), true],
    ['not where it is a key', Buffer.concat([Buffer.from([0xc6]), Buffer.alloc(20)]), false],
    ['not where it is a signature', Buffer.concat([Buffer.from([0xc2]), Buffer.alloc(20)]), false],
    [
      'not where it is a PNG',
      Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n'), Buffer.alloc(20)]),
      false,
    ],
    ['not where it is a JPEG', Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(20)]), false],
    ['not where it is the version part of RFC 3156', Buffer.from('Version: 1\r\n'), false],
    ['not where it is empty', Buffer.alloc(0), false],
  ])('%s', (_name, file, expected) => {
    expect(isOpenPgpMessage(file)).toBe(expected);
  });
});

it.each([
  ['BEGIN lines', '-----BEGIN PGP MESSAGE-----\n'],
  ['messages that break off', `-----BEGIN PGP MESSAGE-----\n\n${DATA}\n`],
  ['quote marks', `${'>'.repeat(60)} \n`],
])('a hundred thousand %s take less than two seconds', (_name, line) => {
  const start = processorTime();
  findArmor(line.repeat(100_000));
  expect(processorTime() - start).toBeLessThan(10_000);
});

it('a line of escapes that nobody decoded takes less than two seconds', () => {
  const start = processorTime();
  findArmor(`-----BEGIN PGP MESSAGE-----\n\n${'=20'.repeat(300_000)}x`);
  expect(processorTime() - start).toBeLessThan(10_000);
});
