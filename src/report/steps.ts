/** Splits a section into steps, each with the code, requests and logs that follow it. */
import type { Block, ItemNumber } from '../document/document.js';
import { follows, numberOn } from '../document/list-marks.js';
import { withShapes } from '../document/shapes.js';
import { cueOf } from './cues.js';
import { MAX_ITEMS } from './limits.js';
import { type Passage, passageOf, sentencesOf, textOf, within, without } from './passage.js';
import { opensSteps } from './prose/purposes.js';
import { isTyped } from './typed.js';

/** Longer sentences with an opening in them hold a step too. */
const MAX_OPENING_LENGTH = 60;

/** One step: its words, and where each of them stands. */
export type Step = readonly Passage[];

/**
 * The steps in blocks: their numbered items, else their bullets, else their sentences.
 * @param blocks - of one section
 */
export function stepsOf(blocks: readonly Block[]): Step[] {
  // Items that began beside a label were read as text.
  const shaped = withShapes(blocks).flatMap(inlineItems);
  const steps = listedSteps(shaped) ?? sentenceSteps(shaped);
  return steps.filter(step => /[\p{L}\p{N}]/u.test(textOf(step))).slice(0, MAX_ITEMS);
}

/** How far a paragraph is looked through for items on one line. */
const MAX_INLINE = 4000;

/** "1. Open the page. 2. Press Save." in one paragraph. */
function inlineItems(block: Block): Block[] {
  const isFirst = block.kind === 'item' && block.number?.join('.') === '1';
  if (block.kind !== 'paragraph' && !isFirst) return [block];
  if (!block.lines.some(({ text }) => /\d[.)]/.test(text))) return [block];
  const passage = passageOf(block.lines);
  const marks = isFirst ? [{ number: 1, at: 0, end: 0 }] : [];
  for (const match of passage.text.slice(0, MAX_INLINE).matchAll(/(?:^|\s)\(?(\d{1,2})[.)]\s+(?=\S)/g)) {
    const number = Number(match[1]);
    if (number === marks.length + 1)
      marks.push({ number, at: match.index, end: match.index + match[0].length });
  }
  if (marks.length < 2 || marks[0]?.at !== 0) return [block];
  return marks.map(({ number, end }, index) => ({
    kind: 'item',
    number: [number],
    lines: within(passage, end, marks[index + 1]?.at ?? passage.text.length).lines,
    quoted: block.quoted,
    depth: 1,
  }));
}

/**
 * The steps of a list of two or more items, or null where blocks hold none.
 * @param blocks - without a heading of their own
 */
export function listedStepsOf(blocks: readonly Block[]): Step[] | null {
  const steps = listedSteps(blocks);
  return steps === null || steps.length < 2 ? null : steps.slice(0, MAX_ITEMS);
}

function listedSteps(blocks: readonly Block[]): Step[] | null {
  const isNumbered = blocks.some(block => openingOf(block, null, true) !== null);
  const outermost = blocks.reduce(
    (least, block) => (block.kind === 'item' ? Math.min(least, block.depth) : least),
    Number.POSITIVE_INFINITY,
  );
  if (!isNumbered && !Number.isFinite(outermost)) return null;
  const steps: Passage[][] = [];
  let previous: ItemNumber = null;
  let awaitsMore = false;
  const last = blocks.findLastIndex(
    block => openingOf(block, null, isNumbered) !== null || (block.kind === 'item' && block.depth >= 1),
  );
  for (const [index, block] of blocks.entries()) {
    const opening = openingOf(block, previous, isNumbered);
    const isItem = isNumbered ? opening !== null : block.kind === 'item' && block.depth <= outermost;
    const passage = opening?.passage ?? passageOf(block.lines);
    if (isItem) {
      steps.push([passage]);
      previous = opening?.number ?? previous;
    } else if (steps.length > 0) {
      // Below the last item a paragraph of its own tells something else, unless it was announced.
      const isAfter = index > last && block.kind === 'paragraph' && block.depth === 0;
      if (isAfter && !awaitsMore && !isTyped(passage.text)) break;
      steps.at(-1)?.push(passage);
    }
    awaitsMore = block.kind === 'heading' || /[:：]$/.test(passage.text);
  }
  return steps;
}

interface Opening {
  readonly number: ItemNumber;
  readonly passage: Passage;
}

/** What opens a step: a numbered item, a heading "Step 2". `previous` null asks only whether it could. */
function openingOf(block: Block, previous: ItemNumber, isNumbered: boolean): Opening | null {
  if (!isNumbered) return null;
  const first = block.lines[0];
  if (block.kind === 'item' && block.number !== null) {
    // "1." inside of a step's own list belongs to the step.
    const isNext =
      previous === null ||
      follows(previous, block.number) ||
      (block.depth <= 1 && isLater(previous, block.number));
    return isNext ? { number: block.number, passage: withoutStepWord(passageOf(block.lines)) } : null;
  }
  if (block.kind !== 'heading' || first === undefined) return null;
  const mark = numberOn(first);
  if (mark?.number == null) return null;
  return { number: mark.number, passage: passageOf([mark.rest]) };
}

/** A number may be left out or written twice. */
function isLater(previous: readonly number[], next: readonly number[]): boolean {
  return previous.length === 1 && next.length === 1 && (next[0] ?? 0) > (previous[0] ?? 0);
}

/** "1. Step 1: Open the page" */
function withoutStepWord(passage: Passage): Passage {
  const line = passage.lines[0];
  if (line === undefined || !/^[*_]{0,2}(?:step|schritt|[eé]tape|paso)\b/i.test(line.text)) return passage;
  const mark = numberOn(line);
  return mark === null ? passage : passageOf([mark.rest, ...passage.lines.slice(1)]);
}

function sentenceSteps(blocks: readonly Block[]): Step[] {
  const steps: Passage[][] = [];
  let awaitsMore = false;
  for (const block of blocks) {
    const whole = passageOf(block.lines);
    const typed = block.kind === 'code' || block.kind === 'table' || isTyped(whole.text);
    const above = steps.at(-1);
    if (above !== undefined && (typed || awaitsMore)) above.push(whole);
    else if (typed) steps.push([whole]);
    else if (block.kind !== 'heading') for (const sentence of proseSteps(block)) steps.push([sentence]);
    awaitsMore = /[:：]$/.test(whole.text);
  }
  return steps;
}

/** "What I did was simple." opens the telling and is no step. */
function proseSteps(block: Block): Passage[] {
  return sentencesOf(block.lines)
    .filter(({ text }) => text.length > MAX_OPENING_LENGTH || cueOf(text) !== 'steps')
    .map(withoutOpening);
}

/**
 * "To reproduce: open the page" is the step "open the page".
 * @param sentence - of the telling
 */
export function withoutOpening(sentence: Passage): Passage {
  const colon = sentence.text.slice(0, MAX_OPENING_LENGTH).search(/[:：] /);
  const lead = sentence.text.slice(0, colon + 1);
  if (colon < 0 || (cueOf(lead) !== 'steps' && !opensSteps(lead))) return sentence;
  return without(sentence, colon + 2);
}
