/**
 * OpenPGP keys, tried as they are used: each of ours unlocks, opens what is encrypted to it, and the disclosure key signs;
 * those of reporters and engineers can be read and written to. What expires soon is said while a new key can still be
 * published.
 */
import {
  createMessage,
  decrypt,
  encrypt,
  type PrivateKey,
  type PublicKey,
  readMessage,
  readSignature,
  Subkey,
  sign,
  verify,
} from 'openpgp';
import type { Config, EngineerConfig, PrivateKeyConfig } from '../config/config.js';
import { loadKnownKeys } from '../config/known-keys.js';
import { counted } from '../counted.js';
import { canEncrypt, readKeyFiles } from '../message/keyring.js';
import { decryptionConfig, forDecryption, unlockPrivateKeys } from '../message/private-keys.js';
import { prepareEngineers } from '../notice/engineers.js';
import { dayAndDistance, inDays } from './days.js';
import { about, type CheckResult, failed, failure, ok, skipped, skippedAfter, warning } from './result.js';

/** Days before it ends in which a new key has to be made, published and learned. */
const SOON = 60;

/** What is encrypted and signed to try a key. */
const TRIAL = 'security-inbox check';

type OwnKeys = Pick<Config, 'privateKeys' | 'signReceipts' | 'identity'>;

/** Our own keys; the first is the disclosure key. */
export async function* checkOwnKeys(config: OwnKeys, now: Date): AsyncGenerator<CheckResult> {
  if (config.privateKeys.length === 0) {
    yield warning(
      'keys.disclosure',
      'No private key is configured: encrypted reports can not be read, and receipts are not signed.',
      'Make a key, publish its public part with your policy, and name it in pgp.privateKeys.',
    );
    return;
  }
  for (const [index, from] of config.privateKeys.entries()) {
    for await (const result of checkOwnKey(from, index === 0, config, now)) yield about(from.file, result);
  }
}

async function* checkOwnKey(
  from: PrivateKeyConfig,
  isDisclosure: boolean,
  { signReceipts, identity }: OwnKeys,
  now: Date,
): AsyncGenerator<CheckResult> {
  let key: PrivateKey;
  try {
    const [unlocked] = await unlockPrivateKeys([from]);
    if (unlocked === undefined) return;
    key = unlocked;
    yield ok('keys.unlock', `The private key ${nameOf(key)} unlocks.`);
  } catch (error) {
    yield failed('keys.unlock', error);
    yield* skippedAfter(['keys.decrypt', 'keys.expiry'], 'the key can not be used');
    return;
  }
  yield isDisclosure
    ? await judgeExpiry(key, now)
    : ok(
        'keys.expiry',
        'An earlier key, kept for what was encrypted to it; whether it has expired does not matter.',
      );
  yield await tryDecrypting(key, now);
  if (!isDisclosure) return;
  yield signReceipts
    ? await trySigning(key, now)
    : skipped('keys.sign', 'Receipts are not signed: pgp.signReceipts is false.');
  yield judgeStrength(key);
  yield judgeAddress(key, identity.address);
}

/** Last until an instant; null where there is no end. */
async function endOf(key: PrivateKey | PublicKey, now: Date): Promise<Date | null> {
  const primary = await key.getExpirationTime();
  const part = await key.getEncryptionKey(undefined, now).catch(() => null);
  const encryption = part instanceof Subkey ? await part.getExpirationTime(now) : await lastOf(key, now);
  const ends = [primary, encryption].filter(end => end instanceof Date);
  return ends.length === 0 ? null : new Date(Math.min(...ends.map(end => end.getTime())));
}

/** Of a key that nothing can be encrypted to, when the last of its parts ended. */
async function lastOf(key: PrivateKey | PublicKey, now: Date): Promise<Date | null> {
  const all = await Promise.all(key.subkeys.map(subkey => subkey.getExpirationTime(now).catch(() => null)));
  const ends = all.filter(end => end instanceof Date);
  return ends.length === 0 ? null : new Date(Math.max(...ends.map(end => end.getTime())));
}

async function judgeExpiry(key: PrivateKey, now: Date): Promise<CheckResult> {
  const id = 'keys.expiry';
  const end = await endOf(key, now);
  const name = `The disclosure key ${nameOf(key)}`;
  if (!(await canEncrypt(key, now))) {
    const because =
      end !== null && end <= now
        ? `expired on ${dayAndDistance(end, now)}`
        : 'can not be encrypted to: it is revoked or not valid yet, or no part of it that encrypts is in force';
    return failure(
      id,
      'config',
      `${name} ${because}. Receipts go unsigned and do not offer it, and who goes by your policy can not encrypt.`,
      "Extend it (gpg --quick-set-expire FINGERPRINT 2y, and again with '*' for its subkeys) or make a new one first in pgp.privateKeys, and publish it.",
    );
  }
  if (end === null) return ok(id, `${name} does not expire.`);
  return (await canEncrypt(key, inDays(SOON, now)))
    ? ok(id, `${name} is valid until ${dayAndDistance(end, now)}.`)
    : warning(
        id,
        `${name} is valid until ${dayAndDistance(end, now)}.`,
        "Extend it (gpg --quick-set-expire FINGERPRINT 2y, and again with '*' for its subkeys), export it anew for the server, and publish it.",
      );
}

/** To itself and back. An expired key still has to open what was sent before, and nobody can encrypt to it for a trial. */
async function tryDecrypting(key: PrivateKey, now: Date): Promise<CheckResult> {
  const id = 'keys.decrypt';
  if (!(await canEncrypt(key, now))) {
    return skipped(id, 'Not tried: nothing can be encrypted to it now. It was unlocked, and opens what was.');
  }
  try {
    const armored = await encrypt({
      message: await createMessage({ text: TRIAL }),
      encryptionKeys: key.toPublic(),
      date: now,
    });
    const { data } = await decrypt({
      message: await readMessage({ armoredMessage: armored }),
      decryptionKeys: forDecryption(key),
      config: decryptionConfig(),
    });
    if (data !== TRIAL) throw new Error('it gave other words');
    return ok(id, 'What is encrypted to it opens again.');
  } catch (error) {
    return failure(
      id,
      'config',
      `What is encrypted to the key does not open with it (${reasonOf(error)}).`,
      'Export it again, with its encryption subkey: gpg --export-secret-keys --armor ADDRESS',
    );
  }
}

async function trySigning(key: PrivateKey, now: Date): Promise<CheckResult> {
  const id = 'keys.sign';
  try {
    const message = await createMessage({ text: TRIAL });
    const armored = await sign({ message, signingKeys: key, detached: true, date: now });
    const signature = await readSignature({ armoredSignature: armored });
    const { signatures } = await verify({ message, signature, verificationKeys: key.toPublic(), date: now });
    await signatures[0]?.verified;
    return ok(id, 'Its signature is good, so receipts are signed.');
  } catch (error) {
    return failure(
      id,
      'config',
      `The key can not sign (${reasonOf(error)}), so receipts go unsigned.`,
      'Export it with the part that signs, or set pgp.signReceipts to false.',
    );
  }
}

/** Bits of RSA that BSI TR-02102-1 and NIST SP 800-57 ask for beyond 2023 and 2030. */
const STRONG_RSA = 3000;

function judgeStrength(key: PrivateKey): CheckResult {
  const id = 'keys.strength';
  const parts = key.getKeys().map(({ keyPacket }) => keyPacket.getAlgorithmInfo());
  const weak = parts.find(
    ({ algorithm, bits = 0 }) =>
      /^(?:dsa|elgamal)/.test(algorithm) || (/^rsa/.test(algorithm) && bits < STRONG_RSA),
  );
  const words = ({ algorithm, bits, curve }: (typeof parts)[number]) =>
    `${algorithm}${bits ?? ''}${curve ? ` ${curve}` : ''}`;
  return weak
    ? warning(
        id,
        `A part of the disclosure key is ${words(weak)}, which is weak by today's measure.`,
        'Make a new key (gpg --quick-generate-key … future-default default 2y), put it first in pgp.privateKeys, and keep this one behind it.',
      )
    : ok(id, `Its parts are ${[...new Set(parts.map(words))].join(', ')}.`);
}

/** Mail programs look for a key by the address they write to. */
function judgeAddress(key: PrivateKey, address: string): CheckResult {
  const id = 'keys.address';
  const named = key.users.flatMap(({ userID }) => (userID?.email ? [userID.email.toLowerCase()] : []));
  if (named.includes(address.toLowerCase())) return ok(id, `It names ${address}.`);
  return warning(
    id,
    `The disclosure key names ${named.length === 0 ? 'no address' : named.slice(0, 3).join(', ')}, and not ${address}: mail programs do not offer it for mail there.`,
    `Add a user ID to it: gpg --quick-add-uid FINGERPRINT "NAME <${address}>"`,
  );
}

/** The folder of reporters' keys. */
export async function checkKnownKeys(folder: string | null): Promise<CheckResult> {
  const id = 'keys.known';
  if (folder === null) return skipped(id, 'No folder of known keys is configured.');
  try {
    const ring = await readKeyFiles(loadKnownKeys(folder));
    return ok(id, `${folder} is read; it holds ${counted(ring.length, 'key')}.`);
  } catch (error) {
    return failed(id, error);
  }
}

/** Engineers' certificates. */
export async function* checkEngineers(
  engineers: readonly EngineerConfig[],
  now: Date,
): AsyncGenerator<CheckResult> {
  const id = 'engineers.key';
  for (const engineer of engineers) {
    yield about(engineer.address, await judgeEngineer(id, engineer, now));
  }
}

async function judgeEngineer(id: string, engineer: EngineerConfig, now: Date): Promise<CheckResult> {
  if (engineer.key === null) {
    return ok(id, `${engineer.address} has no key: mails to them hold numbers and dates alone.`);
  }
  try {
    const [ready] = await prepareEngineers([engineer], now, () => undefined);
    const certificate = ready?.certificate ?? null;
    if (certificate === null) return failure(id, 'config', `The key of ${engineer.address} can not be read.`);
    const end = await endOf(certificate, now);
    const remedy = `Ask them for the newest: gpg --export --armor ${engineer.address} > '${engineer.key.file}'`;
    if (!(await canEncrypt(certificate, now))) {
      return warning(
        id,
        `Nobody can encrypt to the key of ${engineer.address} now: it has expired or was revoked. Mails to them hold numbers and dates alone.`,
        remedy,
      );
    }
    const sentence = `The key of ${engineer.address} ${end === null ? 'does not expire' : `is valid until ${dayAndDistance(end, now)}`}.`;
    return (await canEncrypt(certificate, inDays(SOON, now)))
      ? ok(id, sentence)
      : warning(id, sentence, remedy);
  } catch (error) {
    return failed(id, error);
  }
}

function nameOf(key: PrivateKey): string {
  return `0x${key.getFingerprint().slice(-16).toUpperCase()}`;
}

/** The library's own words, which name nothing but the key. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown error';
}
