/** One mail of what was written into the form, or of what the browser encrypted. */
import { release } from '../release.js';
import type { SentForm } from './body.js';
import { clearMail, encryptedMail, type Outside, readArmor } from './mail.js';
import type { PlainSite } from './page.js';
import type { Submission } from './submission.js';
import type { OpenedForm } from './token.js';

/** What of the mail anybody may see. */
export function outsideOf({ id, at }: OpenedForm, { language, email }: Submission, site: PlainSite): Outside {
  return { id, date: at, to: site.address, phrase: site.phrase, language, email };
}

/** A mail as it goes to the desk. */
export interface ComposedMail {
  readonly raw: Uint8Array;
  readonly isEncrypted: boolean;
}

/** Makes the mail. What was sent is empty afterwards, but for its words. @returns null where it claims to be encrypted and is not */
export function mailOf(
  { files, ciphertext }: SentForm,
  submission: Submission,
  outside: Outside,
): ComposedMail | null {
  if (ciphertext === null) {
    const raw = clearMail(submission, files, outside);
    // The mail may wait for those before it, and holds them once more.
    for (const { content } of files) release(content);
    return { raw, isEncrypted: false };
  }
  const armored = readArmor(ciphertext);
  if (armored === null) return null;
  const raw = encryptedMail(armored, outside);
  release(ciphertext);
  return { raw, isEncrypted: true };
}
