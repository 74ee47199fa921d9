/**
 * The words of an entity's parts as two texts, what is plain and what was HTML, with nothing told twice. The parts of
 * a multipart/alternative say one thing in two forms (RFC 2046 §5.1.4); where they do not, both are kept. Where they
 * do, it is the plain one, unless HTML has a structure that it lacks: a text that clients make of lists, code and
 * tables has lost where they begin and end.
 */
import { addsWords, hasWords, sayDifferentThings } from './alternatives.js';
import type { Part } from './mime-tree.js';
import type { PartText } from './text-part.js';

/** The words of one part. */
export interface Words extends PartText {
  readonly kind: 'plain' | 'html';
}

export interface Telling {
  readonly plain: string;
  readonly html: string;
  /** Two forms of one text say different things. */
  readonly differ: boolean;
}

/**
 * @param root - from splitParts
 * @param wordsOf - of a leaf; null where it holds none that count
 */
export function withoutSecondTelling(root: Part, wordsOf: (part: Part) => Words | null): Telling {
  let differ = false;
  const read = (part: Part): Words[] => {
    if (part.children.length === 0) return [wordsOf(part) ?? []].flat();
    const words = part.children.flatMap(read);
    if (part.type !== 'multipart/alternative') return words;
    const { plain, html } = joined(words);
    if (!hasWords(html)) return words.filter(({ kind }) => kind === 'plain');
    if (!hasWords(plain)) return words.filter(({ kind }) => kind === 'html');
    if (!sayDifferentThings(plain, html)) {
      const told = htmlTellsMore(words) ? 'html' : 'plain';
      return words.filter(({ kind }) => kind === told);
    }
    differ = true;
    return words;
  };
  const words = read(root);
  const { plain, html } = joined(words);
  if (plain === '' || html === '' || differ || addsWords(plain, html)) return { plain, html, differ };
  // Some clients make alternatives without saying so.
  return htmlTellsMore(words) && !addsWords(html, plain)
    ? { plain: '', html, differ }
    : { plain, html: '', differ };
}

/** What was clear-signed is what is shown: its other form is under no signature. */
function htmlTellsMore(words: readonly Words[]): boolean {
  return words.some(({ isStructured }) => isStructured) && !words.some(({ isSigned }) => isSigned);
}

function joined(words: readonly Words[]): { plain: string; html: string } {
  const text = (kind: Words['kind']) =>
    words
      .filter(each => each.kind === kind)
      .map(each => each.text)
      .join('\n');
  return { plain: text('plain'), html: text('html') };
}
