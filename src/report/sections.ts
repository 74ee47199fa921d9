/** Groups the blocks of a letter under the headings and labels that open them. */
import type { Block, Line } from '../document/document.js';
import { from } from '../document/lines.js';
import { numberOn } from '../document/list-marks.js';
import { foldWords } from '../document/words.js';
import { type Heading, headingOf, headingOfBlock } from './headings.js';
import { labelRowsOf } from './label-tables.js';
import { namesRuntime } from './runtimes.js';
import type { SectionName } from './section-terms.js';
import { isTyped } from './typed.js';

/** Blocks under one heading or label; `loose` where there is none, `other` where its name says nothing to us. */
export interface Section {
  readonly name: SectionName | 'loose' | 'other';
  readonly source: 'section' | 'label' | 'prose';
  /** The words of its heading or label; null where there is none. */
  readonly title: string | null;
  readonly blocks: readonly Block[];
  /** Whether it is the prose that stands below a list of steps, under their heading. */
  readonly isBelowSteps?: boolean;
}

/** Sections whose text, begun beside the label, may go on below a blank line. */
const LONG: ReadonlySet<string> = new Set(['description', 'steps', 'summary']);

interface OpenSection extends Section {
  readonly level: number;
  readonly blocks: Block[];
}

/**
 * The sections of a letter in the order they stand.
 * @param blocks - the letter's own, without greeting and farewell
 */
export function sectionsOf(blocks: readonly Block[]): Section[] {
  return new Sections().read(blocks);
}

class Sections {
  private readonly sections: OpenSection[] = [];
  private open: OpenSection = this.begin('loose', 'prose', null, 0);

  read(blocks: readonly Block[]): Section[] {
    for (const block of blocks) this.add(block);
    return this.sections
      .filter(section => section.blocks.some(block => block.lines.length > 0))
      .flatMap(withoutTail);
  }

  private begin(
    name: Section['name'],
    source: Section['source'],
    title: string | null,
    level: number,
  ): OpenSection {
    this.open = { name, source, title, level, blocks: [] };
    this.sections.push(this.open);
    return this.open;
  }

  private add(block: Block): void {
    if (block.kind === 'heading') this.addHeading(block);
    else if (block.kind === 'table') this.addTable(block);
    else if (block.kind === 'code') this.open.blocks.push(block);
    else this.addLines(block);
  }

  private addHeading(block: Extract<Block, { kind: 'heading' }>): void {
    const line = block.lines[0];
    if (line === undefined) return;
    const heading = headingOfBlock(line, block.level);
    if (this.opens(heading, block)) this.start(heading, block);
    else this.open.blocks.push(block);
  }

  private addTable(block: Extract<Block, { kind: 'table' }>): void {
    const rows = labelRowsOf(block);
    if (rows === null) {
      this.open.blocks.push(block);
      return;
    }
    for (const [label, value] of rows) {
      const heading = headingOfBlock(label, 0);
      const section = heading.section ?? 'other';
      this.begin(section, 'label', heading.title, this.open.level);
      this.open.blocks.push(paragraph([value], block));
    }
    this.begin('loose', 'prose', null, 0);
  }

  /** A paragraph or an item, parted where one of its lines opens a section. */
  private addLines(block: Extract<Block, { kind: 'paragraph' | 'item' }>): void {
    // Words that began beside a label end with their paragraph.
    // A request or a session in a terminal has lines that look like labels, "Host: api.example".
    if (isTyped(block.lines[0]?.text ?? '')) {
      this.open.blocks.push(block);
      return;
    }
    if (
      this.open.source === 'label' &&
      this.open.blocks.length > 0 &&
      !LONG.has(this.open.name) &&
      !isInList(block)
    ) {
      this.begin('loose', 'prose', null, 0);
    }
    let kept: Line[] = [];
    let isOpening = true;
    const flush = () => {
      if (kept.length > 0)
        this.open.blocks.push(isOpening ? { ...block, lines: kept } : paragraph(kept, block));
      kept = [];
    };
    for (const [index, line] of block.lines.entries()) {
      const stands = block.lines.length === 1 ? 'alone' : index === 0 ? 'first' : 'within';
      const heading = headingOf(line, stands) ?? runtimeLabelOn(line);
      if (heading !== null && this.opens(heading, block, index)) {
        flush();
        isOpening = false;
        this.start(heading, block);
      } else if (this.open.source === 'label' && index > 0 && this.endsLabel(line)) {
        flush();
        isOpening = false;
        this.begin('loose', 'prose', null, 0);
        kept.push(line);
      } else kept.push(line);
    }
    flush();
  }

  private start(heading: Heading, block: Block): void {
    this.begin(heading.section ?? 'other', heading.source, heading.title, heading.level);
    if (heading.rest.text !== '') this.open.blocks.push(paragraph([heading.rest], block));
  }

  private opens(heading: Heading, block: Block, index = 0): boolean {
    const { open } = this;
    if (open.name === 'steps') {
      // "# id" is a root prompt, and "### Step 2" a step.
      if (isStepHeading(block) && !heading.certain) return false;
      if (heading.section === null) {
        return heading.level > 0 && open.level > 0 && heading.level <= open.level && !isStepHeading(block);
      }
      // "3. Check the impact:" is a step, "4. Impact" a heading.
      const isNumbered = block.kind === 'item' && index === 0 && block.number !== null;
      if (isNumbered && (heading.source === 'label' || !heading.certain)) return false;
      if (block.kind === 'item' && index === 0 && heading.source === 'label' && block.number === null) {
        return heading.certain && !STEP_WORDS.has(heading.section);
      }
      // "Expected:" and "Request:" among the steps belong to them.
      if (
        block.depth > 0 &&
        index > 0 &&
        (!heading.certain || heading.section === 'ignored' || STEP_WORDS.has(heading.section ?? ''))
      )
        return false;
      if (heading.section === 'steps' && heading.source === 'label') return false;
    }
    // A sub-heading we do not know stays inside its section.
    return (
      heading.section !== null || open.name === 'loose' || open.level === 0 || heading.level <= open.level
    );
  }

  private endsLabel(line: Line): boolean {
    // A label of another name in a list of labels.
    return !LONG.has(this.open.name) && /^\p{Lu}[\p{L}\d /'-]{1,30} ?: \S/u.test(line.text);
  }
}

/** Words that a step may begin with, and a section too. */
const STEP_WORDS: ReadonlySet<string> = new Set([
  'ignored',
  'title',
  'summary',
  'description',
  'identifiers',
]);

function isStepHeading(block: Block): boolean {
  const line = block.lines[0];
  return block.kind === 'heading' && line !== undefined && numberOn(line) !== null;
}

function isInList(block: Block): boolean {
  return block.depth > 0;
}

function paragraph(lines: readonly Line[], { quoted }: Block): Block {
  return { kind: 'paragraph', lines, quoted, depth: 0 };
}

/** Paragraphs below a list of steps that no step announced tell something else, whatever the heading above. */
function withoutTail(section: Section): Section[] {
  const { blocks } = section;
  if (section.name !== 'steps') return [section];
  const last = blocks.findLastIndex(block => block.depth > 0);
  let start = blocks.length;
  while (start > last + 1 && isProse(blocks[start - 1], blocks[start - 2])) start--;
  if (last < 0 || start === blocks.length) return [section];
  const tail: Section = {
    name: 'loose',
    source: 'prose',
    title: null,
    blocks: blocks.slice(start),
    isBelowSteps: true,
  };
  return [{ ...section, blocks: blocks.slice(0, start) }, tail];
}

function isProse(block: Block | undefined, above: Block | undefined): boolean {
  const text = block?.lines[0]?.text ?? '';
  const isAnnounced = /[:：]$/.test(above?.lines.at(-1)?.text ?? '');
  return block?.kind === 'paragraph' && !isAnnounced && !isTyped(text);
}

/** "JDK: Temurin 17, Maven 3.9.9": a label of any name whose words are what software runs on. */
function runtimeLabelOn(line: Line): Heading | null {
  const label = /^\p{Lu}[\p{L}\d /()-]{1,30}?\s?:\s{1,20}(?=\S)/u.exec(line.text)?.[0];
  if (
    label === undefined ||
    line.text.length > 200 ||
    /:\/\/|\bAV:/i.test(line.text) ||
    /[!?]$|\. \p{Lu}.*\.$/u.test(line.text)
  )
    return null;
  const rest = from(line, label.length);
  if (!namesRuntime(foldWords(rest.text)) || isTyped(rest.text)) return null;
  const title = label.replace(/\s?:\s+$/, '');
  return { section: 'environment', source: 'label', title, rest, certain: true, level: 0 };
}
