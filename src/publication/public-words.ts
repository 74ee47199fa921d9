/** Words of an advisory as every format has them: what reorders them or can't be seen is spelled out. Pure. */
import type { Advisory } from '../advisory/advisory.js';
import { forTerminal } from '../digest/terminal.js';

/**
 * A name that reads backwards, or holds what nobody sees, would say one thing to people and another to programs, in a page and
 * in a scanner's list alike. Addresses are percent-encoded by each format (`uri.ts`).
 */
export function inPublicWords(advisory: Advisory): Advisory {
  const { title, description, products, remedies, references, credits } = advisory;
  return {
    ...advisory,
    title: title === null ? null : spelledOut(title),
    description: description === null ? null : spelledOut(description),
    products: products.map(product => ({
      ...product,
      name: spelledOut(product.name),
      affected: product.affected.map(spelledOut),
      fixed: product.fixed.map(spelledOut),
      notAffected: product.notAffected.map(spelledOut),
    })),
    remedies: remedies.map(remedy => ({ ...remedy, text: spelledOut(remedy.text) })),
    references: references.map(reference => ({ ...reference, text: spelledOut(reference.text) })),
    credits: credits.map(spelledOut),
  };
}

/** As on a terminal: `\u{202e}` for what turns the words after it around. */
export function spelledOut(words: string): string {
  return forTerminal(words);
}
