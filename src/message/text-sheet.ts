/**
 * Text that is written line by line with the marks of Markdown before it: white space folded as HTML has it, blank
 * lines where blocks part, "> " and the indentation of lists on every line of what they hold.
 */

/** What stands before the lines of a quotation or a list item. */
interface Frame {
  /** Before its first line, and before each later one, that of the frames around it included. */
  readonly first: string;
  readonly rest: string;
  /** It is a quotation's, whose lines may be indented; a list's or a heading's begin with a word. */
  readonly isQuote: boolean;
  isUsed: boolean;
}

interface SheetLine {
  readonly prefix: string;
  readonly text: string;
  /** All of it is bold. */
  readonly isBold: boolean;
  /** No more than a line break parts it from the line before. */
  readonly isContinued: boolean;
}

/** Characters of a line in bold that is a title; longer ones are words with a stress. */
const MAX_TITLE_LENGTH = 80;

/** Nobody sees these; clients pad words and lines with them. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]+|\u034f+/g;

export class TextSheet {
  readonly #lines: SheetLine[] = [];
  readonly #frames: Frame[] = [];
  #current = '';
  /** Folded white space that counts if a word follows. */
  #hasSpace = false;
  #hasBold = false;
  #hasOther = false;
  #isContinued = false;
  #isOneLine = false;
  /** Blank lines that are owed to the next line: by the blocks between, to a line that is no list item's, by line breaks. */
  #gap = 0;
  #gapBeforeText = 0;
  #blanks = 0;

  /** Lines written so far. */
  get length(): number {
    return this.#lines.length;
  }

  /** The last line's text; empty before the first. */
  get lastText(): string {
    return this.#lines.at(-1)?.text ?? '';
  }

  /**
   * Text as it stands in HTML.
   * @param text - its white space is folded
   * @param isBold - whether it is shown bold
   */
  write(text: string, isBold: boolean): void {
    const words = text.replace(INVISIBLE, '').replace(/[ \t\r\n\f]+/g, ' ');
    if (words === '') return;
    if (words === ' ') {
      this.#hasSpace = true;
      return;
    }
    const body = words.slice(words.startsWith(' ') ? 1 : 0, words.endsWith(' ') ? -1 : undefined);
    const parted = this.#current !== '' && (this.#hasSpace || words.startsWith(' '));
    this.#current += parted ? ` ${body}` : body;
    this.#hasSpace = words.endsWith(' ');
    // A no-break space is no stress and no lack of it.
    if (!/\S/.test(body)) return;
    if (isBold) this.#hasBold = true;
    else this.#hasOther = true;
  }

  /** A line break within a block; where the line is blank it stays one. */
  break(): void {
    if (this.#isOneLine) {
      this.#hasSpace = true;
      return;
    }
    if (this.#current === '') this.#blanks += 1;
    else this.#flush();
    this.#isContinued = true;
  }

  /**
   * Ends the line, where one has begun, for a block that begins or ends.
   * @param gap - blank lines to what stands before or follows, at least
   */
  edge(gap: number): void {
    if (this.#isOneLine) {
      this.#hasSpace = true;
      return;
    }
    if (this.#current !== '') this.#flush();
    this.#hasSpace = false;
    this.#isContinued = false;
    this.#gap = Math.max(this.#gap, gap);
  }

  /** Ends a list: what follows without being an item must not read as part of the last one. */
  endList(): void {
    this.edge(0);
    this.#gapBeforeText = 1;
  }

  /**
   * Writes within a quotation.
   */
  quote(write: () => void): void {
    this.#within('> ', '> ', true, write);
  }

  /**
   * Writes within a list item.
   * @param marker - "-", "1.", "a."
   * @param indent - more columns before all of it
   */
  item(marker: string, write: () => void, indent = 0): void {
    this.edge(0);
    this.#gapBeforeText = 0;
    const before = ' '.repeat(indent);
    this.#within(`${before}${marker} `, before + ' '.repeat(marker.length + 1), false, write);
  }

  /** Writes further in, as what belongs to the item before. */
  nested(indent: number, write: () => void): void {
    this.#within(' '.repeat(indent), ' '.repeat(indent), false, write);
  }

  /**
   * Writes on one line, whatever blocks and line breaks it is made of.
   * @param mark - before it, where anything is written
   */
  oneLine(mark: string, write: () => void): void {
    this.edge(1);
    const start = this.#lines.length;
    this.#within(mark, '', false, () => {
      this.#isOneLine = true;
      write();
      this.#isOneLine = false;
      // A heading's own bold is no second mark.
      if (this.#current !== '') this.#hasOther = true;
      this.edge(0);
    });
    this.edge(this.#lines.length > start ? 1 : 0);
  }

  /** Lines as they are, marks of Markdown and all: indented, fenced, tabular. */
  verbatim(lines: readonly string[]): void {
    this.edge(0);
    for (const line of lines) this.#emit(line, false);
  }

  /** Lines of a plain text: as they are, but blank ones part blocks. */
  plain(text: string): void {
    this.edge(0);
    for (const line of text.split('\n')) {
      this.#current = line.replace(INVISIBLE, '').trimEnd();
      this.#hasOther = this.#current !== '';
      this.break();
    }
    this.edge(0);
  }

  /**
   * Puts a line before one that is already written, as its neighbours are marked.
   * @param at - index of that line
   */
  insert(at: number, text: string): void {
    const prefix = this.#lines[at]?.prefix ?? '';
    this.#lines.splice(at, 0, { prefix, text, isBold: false, isContinued: false });
  }

  /** The index of the first line from one on that isn't blank, and what it says. */
  firstFrom(start: number): { readonly at: number; readonly text: string } | null {
    for (let at = start; at < this.#lines.length; at += 1) {
      const text = this.#lines[at]?.text ?? '';
      if (text !== '') return { at, text };
    }
    return null;
  }

  /**
   * @param marksTitles - whether lines all in bold are marked as such
   * @returns all that was written; LF line ends, none at the end
   */
  toText(marksTitles: boolean): string {
    this.edge(0);
    // Where all is bold, nothing in it stands out.
    const marks = marksTitles && this.#lines.some(({ isBold, text }) => !isBold && text !== '');
    return this.#lines
      .map((line, at) =>
        marks && this.#isTitle(line, at) ? `${line.prefix}**${line.text}**` : line.prefix + line.text,
      )
      .join('\n');
  }

  /** Bold, short, and no part of a longer text in bold. */
  #isTitle({ text, isBold, isContinued }: SheetLine, at: number): boolean {
    if (!isBold || text.length > MAX_TITLE_LENGTH || text.includes('**') || !/[\p{L}\p{N}]/u.test(text))
      return false;
    if (/^(?:[#>|`\s]|--)/.test(text)) return false;
    const next = this.#lines[at + 1];
    return !(isContinued && this.#lines[at - 1]?.isBold) && !(next?.isBold && next.isContinued);
  }

  #within(first: string, rest: string, isQuote: boolean, write: () => void): void {
    const around = this.#frames.at(-1)?.rest ?? '';
    this.edge(0);
    this.#frames.push({ first, rest: around + rest, isQuote, isUsed: false });
    write();
    this.edge(0);
    this.#frames.pop();
  }

  #flush(): void {
    const frame = this.#frames.at(-1);
    const line = this.#current.replaceAll('\u00a0', ' ').trimEnd();
    const text = frame === undefined || frame.isQuote || frame.isUsed ? line : line.trimStart();
    const isBold = this.#hasBold && !this.#hasOther;
    this.#current = '';
    this.#hasSpace = false;
    this.#hasBold = false;
    this.#hasOther = false;
    // Joiners shape the words around them, and alone they are padding.
    if (/^[\s\u200c\u200d]*$/.test(text)) this.#blanks += 1;
    else this.#emit(text === '--' ? '-- ' : text, isBold);
  }

  #emit(text: string, isBold: boolean): void {
    let used = this.#frames.length;
    while (used > 0 && !this.#frames[used - 1]?.isUsed) used -= 1;
    const around = this.#frames[used - 1]?.rest ?? '';
    if (this.#lines.length > 0) {
      const blank = { prefix: around.trimEnd(), text: '', isBold: false, isContinued: false };
      const blanks = Math.max(this.#gap, this.#gapBeforeText, this.#blanks);
      for (let at = 0; at < blanks; at += 1) this.#lines.push(blank);
    }
    let prefix = around;
    for (const frame of this.#frames.slice(used)) {
      prefix += frame.first;
      frame.isUsed = true;
    }
    this.#lines.push({
      prefix: text === '' ? prefix.trimEnd() : prefix,
      text,
      isBold,
      isContinued: this.#isContinued && this.#blanks === 0,
    });
    this.#gap = 0;
    this.#gapBeforeText = 0;
    this.#blanks = 0;
  }
}
