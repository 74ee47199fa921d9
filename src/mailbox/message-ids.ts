/**
 * Message-IDs as header fields name them. Shared by the mailbox and the message stage, so that what is downloaded
 * for the thread it stands in is found to stand in it.
 */

/** RFC 5322 §3.6.4, without the quoted forms that no client makes and that would let a header be forged. */
const MESSAGE_ID = /<[^<>\s@\u0000-\u0020\u007f-\uffff]{1,250}@[^<>\s@\u0000-\u0020\u007f-\uffff]{1,250}>/g;

/** References passed on in a reply; RFC 5322 §3.6.4 lets a long thread be cut in its middle. */
const MAX_REFERENCES = 20;

/** Characters of a field that are searched. */
const MAX_FIELD_LENGTH = 65_536;

/**
 * The Message-IDs in a field's value, each with its angle brackets and once.
 * @param value - unfolded
 */
export function messageIdsIn(value: string): string[] {
  return [...new Set(value.slice(0, MAX_FIELD_LENGTH).match(MESSAGE_ID) ?? [])];
}

/**
 * The thread a mail says it stands in, oldest first.
 * @param references - values of its References fields
 * @param inReplyTo - values of its In-Reply-To fields
 */
export function threadOf(references: readonly string[], inReplyTo: readonly string[]): string[] {
  return messageIdsIn([...references, ...inReplyTo].join(' ')).slice(-MAX_REFERENCES);
}
