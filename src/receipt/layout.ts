/**
 * One receipt in two forms: the blocks of its body as text and as HTML.
 */

export type ReceiptBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'code'; readonly text: string; readonly code: string };

/** RFC 5322 §2.1.1 asks for lines of at most 78 characters. */
const LINE_WIDTH = 72;

/** Lays blocks out, a blank line between them. */
export function paragraphs(blocks: readonly ReceiptBlock[], form: 'text' | 'html'): string {
  return form === 'text' ? `${blocks.map(asText).join('\n\n')}\n` : blocks.map(asHtml).join('\n');
}

/** Text safe as HTML content and as an attribute's value. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function asText(block: ReceiptBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return wrap(block.text, '');
    case 'list':
      return block.items.map(item => `- ${wrap(item, '  ')}`).join('\n');
    case 'link':
      return `${block.text}\n${block.url}`;
    case 'code':
      return `${wrap(block.text, '')}\n${block.code}`;
  }
}

function asHtml(block: ReceiptBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map(item => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'link':
      return `<p>${escapeHtml(block.text)}<br><a href="${escapeHtml(block.url)}">${escapeHtml(block.url)}</a></p>`;
    case 'code':
      return `<p>${escapeHtml(block.text)}<br><code>${escapeHtml(block.code)}</code></p>`;
  }
}

/** A line break in the text stays one, so that a date is not torn apart. */
function wrap(text: string, indent: string): string {
  return text
    .split('\n')
    .flatMap(line => fill(line, LINE_WIDTH - indent.length))
    .join(`\n${indent}`);
}

function fill(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
