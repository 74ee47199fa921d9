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
  | 'unjudged'
  /** Refers to a report that somebody else sent; judged by the pipeline, which knows the reports. */
  | 'quotes-report'
  /** Without any mark of one; a person had it taken in. */
  | 'taken-by-hand'
  /** Written into the web form. */
  | 'form';

/**
 * Judges a message.
 * Apart from the two subjects, the verdict rests on what anybody can read off the mail, never on whether it opened.
 * @param phrase - the configured trigger, for example "Security Alert"
 * @returns null for a mail that is none by itself
 */
export function judge({ message, subjects, recipients }: ReadMessage, phrase: string): Trigger | null {
  const { subject } = message.envelope;
  if ([subject, ...subjects].some(one => hasTriggerPhrase(one, phrase))) return 'subject';
  const hidden = message.encryption.state === 'decrypted' ? message.protectedHeader?.subject : null;
  if (hidden && hasTriggerPhrase(hidden, phrase)) {
    return 'protected-subject';
  }
  switch (recipients) {
    case 'ours':
      return 'encrypted-to-us';
    case 'hidden':
    case 'unknown':
      return 'unjudged';
    case 'others':
      // Somebody else's encrypted mail passes a shared mailbox too; without a subject it could be anything.
      return isHiddenSubject(subject) ? 'unjudged' : null;
    case null:
      return null;
  }
}
