/** Splits a section into steps, each with the code, requests and logs that follow it. */
import { append } from './append.js';
import { cueOf } from './cues.js';
import { MAX_ITEMS } from './limits.js';
import { type Line, paragraphsOf, textOf } from './lines.js';
import { sentencesOf } from './sentences.js';
import { bulletOf, follows, stepNumberOf } from './step-marks.js';
import { fieldText } from './text.js';

/** Longer sentences with an opening in them hold a step too. */
const MAX_OPENING_LENGTH = 60;

/**
 * The steps in a section: its numbered items, else its bullets, else its sentences.
 * @param lines - the section
 */
export function stepsOf(lines: readonly Line[]): string[] {
  const items = numberedItems(lines) ?? bulletedItems(lines) ?? sentenceItems(lines);
  return items
    .map(fieldText)
    .filter(item => item !== null)
    .slice(0, MAX_ITEMS);
}

/**
 * The steps of a numbered list of two or more items, or null where lines hold none.
 * @param lines - lines without a heading of their own
 */
export function numberedStepsOf(lines: readonly Line[]): string[] | null {
  const items = numberedItems(lines);
  return items === null || items.length < 2 ? null : stepsOf(lines);
}

function numberedItems(lines: readonly Line[]): string[] | null {
  let previous: readonly number[] | null = null;
  return itemsOf(lines, line => {
    const mark = stepNumberOf(line);
    if (mark === null || !follows(previous, mark.number)) return null;
    previous = mark.number;
    return mark.rest;
  });
}

function bulletedItems(lines: readonly Line[]): string[] | null {
  return itemsOf(lines, bulletOf);
}

/** Lines joined under the item above them. What stands before the first item introduces the list. */
function itemsOf(lines: readonly Line[], open: (line: Line) => string | null): string[] | null {
  const items: string[][] = [];
  for (const line of lines) {
    const rest = open(line);
    if (rest !== null) items.push([rest]);
    else items[items.length - 1]?.push(textOf([line]));
  }
  return items.length === 0 ? null : items.map(item => item.join('\n'));
}

function sentenceItems(lines: readonly Line[]): string[] {
  const items: string[][] = [];
  let awaitsMore = false;
  for (const paragraph of paragraphsOf(lines)) {
    const text = textOf(paragraph);
    const typed = paragraph[0]?.code === true || isCommand(text);
    const above = items[items.length - 1];
    if (above !== undefined && (typed || awaitsMore)) above.push(text);
    else if (typed) items.push([text]);
    else
      append(
        items,
        proseSteps(text).map(sentence => [sentence]),
      );
    awaitsMore = text.endsWith(':');
  }
  return items.map(item => item.join('\n'));
}

/** "What I did was simple." opens the telling and is no step. */
function proseSteps(text: string): string[] {
  return sentencesOf(text).filter(
    sentence => cueOf(sentence) !== 'steps' || sentence.length > MAX_OPENING_LENGTH,
  );
}

/** A paragraph that is typed, not told: a command, a request, a log without a fence around it. */
function isCommand(text: string): boolean {
  return /^(?:[$>#] |(?:curl|wget|git|docker|npm|npx|pip|python3?|node|java|mvn|echo|cat|cd|ls|sudo|nc|for|export) |(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) \/|HTTP\/|[{[<]|\.\/|\d{4}-\d{2}-\d{2}T| {4}\S)/.test(
    text,
  );
}
