/** Words of an advisory where CSAF's readers take them as Markdown. Pure. */

const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;

/**
 * The words, with what would be HTML made text. CSAF 2.0 §8: producers don't emit HTML; in code it is shown as it is.
 * @param words - as engineers wrote them
 */
export function withoutHtml(words: string): string {
  return words
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/(?<!\\)<(?=[a-z/!?])/gi, '\\<')))
    .join('');
}
