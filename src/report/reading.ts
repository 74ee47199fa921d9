/** Bodies → sections: which words count, whose they are, and where each stands. */
import type { Block, Document, Original, Span } from '../document/document.js';
import { readDocument } from '../document/read.js';
import type { Mailbox, TextBody } from '../message/message.js';
import { manyLines } from '../message/printable.js';
import { type Aside, setAsides } from './asides.js';
import { MAX_TEXT_LENGTH } from './limits.js';
import { type Section, sectionsOf } from './sections.js';
import { listedStepsOf, stepsOf } from './steps.js';

/** A mail's words, sorted. */
export interface Reading {
  readonly sections: readonly Section[];
  /** Sections of attached text files that are part of the report. */
  readonly attached: readonly Section[];
  readonly asides: readonly Aside[];
  /** All words that count, each where it stands; the rest is white space. */
  readonly text: string;
  /** Where a stretch of `text` stands in its body. */
  readonly spanOf: (start: number, end: number) => Span;
  readonly signature: readonly Block[];
  /** The sender of the original mail, where this one was forwarded. */
  readonly original: Original | null;
}

/** What is known of a mail beside its bodies. */
export interface Circumstances {
  readonly from: Mailbox | null;
  readonly subject: string;
  /** Whether an address is ours. */
  readonly isOwn: (address: string) => boolean;
}

/** File names that announce steps, where the file has no headings. */
const STEPS_FILE = /repro|steps|poc|proof|exploit|schritte|nachstell|etapes|pasos/i;

/**
 * Reads the bodies that count: those that were encrypted, where there are any.
 * @param bodies - all bodies of the mail
 * @param known - what is known beside them
 */
export function readBodies(bodies: readonly TextBody[], { from, subject, isOwn }: Circumstances): Reading {
  const isEncrypted = bodies.some(body => body.origin === 'decrypted');
  const options = {
    isOwn,
    name: from?.name ?? null,
    isForward: /^\s{0,10}(?:\[[^\]]{1,60}\]\s{0,3})?(?:fwd?|wg|tr|rv|i|vs)\s?:/i.test(subject),
    isReply: /^\s{0,10}(?:re|aw|antw|sv)\s?(?:\[\d{1,3}\])?\s?:/i.test(subject),
  };
  let left = MAX_TEXT_LENGTH;
  const texts: string[] = [];
  const letters: Document[] = [];
  const files: { document: Document; body: TextBody }[] = [];
  for (const [index, body] of bodies.entries()) {
    const counts = !isEncrypted || body.origin === 'decrypted';
    const text = counts ? manyLines(body.text.slice(0, left)) : '';
    left -= text.length;
    texts.push(text);
    const document = readDocument(text, index, options);
    if (body.kind === 'attachment') files.push({ document, body });
    else letters.push(document);
  }
  const read = setAsides(letters.flatMap(letter => sectionsOf(lettersOwn(letter))));
  const attached = setAsides(files.flatMap(({ document, body }) => fileSections(document, body)));
  const { text, spanOf } = maskedText(texts, [
    ...letters.flatMap(lettersOwn),
    ...attached.sections.flatMap(section => section.blocks),
  ]);
  return {
    sections: read.sections,
    attached: attached.sections,
    asides: [...read.asides, ...attached.asides],
    text,
    spanOf,
    signature: letters.flatMap(({ blocks }) =>
      blocks.filter(({ role }) => role === 'signature' || role === 'farewell'),
    ),
    original: letters.find(letter => letter.original !== null)?.original ?? null,
  };
}

function lettersOwn({ blocks }: Document): Block[] {
  return blocks.filter(({ role }) => role === 'letter');
}

/** An attached log or scanner output is no part of the report: it takes headings, a list or a telling name. */
function fileSections(document: Document, { filename }: TextBody): Section[] {
  const blocks = document.blocks.filter(({ role }) => role !== 'quotation' && role !== 'disclaimer');
  const sections = sectionsOf(blocks);
  if (sections.some(section => section.name !== 'loose' && section.name !== 'other')) return sections;
  const isSteps =
    listedStepsOf(blocks) !== null || (STEPS_FILE.test(filename ?? '') && stepsOf(blocks).length > 0);
  return isSteps ? [{ name: 'steps', source: 'section', title: null, blocks }] : [];
}

/** Every character at its place and what does not count blanked, so that whoever searches it finds places in it. */
function maskedText(texts: readonly string[], blocks: readonly Block[]): Pick<Reading, 'text' | 'spanOf'> {
  const lines = blocks
    .flatMap(block => block.lines)
    .sort((one, other) => one.body - other.body || one.start - other.start);
  const pieces: string[] = [];
  const offsets: number[] = [];
  let length = 0;
  let next = 0;
  for (const [body, text] of texts.entries()) {
    offsets.push(length);
    let at = 0;
    for (; next < lines.length && lines[next]?.body === body; next++) {
      const line = lines[next];
      if (line === undefined || line.start < at) continue;
      pieces.push(blanked(text.slice(at, line.start)), line.text);
      at = line.start + line.text.length;
    }
    pieces.push(blanked(text.slice(at)), '\n');
    length += text.length + 1;
  }
  const spanOf = (start: number, end: number): Span => {
    const body = Math.max(
      0,
      offsets.findLastIndex(offset => offset <= start),
    );
    const offset = offsets[body] ?? 0;
    return { body, start: start - offset, end: end - offset };
  };
  return { text: pieces.join(''), spanOf };
}

function blanked(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
