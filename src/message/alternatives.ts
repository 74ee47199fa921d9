/**
 * Whether the text and the HTML of one mail say the same. Clients make one of the other, so that marks, links,
 * pictures and line ends differ; what must not differ is the words, or one reader is told what another is not.
 */

/** Characters compared of either. */
const MAX_LENGTH = 300_000;

/** Links stand in one and not in the other, as do the marks around what was bold. */
const LINKS = /(?:\b(?:https?|ftp|cid|mailto|tel):|\bwww\.)[^\s<>\])]*/gi;

/** Words of scripts that part them by spaces; of those that do not, each character is one. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}]+/gu;

/** Fewer words than this in one alone are a picture's alternative text or a client's own remark. */
const MIN_ALIEN = 4;
/** More words than this in one alone are a difference, however long the text. */
const MAX_ALIEN = 25;

/**
 * Whether a text has any words at all; clients send a text/plain of one space.
 * @param text - any text
 */
export function hasWords(text: string): boolean {
  return wordsIn(text).length > 0;
}

/**
 * @param text - of the text/plain part
 * @param html - the text of the text/html part
 * @returns whether either holds more words that the other lacks than a conversion explains
 */
export function sayDifferentThings(text: string, html: string): boolean {
  const ofText = wordsIn(text);
  const ofHtml = wordsIn(html);
  return isAlien(ofHtml, ofText, MIN_ALIEN) || isAlien(ofText, ofHtml, MIN_ALIEN);
}

/**
 * @param text - what is kept
 * @param more - a text beside it that is no alternative to it
 * @returns whether the second holds words that the first lacks
 */
export function addsWords(text: string, more: string): boolean {
  return isAlien(wordsIn(more), wordsIn(text), 1);
}

function isAlien(words: readonly string[], others: readonly string[], minimum: number): boolean {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  let alien = 0;
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count === 0) alien += 1;
    else left.set(word, count - 1);
  }
  return alien >= minimum && (alien * 8 >= words.length || alien > MAX_ALIEN);
}

/** Letters that count items, and a language beside a fence: nobody's words, and HTML has them where text has none. */
const MARKS = /^[ >]{0,100}(?:[a-z]\. |[ivxlcdm]{1,15}\. |`{3,100}[\w+#.-]{1,30}$)/gm;

/** Nobody sees these, and one form may lack them. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]+|\u034f+/g;

/** Without the numbers of lists, which one counts and the other writes. */
function wordsIn(text: string): string[] {
  const folded = text
    .slice(0, MAX_LENGTH)
    .normalize('NFKC')
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(MARKS, ' ')
    .replace(LINKS, ' ');
  return (folded.match(WORD) ?? []).filter(word => !/^[0-9]{1,2}$/.test(word));
}
