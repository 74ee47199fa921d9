/** Armor taken off as bytes gives what the library gives, or leaves it to the library. */
import { randomBytes } from 'node:crypto';
import { armor, enums, unarmor } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { packetsUnderArmor } from '../../src/message/armored-bytes.js';

async function armored(bytes: number, withChecksum = true): Promise<string> {
  const packets = new Uint8Array(randomBytes(bytes));
  const checked = withChecksum ? true : undefined;
  return armor(enums.armor.message, packets, undefined, undefined, undefined, checked) as string;
}

describe('a message that is nothing but armor', () => {
  it.each([18, 19, 20, 47, 48, 49_150, 49_151, 49_152, 200_000])(
    'of %i bytes has the packets that the library finds',
    async bytes => {
      for (const withChecksum of [true, false]) {
        const text = (await armored(bytes, withChecksum)).replace(/\r\n/g, '\n');
        for (const sent of [text, text.replaceAll('\n', '\r\n'), `\n${text}\n\n`]) {
          const { data } = await unarmor(text);
          const packets = packetsUnderArmor(Buffer.from(sent));
          expect(packets && Buffer.from(packets).equals(data as Uint8Array)).toBe(true);
          const inPlace = packetsUnderArmor(Buffer.from(sent), true);
          expect(inPlace && Buffer.from(inPlace).equals(data as Uint8Array)).toBe(true);
        }
      }
    },
  );

  it('may name the program that made it', async () => {
    const text = (await armored(100)).replace(/\r?\n/, '\nVersion: GnuPG v2\nComment: hello\n');
    expect(packetsUnderArmor(Buffer.from(text))).toHaveLength(100);
  });
});

describe('armor is straightened as text', () => {
  it.each<[string, (text: string) => string]>([
    ['where words stand before it', text => `Hello\n${text}`],
    ['where words stand behind it', text => `${text}\nHello`],
    ['where another message follows', text => `${text}\n${text}`],
    ['where it is quoted', text => text.replace(/^/gm, '> ')],
    ['where it names a charset', text => text.replace('\n\n', '\nCharset: ISO-8859-15\n\n')],
    ['where its blank line is lost', text => text.replace('\n\n', '\n')],
    ['where a line holds what is no base64', text => text.replace(/\n([A-Za-z0-9+/]{60})/, '\n$1 ')],
    ['where padding stands within', text => text.replace(/\n([A-Za-z0-9+/]{58})../, '\n$1==')],
    ['where it breaks off', text => text.slice(0, -60)],
    ['where a character is missing', text => text.replace(/\n([A-Za-z0-9+/]{59})./, '\n$1')],
  ])('%s', async (_name, changed) => {
    const text = (await armored(10_000)).replace(/\r\n/g, '\n');
    expect(packetsUnderArmor(Buffer.from(text))).toHaveLength(10_000);
    const file = Buffer.from(changed(text));
    expect(packetsUnderArmor(file)).toBeNull();
    // What is to be straightened must still stand there.
    expect(packetsUnderArmor(file, true)).toBeNull();
    expect(file.toString()).toBe(changed(text));
  });
});
