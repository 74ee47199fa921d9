/**
 * A mail to one engineer: what a report says inside, encrypted to them, or else none of it. It is not encrypted to
 * ourselves: in the shared mailbox it would pass for a report.
 */
import type { PrivateKey } from 'openpgp';
import { canEncrypt } from '../message/keyring.js';
import { composeEntity, type Entity, joinEntity, type Sender } from '../receipt/entity.js';
import type { OwnKey } from '../receipt/own-key.js';
import { encryptEntity, signEntity } from '../receipt/pgp-mime.js';
import type { Engineer } from './engineers.js';

/** What writing needs around it. */
export interface EngineerWriting {
  readonly sender: Sender;
  readonly key: OwnKey | null;
  readonly timeZone: string;
  /** Told where a mail goes out with less protection than was meant; never of content. */
  readonly shortfall: (messageId: string, shortfall: 'can not be signed' | 'can not be encrypted') => void;
}

/** A mail in both of its forms, of which one is written. */
export interface MailToEngineer {
  readonly messageId: string;
  /** Holds no word of a report. */
  readonly subject: string;
  /** What stands outside where the mail is encrypted; null for the same. */
  readonly outerSubject: string | null;
  /** What is read where it is encrypted; made only then. */
  readonly inside: () => { readonly text: string; readonly html: string | null };
  /** What is said in the clear, without a word of any report. @param because - why nothing else is, a clause */
  readonly bare: (because: string) => string;
}

/**
 * Writes it, signed where our key can.
 * @param now - UTC instant
 */
export async function writeToEngineer(
  mail: MailToEngineer,
  { address, certificate }: Engineer,
  { sender, key, shortfall }: EngineerWriting,
  now: Date,
): Promise<Buffer> {
  const { messageId } = mail;
  const compose = (subject: string, { text, html }: ReturnType<MailToEngineer['inside']>): Promise<Entity> =>
    composeEntity(
      {
        recipient: address,
        messageId,
        inReplyTo: null,
        references: [],
        subject,
        text,
        html,
        autoSubmitted: 'auto-generated',
      },
      sender,
      // It says nothing to whom our key would be of use.
      null,
    );
  const signingKey = key === null ? null : await signingKeyOf(key, now);
  if (key?.signs && signingKey === null) shortfall(messageId, 'can not be signed');
  if (certificate !== null) {
    if (await canEncrypt(certificate, now)) {
      try {
        const entity = await compose(mail.subject, mail.inside());
        const outer =
          mail.outerSubject === null
            ? entity.fields.find(field => /^subject:/i.test(field))
            : `Subject: ${mail.outerSubject}`;
        return joinEntity(await encryptEntity(entity, [certificate], signingKey, now, outer));
      } catch {
        // What follows is composed anew, without a word of any report.
      }
    }
    shortfall(messageId, 'can not be encrypted');
  }
  const because =
    certificate === null
      ? 'no OpenPGP key of yours is configured'
      : 'your OpenPGP key can not be encrypted to';
  const bare = await compose(mail.subject, { text: mail.bare(because), html: null });
  if (signingKey === null) return joinEntity(bare);
  try {
    return joinEntity(await signEntity(bare, signingKey, now));
  } catch {
    shortfall(messageId, 'can not be signed');
    return joinEntity(bare);
  }
}

function signingKeyOf({ signs, privateKey }: OwnKey, now: Date): Promise<PrivateKey | null> {
  if (!signs) return Promise.resolve(null);
  return privateKey.getSigningKey(undefined, now).then(
    () => privateKey,
    () => null,
  );
}
