/**
 * Lines → blocks, by the block structure of Markdown, which is what people write in mails whether they know it or not.
 * CommonMark's rules for HTML, link definitions, indented code, quotations and underlined headings are left out: a mail
 * that holds "<pid>" or a wrapped line of five spaces means none of them. Inline marks stay as they were written.
 */
import MarkdownIt, { type Token } from 'markdown-it';
import type { Block, ItemNumber, Line } from './document.js';
import { MAX_COLUMNS, MAX_LIST_DEPTH } from './limits.js';
import { from, isBlank, trimmed } from './lines.js';

/** Its nesting counts the list and the item. */
const parser = new MarkdownIt('zero', { maxNesting: 2 * MAX_LIST_DEPTH }).enable([
  'table',
  'fence',
  'hr',
  'list',
  'heading',
]);

const MARK = /^\s{0,200}(?:([-*+])|(\d{1,9})[.)])(?=\s|$)/;

/**
 * The blocks of lines that stand in one depth of quotation.
 * @param lines - without marks of quotation; trailing white space removed
 * @param quoted - that depth
 */
export function blocksOf(lines: readonly Line[], quoted: number): Block[] {
  return new Reader(lines, quoted).read(tokensOf(lines));
}

/** Fences without an end that are looked for one by one; a mail with more of them has no code. */
const MAX_OPEN_FENCES = 3;

/** A fence that never closes must not hide the rest of the mail. */
function tokensOf(lines: readonly Line[]): Token[] {
  const texts = withoutFalseMarks(lines);
  for (let tries = 0; ; tries++) {
    const tokens: Token[] = [];
    parser.block.parse(texts.join('\n'), parser, {}, tokens);
    const open = tokens.findLast(token => token.type === 'fence');
    const [first, end] = open?.map ?? [0, 0];
    if (open === undefined || end < texts.length || hasEnd(lines, first, end, open.markup)) return tokens;
    // Private-use characters can't open anything.
    const last = tries < MAX_OPEN_FENCES ? first + 1 : end;
    for (let at = first; at < last; at++) texts[at] = texts[at]?.replace(/[`~]/g, '\uE000') ?? '';
  }
}

function hasEnd(lines: readonly Line[], first: number, end: number, markup: string): boolean {
  return end - 1 > first && isFence(lines[end - 1], markup);
}

/** A number that a line was wrapped before ("the answer is\n403.") opens no item: it neither begins a list nor goes on. */
function withoutFalseMarks(lines: readonly Line[]): string[] {
  /** The last number at each indentation: lists inside a list count for themselves. */
  const previous = new Map<number, number>();
  return lines.map(({ text }, index) => {
    const mark = /^(\s{0,200})(\d{1,9})[.)](?=\s|$)/.exec(text);
    if (mark?.[1] === undefined || mark[2] === undefined) return text;
    const number = Number(mark[2]);
    const above = lines[index - 1];
    const isWrapped = above !== undefined && !isBlank(above);
    const isNext = number === (previous.get(mark[1].length) ?? 0) + 1;
    if (isWrapped && !isNext && number > 1) return text.replace(mark[2], '\uE000');
    previous.set(mark[1].length, number);
    return text;
  });
}

class Reader {
  private readonly blocks: Block[] = [];
  private readonly taken: Uint8Array;
  private depth = 0;
  /** The item whose first paragraph is still to come. */
  private item: { number: ItemNumber; line: number } | null = null;

  constructor(
    private readonly lines: readonly Line[],
    private readonly quoted: number,
  ) {
    this.taken = new Uint8Array(lines.length);
  }

  read(tokens: readonly Token[]): Block[] {
    for (const [index, token] of tokens.entries()) this.readToken(token, tokens[index + 1]);
    return this.withLeftLines();
  }

  private readToken(token: Token, next: Token | undefined): void {
    const [first, end] = token.map ?? [0, 0];
    switch (token.type) {
      case 'list_item_open':
        this.depth += 1;
        this.item = { number: this.numberAt(first), line: first };
        return;
      case 'list_item_close':
        // An empty item, or one that begins with code.
        this.closeItem();
        this.depth -= 1;
        return;
      case 'heading_open':
        if (token.markup.startsWith('#')) this.addHeading(token, first);
        return;
      case 'paragraph_open':
        this.addParagraph(first, next?.map?.[1] ?? end);
        return;
      case 'fence':
        this.closeItem();
        this.addCode(token, first, end);
        return;
      case 'hr':
        this.taken.fill(1, first, end);
        return;
      case 'table_open':
        this.addTable(first, end);
    }
  }

  private common(lines: readonly Line[]) {
    return { lines, quoted: this.quoted, depth: this.depth };
  }

  private numberAt(line: number): ItemNumber {
    const number = MARK.exec(this.contentOf(line).text)?.[2];
    return number === undefined ? null : [Number(number)];
  }

  private closeItem(): void {
    if (this.item === null) return;
    if (this.contentOf(this.item.line, true).text === '') this.taken[this.item.line] = 1;
    this.blocks.push({ kind: 'item', number: this.item.number, ...this.common([]) });
    this.item = null;
  }

  /** A line without the marks of the lists it stands in, of which several can open on one line. */
  private contentOf(index: number, isFirstOfItem = false): Line {
    let line = trimmed(this.lines[index] ?? { text: '', body: 0, start: 0 });
    if (!isFirstOfItem) return line;
    for (let marks = 0; marks < MAX_LIST_DEPTH; marks++) {
      const mark = MARK.exec(line.text);
      if (mark === null) break;
      line = from(line, mark[0].length);
    }
    return line;
  }

  private addHeading(token: Token, first: number): void {
    this.closeItem();
    this.taken[first] = 1;
    const line = trimmed(this.lines[first] ?? { text: '', body: 0, start: 0 });
    const mark = /(?:^|\s)(#{1,6})(?:\s+|$)/.exec(line.text);
    const title = from(line, mark === null ? 0 : mark.index + mark[0].length);
    const text = title.text.replace(/\s+#{1,100}$/, '');
    this.blocks.push({
      kind: 'heading',
      level: token.markup.length,
      ...this.common([{ ...title, text }]),
    });
  }

  private addParagraph(first: number, end: number): void {
    const lines: Line[] = [];
    for (let index = first; index < end; index++) {
      this.taken[index] = 1;
      const line = this.contentOf(index, this.item?.line === index);
      if (line.text !== '' && !isOrnament(line.text)) lines.push(line);
    }
    if (lines.length === 0 && this.item === null) return;
    if (this.item !== null)
      this.blocks.push({ kind: 'item', number: this.item.number, ...this.common(lines) });
    else if (this.depth === 0 && this.isIndented(first, end)) {
      const whole = this.lines.slice(first, end).map(({ text, body, start }) => ({ text, body, start }));
      this.blocks.push({ kind: 'code', language: null, ...this.common(whole) });
    } else this.blocks.push({ kind: 'paragraph', ...this.common(lines) });
    this.item = null;
  }

  private isIndented(first: number, end: number): boolean {
    return this.lines.slice(first, end).every(({ text }) => /^(?: {4}|\t)/.test(text));
  }

  private addCode(token: Token, first: number, end: number): void {
    this.taken.fill(1, first, end);
    const last = hasEnd(this.lines, first, end, token.markup) ? end - 1 : end;
    const lines = this.lines.slice(first + 1, last).map(({ text, body, start }) => ({ text, body, start }));
    const language = /^[\w+#.-]{1,40}/.exec(token.info.trim())?.[0] ?? null;
    this.blocks.push({ kind: 'code', language, ...this.common(lines) });
  }

  private addTable(first: number, end: number): void {
    const lines: Line[] = [];
    for (let index = first; index < end; index++) {
      const line = this.contentOf(index, this.item?.line === index);
      if (line.text === '') continue;
      this.taken[index] = 1;
      if (!isDelimiterRow(line.text)) lines.push(line);
    }
    this.closeItem();
    this.blocks.push({ kind: 'table', rows: lines.map(cellsOf), ...this.common(lines) });
  }

  /** The parser stops at its depth of nesting; what it left is text of its own. */
  private withLeftLines(): Block[] {
    const left = this.lines.filter((line, index) => this.taken[index] === 0 && !isBlank(line));
    const all = left.filter(({ text }) => !isOrnament(text));
    if (all.length > 0) {
      this.blocks.push({ kind: 'paragraph', lines: all.map(trimmed), quoted: this.quoted, depth: 0 });
    }
    return this.blocks;
  }
}

/** A rule drawn across the text, a fence that opened nothing, characters that nobody sees: no words. */
function isOrnament(text: string): boolean {
  return (
    /^\s{0,200}(?:[-*_=~`] ?){3,200}$/.test(text) || /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text)
  );
}

function isFence(line: Line | undefined, markup: string): boolean {
  const text = line?.text.trim() ?? '';
  return text.startsWith(markup) && text.split(markup.charAt(0)).join('') === '';
}

/**
 * Whether a line is the one below the titles of a table, or the frame of one drawn in characters.
 * @param text - the line
 */
export function isDelimiterRow(text: string): boolean {
  return /^[|+:\-=\s]{3,}$/.test(text) && /[-=]/.test(text);
}

/**
 * The cells of a row whose columns are parted by bars; "\|" is a bar inside of a cell.
 * @param row - trimmed
 */
export function cellsOf(row: Line): Line[] {
  const cells: Line[] = [];
  let start = row.text.startsWith('|') ? 1 : 0;
  for (let at = start; at <= row.text.length && cells.length < MAX_COLUMNS; at++) {
    const isEnd = at === row.text.length;
    if (!isEnd && (row.text[at] !== '|' || row.text[at - 1] === '\\')) continue;
    if (isEnd && start === at) break;
    cells.push(trimmed({ text: row.text.slice(start, at), body: row.body, start: row.start + start }));
    start = at + 1;
  }
  return cells;
}
