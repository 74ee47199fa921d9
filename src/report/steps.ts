/** Splits a section into steps, each with the code, requests and logs that follow it. */
import { MAX_ITEMS } from './limits.js';
import { isBlank, type Line, paragraphsOf, textOf } from './lines.js';
import { sentencesOf } from './sentences.js';
import { bulletOf, follows, stepNumberOf } from './step-marks.js';
import { fieldText } from './text.js';
import { cueOf } from './cues.js';

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
  const items: string[] = [];
  for (const paragraph of paragraphsOf(lines.filter((line, index) => !isBlank(line) || index > 0))) {
    const text = textOf(paragraph);
    const last = items.length - 1;
    const above = items[last];
    if (above !== undefined && (paragraph[0]?.code || isCommand(text) || above.endsWith(':'))) {
      items[last] = `${above} ${text}`;
    } else if (paragraph[0]?.code || isCommand(text)) {
      items.push(text);
    } else {
      items.push(...sentencesOf(text).filter(sentence => cueOf(sentence) !== 'steps' || sentence.length > 60));
    }
  }
  return items;
}

/** A paragraph that is typed, not told: a command, a request, a log without a fence around it. */
function isCommand(text: string): boolean {
  return /^(?:[$>#] |(?:curl|wget|git|docker|npm|npx|pip|python3?|node|java|mvn|echo|cat|cd|ls|sudo|nc|for|export) |(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) \/|HTTP\/|[{[<]|\.\/|\d{4}-\d{2}-\d{2}T| {4}\S)/.test(
    text,
  );
}
