/**
 * Public keys that a mail brings: attached, in its Autocrypt header (Autocrypt 1.1), or as a block in its text.
 * They prove no more than that mail and key belong together, until a later mail is signed by the same one.
 */
import type { PublicKey } from 'openpgp';
import { type HeaderField, valuesOf } from './header-fields.js';
import { canEncrypt, type Keyring, readCertificates, withKey } from './keyring.js';
import { MAX_AUTOCRYPT_BYTES, MAX_CERTIFICATE_BYTES, MAX_SENDER_KEYS } from './limits.js';
import type { Attachment, Envelope, Message, Origin, SenderKey, TextBody } from './message.js';

/** A key as it came, and ready for use. */
export interface CarriedKey {
  readonly senderKey: SenderKey;
  readonly key: PublicKey;
}

/** Where keys are looked for. */
export interface KeySources {
  /** Of the outer header. */
  readonly fields: readonly HeaderField[];
  /** Lower-case outer From address; null where there is not exactly one. */
  readonly from: string | null;
  readonly bodies: readonly TextBody[];
  readonly attachments: readonly Attachment[];
}

/** A key to keep for an address. */
export interface LearnableKey {
  /** Lower-case. */
  readonly address: string;
  readonly fingerprint: string;
  readonly armored: string;
}

const BEGIN_KEY = '-----BEGIN PGP PUBLIC KEY BLOCK-----';
const END_KEY = '-----END PGP PUBLIC KEY BLOCK-----';

/** @returns the one address that a mail is from, lower-case */
export function senderOf({ from }: Envelope): string | null {
  return from.length === 1 ? (from[0]?.address.toLowerCase() ?? null) : null;
}

/**
 * Reads every key that a mail brings, as far as `limits.ts` allows.
 * @param ring - the keys known before
 */
export async function readSenderKeys(sources: KeySources, ring: Keyring): Promise<CarriedKey[]> {
  const isFirst =
    sources.from !== null && !ring.some(({ addresses }) => addresses.includes(sources.from ?? ''));
  const found = new Map<string, CarriedKey>();
  for (const { source, cameAs, origin } of whereKeysStand(sources)) {
    for (const key of found.size < MAX_SENDER_KEYS ? await readCertificates(source) : []) {
      const fingerprint = key.getFingerprint().toUpperCase();
      // The first place wins, and those in the clear are named first: what a receipt is encrypted to rests on it.
      if (found.has(fingerprint)) continue;
      const [known] = await withKey([], key, 'claimed');
      const senderKey: SenderKey = {
        fingerprint,
        addresses: known?.addresses ?? [],
        armored: key.armor(),
        cameAs,
        origin,
        canEncrypt: await canEncrypt(key),
        isFirst,
      };
      found.set(fingerprint, { senderKey, key });
    }
  }
  return [...found.values()];
}

/**
 * The key that a file is, where it is one public key and not a word more.
 * @returns its fingerprint, upper-case, or null
 */
export async function fingerprintOfKeyFile({ content }: Attachment): Promise<string | null> {
  if (content.byteLength > MAX_CERTIFICATE_BYTES) return null;
  if ((content[0] ?? 0) < 0x80) {
    const text = Buffer.from(content).toString('latin1').trim();
    const isOneBlock = text.startsWith(BEGIN_KEY) && text.indexOf(END_KEY) === text.length - END_KEY.length;
    // RFC 9580 §6.2.2: a Comment may say anything.
    if (!isOneBlock || /^comment:/im.test(text)) return null;
  }
  const [key, ...others] = await readCertificates(content);
  return key && others.length === 0 ? key.getFingerprint().toUpperCase() : null;
}

/**
 * The key that a receipt may be encrypted to: one given before where there is one, else one that this mail brings
 * in the clear. Never one that came out of decryption, or the receipt would tell that the mail opened.
 * @param ring - the keys known before this mail
 * @returns armored, or null
 */
export async function recipientKeyOf(
  from: string | null,
  ring: Keyring,
  carried: readonly CarriedKey[],
): Promise<string | null> {
  if (from === null) return null;
  const given = ring.filter(({ addresses }) => addresses.includes(from));
  for (const provenance of ['configured', 'learned', 'looked-up'] as const) {
    const candidates = given.filter(known => known.provenance === provenance);
    for (const { key } of candidates) if (await canEncrypt(key)) return key.armor();
    // A key that was given and is no longer good is for a person to replace, not for the next mail.
    if (candidates.length > 0) return null;
  }
  const usable = carried.find(
    ({ senderKey }) =>
      senderKey.origin === 'cleartext' && senderKey.canEncrypt && senderKey.addresses.includes(from),
  );
  return usable?.senderKey.armored ?? null;
}

/**
 * The key to keep for a mail's sender: trust on first use, and never over a key that was there before.
 * @returns null unless the mail brought a key that signs all of it and names its From address
 */
export function keyToLearn(message: Message): LearnableKey | null {
  const { signature, senderKeys, authentication, differences, envelope } = message;
  const address = senderOf(envelope);
  const isSigned =
    signature.outcome === 'valid' &&
    signature.covers === 'everything' &&
    signature.userIdMatchesFrom === true;
  if (!isSigned || signature.key !== 'claimed' || address === null) return null;
  // RFC 7489: the domain's owner says that this is not from there.
  if (authentication?.dmarc === 'fail' || differences.includes('from')) return null;
  const key = senderKeys.find(({ fingerprint }) => fingerprint === signature.fingerprint);
  return key?.isFirst ? { address, fingerprint: key.fingerprint, armored: key.armored } : null;
}

interface Place extends Pick<SenderKey, 'cameAs' | 'origin'> {
  readonly source: string | Uint8Array;
}

function whereKeysStand({ fields, from, bodies, attachments }: KeySources): Place[] {
  const autocrypt = autocryptKey(fields, from);
  const places: Place[] = [
    ...(autocrypt
      ? [{ source: autocrypt, cameAs: 'autocrypt' as const, origin: 'cleartext' as Origin }]
      : []),
    ...attachments
      .filter(isKeyFile)
      .map(({ content, origin }) => ({ source: content, cameAs: 'attached' as const, origin })),
    ...bodies.flatMap(({ text, origin }) =>
      blocksIn(text).map(source => ({ source, cameAs: 'inline' as const, origin })),
    ),
  ];
  return [
    ...places.filter(({ origin }) => origin === 'cleartext'),
    ...places.filter(({ origin }) => origin !== 'cleartext'),
  ].slice(0, MAX_SENDER_KEYS);
}

function blocksIn(text: string): string[] {
  return text
    .split(BEGIN_KEY)
    .slice(1)
    .flatMap(rest => {
      const end = rest.indexOf(END_KEY);
      return end < 0 ? [] : [`${BEGIN_KEY}${rest.slice(0, end)}${END_KEY}`];
    });
}

/** RFC 3156 §7, and files that are such a key by what stands in them. */
function isKeyFile({ contentType, content }: Attachment): boolean {
  if (contentType === 'application/pgp-keys') return true;
  const start = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 1024));
  return start.toString('latin1').includes(BEGIN_KEY);
}

/**
 * Autocrypt 1.1 §2.1 and §2.3: exactly one valid header for the From address, or none counts.
 * @returns the key's packets
 */
function autocryptKey(fields: readonly HeaderField[], from: string | null): Uint8Array | null {
  const valid = valuesOf(fields, 'autocrypt').flatMap(value => autocryptField(value, from));
  return valid.length === 1 ? (valid[0] ?? null) : null;
}

function autocryptField(value: string, from: string | null): Uint8Array[] {
  const attributes = new Map<string, string>();
  for (const pair of value.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).trim().toLowerCase();
    if (name === '' && pair.trim() === '') continue;
    // §2.1.1: an attribute that is not known makes the header invalid, unless it says by an underscore that it may.
    if (!['addr', 'prefer-encrypt', 'keydata'].includes(name) && !name.startsWith('_')) return [];
    attributes.set(name, pair.slice(equals + 1).replace(/\s+/g, ''));
  }
  const keydata = Buffer.from(attributes.get('keydata') ?? '', 'base64');
  const isFromSender = from !== null && attributes.get('addr')?.toLowerCase() === from;
  const isSound = keydata.length > 0 && keydata.length <= MAX_AUTOCRYPT_BYTES;
  return isFromSender && isSound ? [new Uint8Array(keydata)] : [];
}
