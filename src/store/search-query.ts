/**
 * What a person types to search for, as a query of FTS5. Every word becomes a quoted string of its own, so that nothing
 * typed is read as FTS5's query syntax: the tokenizer takes it apart as it did the reports, and what it finds in one
 * word ("CVE-2026-1234", "parse_header", a path) has to stand together in a report, too.
 */

/** Words of one search; each costs a walk through its list of reports. */
export const MAX_SEARCH_WORDS = 32;
/** Characters of one search that are looked at. */
const MAX_LENGTH = 2000;

/** A double quote as keyboards and mail programs write it. */
const QUOTE = '"“”„‟«»';
const PART = new RegExp(`[${QUOTE}]([^${QUOTE}]*)(?:[${QUOTE}](\\*?)|$)|([^\\s${QUOTE}]+)`, 'gu');

/** What unicode61 takes for part of a word: letters, digits, and what private use makes of a code point. */
const HAS_TOKEN = /[\p{L}\p{N}\p{Co}]/u;

/**
 * Makes the query: words that must all be found, `"several words"` next to each other, and `begin*` for all that
 * begins so.
 * @param text - as typed; never wrong
 * @returns null where there is nothing in it to look for
 */
export function searchQuery(text: string): string | null {
  const terms = [...text.slice(0, MAX_LENGTH).toWellFormed().matchAll(PART)].flatMap(
    ([, phrase, star, word = '']) =>
      phrase === undefined
        ? termOf(word.replace(/\*$/, ''), word.endsWith('*'))
        : termOf(phrase, star === '*'),
  );
  return terms.length === 0 ? null : [...new Set(terms)].slice(0, MAX_SEARCH_WORDS).join(' AND ');
}

/** FTS5 ends a query at a NUL, also within quotes; a string without a token would be found nowhere. */
function termOf(typed: string, isPrefix: boolean): string[] {
  const words = typed.replace(/[\p{Cc}"]/gu, ' ').trim();
  return HAS_TOKEN.test(words) ? [`"${words}"${isPrefix ? ' *' : ''}`] : [];
}
