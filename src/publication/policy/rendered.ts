/** The policy as a page and as Markdown: the same words in the same order. Pure. */

import { fitted } from '../../digest/cells.js';
import { htmlPage } from '../../digest/formats/html-page.js';
import { ownMarkdown } from '../../digest/formats/markdown-text.js';
import { foreignMarkup, type Markup, markup } from '../../digest/formats/markup.js';
import type { Block, Piece } from './policy.js';

/** Addresses and names of a configuration are not longer. */
const WHOLE = 2000;

export function policyPage(title: string, blocks: readonly Block[]): string {
  return htmlPage(title, true, markup`<main>\n${blocks.map(blockMarkup)}</main>\n`);
}

function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'heading':
      return headingMarkup(block.level, block.text);
    case 'paragraph':
      return markup`<p>${block.pieces.map(pieceMarkup)}</p>\n`;
    case 'list':
      return markup`<ul class="concerns">\n${itemsMarkup(block.items)}</ul>\n`;
    case 'steps':
      return markup`<ol class="concerns">\n${itemsMarkup(block.items)}</ol>\n`;
    case 'commands':
      return markup`<pre><code>${block.lines.join('\n')}</code></pre>\n`;
  }
}

function headingMarkup(level: 1 | 2 | 3, text: string): Markup {
  if (level === 1) return markup`<h1>${text}</h1>\n`;
  return level === 2 ? markup`<h2>${text}</h2>\n` : markup`<h3>${text}</h3>\n`;
}

function itemsMarkup(items: readonly (readonly Piece[])[]): Markup[] {
  return items.map(pieces => markup`<li>${pieces.map(pieceMarkup)}</li>\n`);
}

function pieceMarkup(piece: Piece): Markup {
  if (typeof piece === 'string') return markup`${piece}`;
  if ('exactly' in piece) return markup`<code>${foreignMarkup(piece.exactly, WHOLE)}</code>`;
  return markup`<a href="${piece.link}">${piece.link}</a>`;
}

export function policyMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(blockMarkdown).join('\n\n')}\n`;
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${ownMarkdown(block.text)}`;
    case 'paragraph':
      return block.pieces.map(pieceMarkdown).join('');
    case 'list':
      return block.items.map(pieces => `- ${pieces.map(pieceMarkdown).join('')}`).join('\n');
    case 'steps':
      return block.items.map((pieces, at) => `${at + 1}. ${pieces.map(pieceMarkdown).join('')}`).join('\n');
    case 'commands':
      return `\`\`\`sh\n${block.lines.join('\n')}\n\`\`\``;
  }
}

function pieceMarkdown(piece: Piece): string {
  // Our own words hold no sign of Markdown.
  if (typeof piece === 'string') return piece;
  return 'exactly' in piece ? codeSpan(fitted(piece.exactly, WHOLE)) : `<${piece.link}>`;
}

/** CommonMark 0.31 §6.1: fenced by more backticks than it holds in a row. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? fence + text + fence : `${fence} ${text} ${fence}`;
}
