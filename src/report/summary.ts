/** The subject as a summary: what is left of it without the conventions of mail. */
import { fieldText } from './text.js';

const REPLY_MARK = /^(?:re|fw|fwd|aw|wg|tr|rv|sv|antw|enc)\s?(?:\[\d{1,3}\])?\s?:\s*/i;
const TAG = /^\[[^[\]]{0,100}\]\s*/;
const SEPARATORS = /^[\s\-–—:|,;./*#!>»]{1,20}/;
const END_SEPARATORS = /[\s\-–—:|,;/*#([]{1,20}$/;
/** "(ecs-client):" between trigger and summary. */
const PRODUCT_TAG = /^\([^()]{1,60}\)\s?(?:[:–-]\s*|(?=\S))/;
/** "(details attached)" tells of the mail, not of the vulnerability. */
const ATTACHMENT_NOTE =
  /\s?[([][^()[\]]{0,40}(?:attach|anhang|anbei|encrypted|verschlüsselt|adjunt|joint)[^()[\]]{0,40}[)\]]$/i;
/** "[KLS-2026-014]", "(Az. 34/2026)", "[FEN#26]": somebody's own number. */
const OWN_NUMBER =
  /\s?(?:\[[^[\]]{1,30}\d[^[\]]{0,30}\]|\((?:Az\.?|Ref\.?|Ticket|Case|Nr\.?|#)[^()]{1,40}\))$/i;
/** "(ts-scan, ts-deepscan)" at the end. */
const PRODUCT_LIST =
  /\s?\([a-z]{1,12}(?:-[a-z]{1,20}){1,4}(?:(?:, | and | und | et | y |\/)[a-z]{1,12}(?:-[a-z]{1,20}){1,4}){0,8}\)$/;
const MAX_SUBJECT = 4096;

/**
 * The subject without trigger phrase, reply marks, tags and separators, or null where nothing is left.
 * @param subject - decoded
 * @param trigger - the configured phrase
 * @param options - `keepsProduct`: whether a product in parentheses beside the phrase stays
 */
export function summaryFrom(
  subject: string,
  trigger: string,
  { keepsProduct }: { keepsProduct: boolean } = { keepsProduct: false },
): string | null {
  let rest = stripStart(subject.slice(0, MAX_SUBJECT).trim());
  rest = removeTrigger(rest, trigger);
  rest = stripStart(rest).replace(OWN_NUMBER, '').replace(ATTACHMENT_NOTE, '').replace(OWN_NUMBER, '');
  if (!keepsProduct) rest = rest.replace(PRODUCT_TAG, '').replace(PRODUCT_LIST, '');
  return fieldText(stripStart(rest).replace(END_SEPARATORS, ''));
}

function stripStart(text: string): string {
  let rest = text;
  for (;;) {
    const next = rest
      .replace(REPLY_MARK, '')
      .replace(TAG, tag => (isWords(rest, tag) ? '' : tag))
      .replace(SEPARATORS, '');
    if (next === rest) return rest;
    rest = next;
  }
}

/** A tag alone is the whole subject, and stays for the trigger to be found in it. */
function isWords(whole: string, tag: string): boolean {
  return whole.length > tag.length;
}

function removeTrigger(text: string, trigger: string): string {
  const words = trigger
    .trim()
    .split(/[\s_-]+/)
    .filter(word => word !== '');
  if (words.length === 0) return text;
  const phrase = words.map(word => word.replace(/[^\p{L}\p{N}]/gu, '\\$&')).join('[\\s_-]{1,5}');
  const match = new RegExp(`[([]?${phrase}[)\\]]?`, 'iu').exec(text);
  if (match === null) return text;
  const before = text.slice(0, match.index).replace(END_SEPARATORS, '');
  const after = text.slice(match.index + match[0].length).replace(SEPARATORS, '');
  return before === '' ? after : after === '' ? before : `${before} ${after}`;
}
