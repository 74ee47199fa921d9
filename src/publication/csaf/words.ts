/** Words of an advisory where CSAF's readers take them as Markdown, or as they are. Pure. */

/**
 * The words, with what would be HTML, a link or a picture made text. CSAF 2.0 §8: producers emit no HTML.
 *
 * A space is put in, where HTML and Markdown of every kind want none: a backslash or a fence of code is read differently by each
 * viewer, and not at all by one that puts words into a page as they are. Addresses that stand there bare stay addresses.
 * @param words - as engineers wrote them
 */
export function withoutHtml(words: string): string {
  return (
    words
      // HTML Living Standard §13.2.5.6: a tag, a comment or an instruction begins so, and nothing else.
      .replace(/<(?=[a-z/!?])/gi, '< ')
      // CommonMark §6.3: what a link or a picture goes to stands right behind its text.
      .replace(/\](?=\()/g, '] ')
      .replace(DEFINITION, '$1 :')
  );
}

/**
 * Up to the colon of what may define a link, at the beginning of a line, in lists and quotations too (CommonMark §4.7). Without
 * one, `[x][y]` is no link. Its label holds no bracket that is not escaped; whether a backslash escapes, viewers don't agree on.
 */
const DEFINITION = /^((?:[^\S\r\n]|[>*+\-\d.)])*\[(?:[^[\]]|\\[[\]])*\]):/gm;

/** Whether words that have to stay as they are, such as a range of versions, hold what a page takes for a tag. */
export function holdsTag(words: string): boolean {
  return /<[a-z/!?][^>]*>/i.test(words);
}
