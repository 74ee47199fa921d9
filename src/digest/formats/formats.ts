/** The forms that a digest can be written in, by the name that a person asks for them. Each is pure. */
import type { DigestContents } from '../contents.js';
import { digestCsv } from './csv.js';
import { digestHtml } from './html.js';
import { digestJson } from './json.js';
import { digestMarkdown } from './markdown.js';
import { digestText } from './text.js';

/** Writes a digest. @param width - cells of the screen; for text alone */
export type DigestWriter = (contents: DigestContents, width?: number) => string;

export const DIGEST_FORMATS = {
  text: digestText,
  markdown: digestMarkdown,
  html: digestHtml,
  json: digestJson,
  csv: digestCsv,
} as const satisfies Readonly<Record<string, DigestWriter>>;

export type DigestFormat = keyof typeof DIGEST_FORMATS;
