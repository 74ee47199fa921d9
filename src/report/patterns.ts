/**
 * Many patterns as one. Tried one by one, each goes over the whole text for itself; joined as they stand, all of them are tried at
 * every character. Nearly all begin with the text or with a word, so that where neither begins there is nothing to try.
 */

const ANCHORS = ['^', '\\b'] as const;

/**
 * The pattern that matches where any of others does.
 * @param patterns - sources without back references
 */
export function anyOf(patterns: readonly string[]): RegExp {
  const alternatives = patterns.flatMap(alternativesOf);
  const anchored = ANCHORS.flatMap(anchor => {
    const behind = alternatives
      .filter(each => each.startsWith(anchor))
      .map(each => each.slice(anchor.length));
    return behind.length === 0 ? [] : [`${anchor}(?:${behind.join('|')})`];
  });
  const others = alternatives.filter(each => !ANCHORS.some(anchor => each.startsWith(anchor)));
  return new RegExp([...anchored, ...others].join('|'));
}

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
