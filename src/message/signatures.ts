/**
 * The signatures of a mail, checked against every key there is, and what they come to in one word. That word is
 * never better than the best single signature: a broken one does not turn good beside another.
 */
import { type KeyID, SignaturePacket, verify } from 'openpgp';
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
  const signers = await signersAmong(ring, (signature ?? message).getSigningKeyIDs());
  const { signatures } = await verify({
    message,
    ...(signature ? { signature } : {}),
    verificationKeys: signers.map(({ key }) => key),
    date: checkingDate(),
    format: 'binary',
  });
  const results: Signature[] = [];
  for (const { keyID, verified, signature: packet } of signatures) {
    const signer = signers.find(({ key }) => key.getKeys(keyID).length > 0);
    const isValid = await verified.catch(() => false);
    const named = (await packet).packets[0]?.issuerFingerprint;
    results.push(
      signer
        ? { ...describe(signer, isValid ? 'valid' : 'invalid', from), covers }
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
 * The keys to check signatures by, the first with a key ID being the one that counts: one that may sign with it where
 * there is one. Anybody can hang somebody else's key on a certificate as a subkey of theirs, and would else have the
 * signatures of that key count as broken ones of their own; the back signature of RFC 9580 §5.2.1.8 is what they lack.
 */
async function signersAmong(ring: Keyring, keyIDs: readonly KeyID[]): Promise<Keyring> {
  const able: KnownKey[] = [];
  const named: KnownKey[] = [];
  for (const known of ring) {
    const ids = keyIDs.filter(id => known.key.getKeys(id).length > 0);
    if (ids.length === 0) continue;
    named.push(known);
    const mayEach = ids.map(id =>
      known.key.getSigningKey(id, null).then(
        () => true,
        () => false,
      ),
    );
    if ((await Promise.all(mayEach)).includes(true)) able.push(known);
  }
  return [...new Set([...able, ...named])];
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
