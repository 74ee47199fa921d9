/**
 * The outbox's mail → the bytes that go out: signed with our key, and encrypted where the recipient's is known. What
 * can't be protected goes out all the same, because a receipt that is lost is worse than one that is unsigned; the
 * log says so. Nothing but the receipt itself, which holds no word of the report, is ever in here.
 */
import { type PublicKey, readKey } from 'openpgp';
import { canEncrypt } from '../message/keyring.js';
import type { ReceiptMail } from '../store/outbox.js';
import { composeEntity, type Entity, joinEntity, type Sender } from './entity.js';
import type { OwnKey } from './own-key.js';
import { encryptEntity, signEntity } from './pgp-mime.js';

export type WriteMail = (mail: ReceiptMail) => Promise<Buffer>;

/** Why a mail goes out with less protection than was meant. */
export type Shortfall =
  /** Our key can't sign: expired, revoked, or without a part that may. */
  | 'can not be signed'
  /** The recipient's certificate can't be encrypted to: expired, revoked, or without a part for it. */
  | 'can not be encrypted';

/** Told of each; never of content. */
export type ShortfallListener = (messageId: string, shortfall: Shortfall) => void;

/** Characters of armor that are read; a certificate with many certifications has a tenth of it. */
const MAX_CERTIFICATE = 262_144;

/**
 * Makes the writer.
 * @param key - null where none is configured: mails then go out plain
 */
export function mailWriter(sender: Sender, key: OwnKey | null, listener: ShortfallListener): WriteMail {
  return async mail => {
    const entity = await composeEntity(mail, sender, key);
    const tell = (shortfall: Shortfall) => listener(mail.messageId, shortfall);
    const secured = key === null ? entity : await protect(entity, mail.encryptTo, key, new Date(), tell);
    const autocrypt = key?.autocrypt ? [`Autocrypt: ${key.autocrypt}`] : [];
    return joinEntity({ ...secured, fields: [...secured.fields, ...autocrypt] });
  };
}

async function protect(
  entity: Entity,
  encryptTo: string | null,
  key: OwnKey,
  now: Date,
  tell: (shortfall: Shortfall) => void,
): Promise<Entity> {
  const signingKey = key.signs && (await canSign(key, now)) ? key.privateKey : null;
  if (key.signs && signingKey === null) tell('can not be signed');
  if (encryptTo !== null) {
    try {
      const recipients = [await readCertificate(encryptTo), ...(await ourselves(key, now))];
      return await encryptEntity(entity, recipients, signingKey, now);
    } catch {
      tell('can not be encrypted');
    }
  }
  if (signingKey === null) return entity;
  try {
    return await signEntity(entity, signingKey, now);
  } catch {
    tell('can not be signed');
    return entity;
  }
}

function canSign({ privateKey }: OwnKey, now: Date): Promise<boolean> {
  return privateKey.getSigningKey(undefined, now).then(
    () => true,
    () => false,
  );
}

/** That we could not read it later is no reason for others to read it on its way. */
async function ourselves({ certificate }: OwnKey, now: Date): Promise<PublicKey[]> {
  return (await canEncrypt(certificate, now)) ? [certificate] : [];
}

async function readCertificate(armored: string): Promise<PublicKey> {
  if (armored.length > MAX_CERTIFICATE) throw new Error('larger than is read');
  return readKey({ armoredKey: armored });
}
