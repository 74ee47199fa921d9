/** The text of one body → its document. */
import type { Block, Document, Line } from './document.js';
import { MAX_LINES, MAX_TITLE_LENGTH } from './limits.js';
import { isBlank, linesOf, type QuotedLine, trimmed } from './lines.js';
import { blocksOf } from './markdown.js';
import { type LetterOptions, withRoles } from './roles.js';
import { withShapes } from './shapes.js';

/**
 * Reads the text of a body.
 * @param text - as the message stage gives it: LF line ends, no control characters but tabs
 * @param body - its index among the message's bodies
 * @param options - what is known of the mail
 */
export function readDocument(text: string, body: number, options: LetterOptions): Document {
  return withRoles(readBlocks(text, body), options);
}

/**
 * The blocks of a text, without regard to whose they are.
 * @param text - as for `readDocument`
 * @param body - its index among the message's bodies
 */
export function readBlocks(text: string, body: number): Block[] {
  const blocks: Block[] = [];
  const lines = withoutArmor(linesOf(text, body));
  for (const run of runsOf(lines.slice(0, MAX_LINES))) {
    const read =
      run.heading !== null
        ? [{ kind: 'heading' as const, level: 7, lines: [run.heading], quoted: run.quoted, depth: 0 }]
        : withShapes(blocksOf(run.lines, run.quoted));
    for (const block of read) blocks.push(block);
  }
  for (const block of plainBlocks(lines.slice(MAX_LINES))) blocks.push(block);
  return blocks;
}

/** A paragraph for each stretch of one depth of quotation. */
function plainBlocks(lines: readonly QuotedLine[]): Block[] {
  const blocks: (Block & { readonly lines: Line[] })[] = [];
  for (const line of lines) {
    if (isBlank(line)) continue;
    const open = blocks.at(-1);
    if (open?.quoted === line.quoted) open.lines.push(trimmed(line));
    else blocks.push({ kind: 'paragraph', lines: [trimmed(line)], quoted: line.quoted, depth: 0 });
  }
  return blocks;
}

/** Lines of one depth of quotation without a heading in them, or such a heading. */
interface Run {
  readonly quoted: number;
  readonly heading: Line | null;
  readonly lines: Line[];
}

function runsOf(lines: readonly QuotedLine[]): Run[] {
  const runs: Run[] = [];
  let open: Run | null = null;
  let fence: string | null = null;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) continue;
    // A blank line between lines of a quotation has lost its mark.
    const quoted: number = isBlank(line) && open !== null ? open.quoted : line.quoted;
    if (open === null || open.quoted !== quoted) {
      open = { quoted, heading: null, lines: [] };
      runs.push(open);
      fence = null;
    }
    fence = fenceAfter(line, fence);
    if (fence === null && isUnderlined(line, lines[index - 1], lines[index + 1])) {
      runs.push({ quoted, heading: trimmed(line), lines: [] });
      open = { quoted, heading: null, lines: [] };
      runs.push(open);
      index++;
    } else open.lines.push(line);
  }
  return runs.filter(run => run.heading !== null || run.lines.some(line => !isBlank(line)));
}

function fenceAfter(line: Line, fence: string | null): string | null {
  const mark = /^\s{0,20}(`{3,}|~{3,})/.exec(line.text)?.[1];
  if (mark === undefined) return fence;
  if (fence === null) return mark;
  return mark.startsWith(fence) ? null : fence;
}

function isUnderlined(line: Line, before: Line | undefined, after: Line | undefined): boolean {
  if (after === undefined || !isUnderline(after.text)) return false;
  const text = line.text.trim();
  if (text === '' || text.length > MAX_TITLE_LENGTH || /[.,;!?|]$/.test(text)) return false;
  // The line of dashes below a list or a table, or between a paragraph and what follows, underlines nothing.
  if (/^(?:[-*+|>#] ?|-{2,})/.test(text)) return false;
  return before === undefined || isBlank(before) || isUnderline(before.text);
}

function isUnderline(text: string): boolean {
  return /^\s{0,20}(?:={3,200}|-{3,200}|~{3,200}|\*{3,200}|_{3,200}|#{3,200}|\+{3,200})$/.test(text);
}

/** RFC 9580 §7: of a cleartext signed message only its words count; keys and signatures hold none. */
function withoutArmor(lines: readonly QuotedLine[]): QuotedLine[] {
  const lastEnd = lines.findLastIndex(line => line.text.trimStart().startsWith('-----END PGP '));
  let inArmor = false;
  return lines.map((line, index) => {
    const text = line.text.trimStart();
    const isMark =
      text.startsWith('-----BEGIN PGP SIGNED MESSAGE-----') || /^Hash: [A-Z0-9-]{1,12}$/.test(text);
    if (!isMark && !inArmor && !(text.startsWith('-----BEGIN PGP ') && index < lastEnd)) return line;
    if (!isMark) inArmor = !text.startsWith('-----END PGP ');
    return { ...line, text: '' };
  });
}
