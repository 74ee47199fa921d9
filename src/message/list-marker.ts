/**
 * The numbers and bullets of HTML's lists, which HTML counts and text must write.
 */
import { attribute, type DomNode } from './html-tree.js';

/** CommonMark 0.31 §5.2: a number has nine digits at most. */
const NUMBER = /^[0-9]{1,9}$/;

const ROMAN: readonly (readonly [number, string])[] = [
  ...([
    [1000, 'm'],
    [900, 'cm'],
    [500, 'd'],
    [400, 'cd'],
    [100, 'c'],
    [90, 'xc'],
    [50, 'l'],
  ] as const),
  ...([
    [40, 'xl'],
    [10, 'x'],
    [9, 'ix'],
    [5, 'v'],
    [4, 'iv'],
    [1, 'i'],
  ] as const),
];

/** Romans wrote no larger ones. */
const MAX_ROMAN = 3999;

/** The markers of one list, item by item. */
export class ListMarkers {
  readonly #style: string;
  #next: number;

  /** @param list - ol, ul or any other; all but ol have bullets */
  constructor(list: DomNode) {
    this.#style = list.name === 'ol' ? styleOf(list) : 'bullet';
    const start = attribute(list, 'start').trim();
    this.#next = NUMBER.test(start) ? Number(start) : 1;
  }

  /** Whether Markdown lets a list that begins with the next item follow a line of text at once (CommonMark 0.31 §5.3). */
  get mayInterrupt(): boolean {
    return this.#style === 'bullet' || (this.#style === '1' && this.#next === 1);
  }

  /** @param item - li, whose `value` counts from there on */
  next(item: DomNode): string {
    if (this.#style === 'bullet') return '-';
    const value = attribute(item, 'value').trim();
    if (NUMBER.test(value)) this.#next = Number(value);
    const number = this.#next;
    this.#next = Math.min(number + 1, 999_999_999);
    return `${written(number, this.#style)}.`;
  }
}

/** HTML's `type`, or CSS's list-style-type in its words. */
function styleOf(list: DomNode): string {
  const type = attribute(list, 'type').trim();
  if (/^[aAiI]$/.test(type)) return type;
  const named = /(?:^|;)\s*list-style(?:-type)?\s*:\s*([a-z]+)-(alpha|latin|roman)/i.exec(
    attribute(list, 'style'),
  );
  if (named === null) return '1';
  const letter = named[2]?.toLowerCase() === 'roman' ? 'i' : 'a';
  return named[1]?.toLowerCase() === 'upper' ? letter.toUpperCase() : letter;
}

function written(number: number, style: string): string {
  if (number < 1 || style === '1') return String(number);
  const isRoman = style.toLowerCase() === 'i';
  if (isRoman && number > MAX_ROMAN) return String(number);
  const lower = isRoman ? roman(number) : letters(number);
  return style === style.toUpperCase() ? lower.toUpperCase() : lower;
}

/** a to z, aa to zz and so on. */
function letters(number: number): string {
  let text = '';
  for (let left = number; left > 0; left = Math.floor((left - 1) / 26)) {
    text = String.fromCharCode(97 + ((left - 1) % 26)) + text;
  }
  return text;
}

function roman(number: number): string {
  let left = number;
  let text = '';
  for (const [value, digits] of ROMAN) {
    while (left >= value) {
      text += digits;
      left -= value;
    }
  }
  return text;
}
