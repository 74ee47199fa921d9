/**
 * A sentence of the digest before it is written in a format: which of it is ours, and which came from elsewhere. What
 * came from elsewhere is escaped by each format in its own way, so nothing reaches one unmarked.
 */

/** Our own words, words that came from elsewhere (mail, servers, people), or an instant (ISO 8601, UTC). */
export type Fragment = string | { readonly foreign: string } | { readonly instant: string };

export type Phrase = readonly Fragment[];

/** How a format writes each kind of fragment. */
export interface PhraseWriter<Written> {
  own(text: string): Written;
  foreign(text: string): Written;
  instant(iso: string): Written;
}

/**
 * A phrase from a template. A string put into it counts as foreign, whatever it is: our own words come as a phrase.
 */
export function phrase(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Phrase)[]
): Phrase {
  return strings.flatMap((text, index): Phrase => {
    const value = values[index];
    const own = text === '' ? [] : [text];
    if (value === undefined) return own;
    if (typeof value === 'number') return [...own, String(value)];
    return typeof value === 'string' ? [...own, { foreign: value }] : [...own, ...value];
  });
}

/** An instant in a phrase. @param iso - UTC, ISO 8601 */
export function at(iso: string): Phrase {
  return [{ instant: iso }];
}

/** Foreign words, or our own where there are none. */
export function orElse(foreign: string | null, own: string): Phrase {
  return [isBlank(foreign) ? own : { foreign: foreign ?? '' }];
}

/** Whether a text has nothing in it that a reader sees. */
export function isBlank(text: string | null): boolean {
  return text === null || !/[^\s\p{C}\p{M}]/u.test(text);
}

/** Phrases one behind the other. @param between - our own words */
export function joinedPhrases(phrases: readonly Phrase[], between: string): Phrase {
  return phrases.flatMap((one, index) => (index === 0 ? one : [between, ...one]));
}

/** Writes a phrase in a format, fragment by fragment. */
export function written<Written>(fragments: Phrase, writer: PhraseWriter<Written>): Written[] {
  return fragments.map(fragment => {
    if (typeof fragment === 'string') return writer.own(fragment);
    return 'foreign' in fragment ? writer.foreign(fragment.foreign) : writer.instant(fragment.instant);
  });
}
