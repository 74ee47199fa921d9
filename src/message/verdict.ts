/**
 * Which mail is a report. The one place that decides it, for mail from IMAP and from files alike.
 */
import { hasTriggerPhrase, isHiddenSubject } from '../mailbox/subject.js';
import type { ReadMessage } from './read.js';

/** What made a mail a report. */
export type Trigger =
  /** The phrase stands in the outer subject. */
  | 'subject'
  /** The phrase stands in the subject that travelled encrypted. */
  | 'protected-subject'
  /** Encrypted to our disclosure key, without the phrase. */
  | 'encrypted-to-us'
  /** Could not be opened, so nobody can say that it is none. */
  | 'unjudged';

/**
 * Judges a message.
 * @param phrase - the configured trigger, for example "Security Alert"
 * @returns null for a mail that is not a report and must stay as it was found
 */
export function judge({ message, encryptedToUs }: ReadMessage, phrase: string): Trigger | null {
  if (hasTriggerPhrase(message.envelope.subject, phrase)) return 'subject';
  if (message.protectedSubject !== null && hasTriggerPhrase(message.protectedSubject, phrase)) {
    return 'protected-subject';
  }
  if (encryptedToUs) return 'encrypted-to-us';
  if (message.encryption.state !== 'undecryptable') return null;
  // Somebody else's encrypted mail passes a shared mailbox too: it is ours to keep only where its subject was
  // hidden, or where it is too broken to name its recipient.
  const nameless = message.encryption.reason === 'damaged';
  return nameless || isHiddenSubject(message.envelope.subject) ? 'unjudged' : null;
}
