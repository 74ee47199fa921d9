/**
 * What a subject line says about a mail: that it is a report, or that it hides what it is.
 * Pure rules, shared by the mailbox (to choose what to download) and the message stage (to judge).
 */
import libmime from 'libmime';

/** Reply and forward marks of common clients: English, German, French/Spanish, Swedish and Dutch ones. */
const REPLY_MARK = /^(?:re|fw|fwd|aw|wg|tr|rv|sv|antw)\s*(?:\[\d{1,3}\]|\^\d{1,3})?\s*:\s*/;
const TAG = /^\[[^[\]]{0,100}\]\s*/;

/**
 * What clients put outside when the subject travels encrypted: Thunderbird, Enigmail and K-9 write "...",
 * RFC 9788 "[...]", mutt and others words.
 */
const HIDDEN_SUBJECTS = new Set(['', '...', '…', '[...]', '[…]', 'p≡p', 'pep', 'no subject', '(no subject)']);
const HIDDEN_WORDS =
  /^(?:\[?encrypted (?:message|mail|e mail|email|subject)\]?|verschlüsselte (?:nachricht|mail|e mail|email))$/;

/** Longer subjects are cut: RFC 5322 §2.1.1 allows 998 characters a line, and no phrase stands beyond. */
const MAX_SUBJECT_LENGTH = 4096;

/** Encoded words may take any room, even for nothing; the message stage reads no more of a header than this. */
const MAX_FIELD_LENGTH = 1_048_576;

/**
 * Decodes a Subject field's value, RFC 2047.
 * @param value - the field as it stands in the header, unfolded
 */
export function decodeSubject(value: string): string {
  try {
    return libmime.decodeWords(value.slice(0, MAX_FIELD_LENGTH));
  } catch {
    return value;
  }
}

/**
 * The form subjects are compared in: NFKC, case folded, hyphens and white space folded to one space, and
 * invisible characters dropped, so that a full-width, non-breaking or soft-hyphenated phrase is the phrase.
 * @param subject - decoded
 */
export function foldSubject(subject: string): string {
  return subject
    .slice(0, MAX_SUBJECT_LENGTH)
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/[\s\u0000-\u001f\u007f-\u009f\p{Pd}_\u2212]+/gu, ' ')
    .trim();
}

/**
 * The folded subject without leading reply marks and [tags]. The tag that is itself the phrase stays.
 * @param subject - decoded
 * @param phrase - the trigger, folded
 */
function stripMarks(folded: string, phrase: string): string {
  let rest = folded;
  for (;;) {
    const mark = REPLY_MARK.exec(rest) ?? TAG.exec(rest);
    if (!mark || mark[0].includes(phrase)) return rest;
    rest = rest.slice(mark[0].length);
  }
}

/**
 * A subject as one compares it with another: folded, without reply marks and [tags].
 * @param subject - decoded
 */
export function bareSubject(subject: string): string {
  return stripMarks(foldSubject(subject), '\u0000');
}

/**
 * Whether a subject asks to be read as a report.
 * @param subject - decoded
 * @param phrase - the configured trigger, for example "Security Alert"
 */
export function hasTriggerPhrase(subject: string, phrase: string): boolean {
  const wanted = foldSubject(phrase);
  return wanted !== '' && foldSubject(subject).includes(wanted);
}

/**
 * Whether a subject says nothing, as clients that encrypt the subject leave it.
 * @param subject - decoded
 */
export function isHiddenSubject(subject: string): boolean {
  const bare = bareSubject(subject);
  const whole = foldSubject(subject);
  return (
    HIDDEN_SUBJECTS.has(bare) ||
    HIDDEN_SUBJECTS.has(whole) ||
    HIDDEN_WORDS.test(bare) ||
    HIDDEN_WORDS.test(whole)
  );
}
