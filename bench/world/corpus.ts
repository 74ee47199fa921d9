/**
 * The mails of the flood: reports of 4 KB from as many senders at as many domains, each with words, a Message-ID and a
 * ciphertext of its own, since the program knows copies and replays. GnuPG makes the keys and encrypts.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gnupg, type GnupgKey, startGnupg } from '../../test/world/gnupg.js';
import { attachmentMail, pgpMimeMail, plainMail, protectedEntity } from '../../test/world/mails.js';
import { openGnupgHome } from './gnupg-home.js';
import { reportText } from './report-text.js';
import { Chance } from './words.js';

export const KINDS = ['plain', 'RSA-4096', 'Curve25519', 'mix'] as const;
export type Kind = (typeof KINDS)[number];

export interface Keys {
  readonly rsa: GnupgKey;
  readonly curve: GnupgKey;
}

export interface Corpus {
  readonly kind: Kind;
  readonly mails: readonly Buffer[];
  /** Armored, of those that are encrypted. */
  readonly ciphertexts: readonly Buffer[];
}

/** Of the mix: of three mails one plain, one for each key; of ten one with a screenshot. */
const SCREENSHOT_EVERY = 10;
const SCREENSHOT_BYTES = 1_000_000;
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const OWNER = 'Support <support@example.test>';

/** One of each kind, which takes gpg some seconds. */
export function makeKeys(): Keys {
  return withGnupg(gnupg => ({
    rsa: gnupg.generateKey(OWNER, 'rsa4096'),
    curve: gnupg.generateKey(OWNER, 'future-default'),
  }));
}

/** A Curve25519 key alone. */
export function makeKey(): GnupgKey {
  return withGnupg(gnupg => gnupg.generateKey(OWNER, 'future-default'));
}

function withGnupg<T>(act: (gnupg: Gnupg) => T): T {
  const gnupg = startGnupg();
  try {
    return act(gnupg);
  } finally {
    gnupg.stop();
  }
}

/** @param count - mails */
export function makeCorpus(kind: Kind, count: number, keys: Keys): Corpus {
  const reports = Array.from({ length: count }, (_, index) => draft(kind, index));
  const armored = encrypted(reports, keys);
  const mails = reports.map(({ fields, text, screenshot }, index) => {
    const sealed = armored.get(index);
    if (sealed) return pgpMimeMail(fields, sealed);
    return screenshot ? attachmentMail(fields, text, 'screenshot.png', screenshot) : plainMail(fields, text);
  });
  return { kind, mails, ciphertexts: [...armored.values()] };
}

interface Draft {
  readonly fields: {
    readonly from: string;
    readonly subject: string;
    readonly messageId: string;
    readonly date: Date;
  };
  readonly text: string;
  readonly screenshot: Buffer | null;
  readonly key: keyof Keys | null;
}

const MIXED = [null, 'rsa', 'curve'] as const;

function draft(kind: Kind, index: number): Draft {
  const chance = new Chance(KINDS.indexOf(kind) * 1_000_003 + index * 7919 + 1);
  const domain = `${kind.toLowerCase()}-${index}.example`;
  const withScreenshot = kind === 'mix' && index % SCREENSHOT_EVERY === 0;
  return {
    fields: {
      from: `Finder ${index} <finder@${domain}>`,
      subject: `Security Alert: finding ${index}`,
      messageId: `<report-${index}@${domain}>`,
      date: new Date(),
    },
    text: reportText(chance),
    screenshot: withScreenshot ? Buffer.concat([PNG, chance.bytes(SCREENSHOT_BYTES)]) : null,
    key: { plain: null, 'RSA-4096': 'rsa', Curve25519: 'curve', mix: MIXED[index % 3] ?? null }[
      kind
    ] as Draft['key'],
  };
}

function encrypted(reports: readonly Draft[], keys: Keys): Map<number, Buffer> {
  const armored = new Map<number, Buffer>();
  const home = openGnupgHome([keys.rsa.secretKey, keys.curve.secretKey]);
  const folder = mkdtempSync(join(tmpdir(), 'bench-seal-'));
  try {
    for (const name of ['rsa', 'curve'] as const) {
      mkdirSync(join(folder, name));
      const files = new Map<number, string>();
      for (const [index, { key, fields, text, screenshot }] of reports.entries()) {
        if (key !== name) continue;
        const file = join(folder, name, String(index));
        const attachments = screenshot ? [{ filename: 'screenshot.png', bytes: screenshot }] : [];
        writeFileSync(file, protectedEntity(fields.subject, text, { from: fields.from, attachments }));
        files.set(index, file);
      }
      if (files.size > 0) home.encryptFiles(keys[name].fingerprint, [...files.values()]);
      for (const [index, file] of files) armored.set(index, readFileSync(`${file}.asc`));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    home.stop();
  }
  return armored;
}
