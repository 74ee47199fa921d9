/** A document on a few lines, for tests to compare. */
import type { Block } from '../../src/document/document.js';
import { readBlocks, readDocument } from '../../src/document/read.js';
import type { LetterOptions } from '../../src/document/roles.js';

export const OPTIONS: LetterOptions = {
  isOwn: address => address === 'security@acme.example',
  name: 'Ada Quill',
  isReply: false,
  isForward: false,
};

/**
 * The blocks of a text, one a string: "heading 2: Impact", "item 3.1: Open", "code sh: curl", "table: a | b / c | d",
 * the lines of each parted by " / "; ">" before it for each mark of quotation, two spaces for each list it is inside of.
 * @param text - of a body
 */
export function outline(text: string): string[] {
  return readBlocks(text, 0).map(outlined);
}

/**
 * The same, each behind its role.
 * @param text - of a body
 * @param options - what is known of the mail beside it
 */
export function roles(text: string, options: Partial<LetterOptions> = {}): string[] {
  const { blocks } = readDocument(text, 0, { ...OPTIONS, ...options });
  return blocks.map(block => `${block.role}: ${wordsOf(block)}`);
}

function outlined(block: Block): string {
  const depth = block.kind === 'item' ? block.depth - 1 : block.depth;
  return `${'>'.repeat(block.quoted)}${'  '.repeat(depth)}${titleOf(block)}: ${wordsOf(block)}`;
}

function titleOf(block: Block): string {
  if (block.kind === 'heading') return `heading ${block.level}`;
  if (block.kind === 'item') return `item ${block.number?.join('.') ?? '-'}`;
  if (block.kind === 'code') return block.language === null ? 'code' : `code ${block.language}`;
  return block.kind;
}

function wordsOf(block: Block): string {
  if (block.kind === 'table')
    return block.rows.map(row => row.map(cell => cell.text).join(' | ')).join(' / ');
  return block.lines.map(line => line.text).join(' / ');
}
