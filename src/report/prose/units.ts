/** Blocks of loose prose → what is judged one by one: sentences, items, code. */
import type { Block } from '../../document/document.js';
import { append } from '../append.js';
import { MAX_UNITS } from '../limits.js';
import { type Passage, passageOf, sentencesOf } from '../passage.js';
import type { Section } from '../sections.js';
import { isTyped } from '../typed.js';

/** A sentence, an item of a list, or something typed. */
export interface Unit {
  readonly passage: Passage;
  readonly kind: 'sentence' | 'item' | 'typed' | 'heading';
  /** Whether it opens a paragraph. */
  readonly opens: boolean;
  /** Whether it is the first below a list of steps that stood under a heading. */
  readonly isBelowSteps: boolean;
  readonly block: Block;
}

/**
 * @param sections - the `loose` and `other` ones, in order
 */
export function unitsOf(sections: readonly Section[]): Unit[] {
  const units: Unit[] = [];
  for (const section of sections) {
    for (const [index, block] of section.blocks.entries()) {
      if (units.length >= MAX_UNITS) return units.slice(0, MAX_UNITS);
      append(units, unitsOfBlock(block, index === 0 && section.isBelowSteps === true));
    }
  }
  return units.slice(0, MAX_UNITS);
}

function unitsOfBlock(block: Block, isBelowSteps: boolean): Unit[] {
  const whole = passageOf(block.lines);
  if (!/[\p{L}\p{N}]/u.test(whole.text)) return [];
  if (block.kind === 'code' || block.kind === 'table' || isTypedBlock(block, whole)) {
    return [{ passage: whole, kind: 'typed', opens: true, isBelowSteps, block }];
  }
  if (block.kind === 'item' || block.kind === 'heading') {
    return [{ passage: whole, kind: block.kind, opens: true, isBelowSteps, block }];
  }
  return sentencesOf(block.lines).map((passage, index) => ({
    passage,
    kind: isTyped(passage.text) && !/[.!?]$/.test(passage.text) ? ('typed' as const) : ('sentence' as const),
    opens: index === 0,
    isBelowSteps: isBelowSteps && index === 0,
    block,
  }));
}

function isTypedBlock(block: Block, whole: Passage): boolean {
  if (block.kind !== 'paragraph' || !isTyped(whole.text)) return false;
  // One line of prose below a command is prose.
  return !block.lines.some(line => /\p{Ll}{2,}[.!?]$/u.test(line.text) && / \p{L}+ \p{L}+ /u.test(line.text));
}
