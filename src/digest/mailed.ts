/** A digest as it goes out by mail. Pure. */
import { stripVTControlCharacters } from 'node:util';
import type { DigestContents } from './contents.js';
import { digestHtml } from './formats/html.js';
import { figures } from './formats/overview.js';
import { digestText } from './formats/text.js';

/** Cells of a line in a mail (RFC 5322 §2.1.1). */
const WIDTH = 78;

/** Counts and numbers, which say nothing of any report, and the whole of it for those it can be encrypted to. */
export function mailedDigest(contents: DigestContents) {
  return {
    counts: figures(contents).map(({ label, count }) => `${count} ${label}`),
    toDo: contents.toDo.map(({ report }) => report.id),
    whole: () => ({ text: uncoloured(digestText(contents, WIDTH)), html: digestHtml(contents) }),
  };
}

/** Without the colours of the terminal that the program runs in. Whatever came from a mail holds no control character. */
export function uncoloured(text: string): string {
  return stripVTControlCharacters(text);
}
