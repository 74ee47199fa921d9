/**
 * The signatures of a mail, checked against every key there is, and what they come to in one word. That word is
 * never better than the best single signature: a broken one does not turn good beside another.
 */
import { SignaturePacket, verify } from 'openpgp';
import { checkingDate, type Keyring, type KnownKey } from './keyring.js';
import { MAX_SIGNATURES, MAX_SIGNED_CONTENTS } from './limits.js';
import type { KeyProvenance, Signature, SignatureOutcome } from './message.js';
import type { SignedContent, SignedMessage } from './signed-content.js';

const UNSIGNED: Signature = {
  outcome: 'unsigned',
  fingerprint: null,
  key: null,
  userIdMatchesFrom: null,
  covers: null,
};

/**
 * Checks a mail's signatures.
 * @param contents - everything signed in it
 * @param ring - every key known, those that came with the mail among them
 * @param from - the outer From address, lower-case; null where there is not exactly one
 * @returns what the best of them says
 */
export async function judgeSignatures(
  contents: readonly SignedContent[],
  ring: Keyring,
  from: string | null,
): Promise<Signature> {
  const found: Signature[] = [];
  for (const content of contents.slice(0, MAX_SIGNED_CONTENTS)) {
    found.push(...(await checkContent(content, ring, from)));
  }
  return found.sort(byWorth)[0] ?? UNSIGNED;
}

async function checkContent(
  content: SignedContent,
  ring: Keyring,
  from: string | null,
): Promise<Signature[]> {
  const { covers } = content;
  const unreadable: Signature = { ...UNSIGNED, outcome: 'invalid', covers };
  try {
    const found: Signature[] = [];
    for (const message of await content.open())
      found.push(...(await checkMessage(message, covers, ring, from)));
    return found.length > 0 ? found : [unreadable];
  } catch {
    return [unreadable];
  }
}

async function checkMessage(
  { message, signature }: SignedMessage,
  covers: Signature['covers'],
  ring: Keyring,
  from: string | null,
): Promise<Signature[]> {
  const packets = signature?.packets ?? message.unwrapCompressed().packets;
  const count = packets.filter(packet => packet instanceof SignaturePacket).length;
  // Each costs a check of its key too; nobody signs one mail so often.
  if (count > MAX_SIGNATURES) throw new Error('too many signatures');
  const check = async (keys: Keyring) =>
    (
      await verify({
        message,
        ...(signature ? { signature } : {}),
        verificationKeys: keys.map(({ key }) => key),
        date: checkingDate(),
        format: 'binary',
      })
    ).signatures;
  const results: Signature[] = [];
  for (const [index, { keyID, signature: packet }] of (await check([])).entries()) {
    const holders = ring.filter(({ key }) => key.getKeys(keyID).length > 0);
    const [first] = holders;
    const signer = await firstOf(holders, async holder => (await check([holder]))[index]?.verified ?? false);
    const named = (await packet).packets[0]?.issuerFingerprint;
    results.push(
      first
        ? { ...(signer ? describe(signer, 'valid', from) : describe(first, 'invalid', from)), covers }
        : {
            outcome: 'unknown-key',
            fingerprint: (named ? Buffer.from(named).toString('hex') : keyID.toHex()).toUpperCase(),
            key: null,
            userIdMatchesFrom: null,
            covers,
          },
    );
  }
  return results;
}

/**
 * The certificate whose key it was. Anybody can put another's public key on a certificate of their own, so a key ID
 * tells neither whose signature it is nor, where one certificate fails, that it is broken.
 */
async function firstOf(
  holders: Keyring,
  hasSigned: (holder: KnownKey) => Promise<boolean>,
): Promise<KnownKey | null> {
  for (const holder of holders) if (await hasSigned(holder).catch(() => false)) return holder;
  return null;
}

function describe(
  { key, provenance, addresses }: KnownKey,
  outcome: SignatureOutcome,
  from: string | null,
): Omit<Signature, 'covers'> {
  return {
    outcome,
    fingerprint: key.getFingerprint().toUpperCase(),
    key: provenance,
    userIdMatchesFrom: from !== null && addresses.includes(from),
  };
}

const TRUST: readonly KeyProvenance[] = ['configured', 'learned', 'looked-up', 'claimed'];

/** The best first. A good signature on a part never hides a broken one on the whole. */
function byWorth(one: Signature, other: Signature): number {
  const rank = ({ outcome, covers, userIdMatchesFrom, key }: Signature) => {
    const isWhole = covers === 'everything';
    const place = { valid: isWhole ? 0 : 2, invalid: isWhole ? 1 : 3, 'unknown-key': 4, unsigned: 5 }[
      outcome
    ];
    return [place, isWhole ? 0 : 1, userIdMatchesFrom ? 0 : 1, key ? TRUST.indexOf(key) : TRUST.length];
  };
  const others = rank(other);
  return (
    rank(one)
      .map((value, index) => value - (others[index] ?? 0))
      .find(difference => difference !== 0) ?? 0
  );
}
