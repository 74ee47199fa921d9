/**
 * Many patterns as one. Tried one by one, each goes over the whole text for itself; joined as they stand, all of them are tried at
 * every character. Nearly all begin with the text or with a word, so that where neither begins there is nothing to try.
 */

const ANCHORS = ['^', '\\b'] as const;

/** Asked no more than whether it matches. */
export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
}

/**
 * The pattern that matches where any of others does.
 * @param patterns - sources without back references
 */
export function anyOf(patterns: readonly string[]): Pattern {
  const alternatives = patterns.flatMap(alternativesOf);
  const anchored = ANCHORS.flatMap(anchor => {
    const behind = alternatives
      .filter(each => each.startsWith(anchor))
      .map(each => each.slice(anchor.length));
    return behind.length === 0 ? [] : [`${anchor}(?:${behind.join('|')})`];
  });
  const others = alternatives.filter(each => !ANCHORS.some(anchor => each.startsWith(anchor)));
  return compiledAtOnce(new RegExp([...anchored, ...others].join('|')));
}

/**
 * V8 makes machine code of a pattern when it is tried a second time, and byte code at first: of one of 14,000 characters in
 * 20 times the time that the machine code takes, and with 20 MB. Tried on a text of a thousand characters, it makes machine
 * code at once; an engine that does otherwise has lost nothing but a look at blanks.
 */
function compiledAtOnce(pattern: RegExp): Pattern {
  let isCompiled = false;
  return {
    source: pattern.source,
    test(text) {
      if (!isCompiled) pattern.test(LONG);
      isCompiled = true;
      return pattern.test(text);
    },
  };
}

const LONG = ' '.repeat(1000);

/** A pattern parted at the bars that stand in no group and in no class. */
function alternativesOf(pattern: string): string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let isInClass = false;
  let start = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (isInClass) isInClass = character !== ']';
    else if (character === '[') isInClass = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) {
      alternatives.push(pattern.slice(start, at));
      start = at + 1;
    }
  }
  return [...alternatives, pattern.slice(start)];
}
