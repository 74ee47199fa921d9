/**
 * The body of a form (multipart/form-data, RFC 7578) → its fields and files, in memory. Read as it comes, so that what has more
 * parts or header lines than any form ends at once: to take it apart whole would keep all others waiting.
 */
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { SubmittedFile } from './submission.js';

/** What was sent. */
export interface SentForm {
  /** The first value of a field; '' where there is none. */
  readonly fields: (name: string) => string;
  readonly files: readonly SubmittedFile[];
}

const MOST_FIELDS = 50;
const MOST_FILES = 100;

/** Of a part: browsers write two or three lines. */
const MOST_HEADER_LINES = 8;
const LARGEST_HEADER = 8_192;

/**
 * Reads a body.
 * @param mostBytes - of one field
 * @returns null where it is no form, is cut off, or has more parts than any form
 */
export function readBody(
  body: ReadableStream<Uint8Array> | null,
  contentType: string,
  mostBytes: number,
): Promise<SentForm | null> {
  if (body === null || !/^multipart\/form-data\s*;/i.test(contentType)) return Promise.resolve(null);
  const parser = parserOf(contentType, mostBytes);
  if (parser === null) return Promise.resolve(null);
  return new Promise(done => {
    const values = new Map<string, string>();
    const files: SubmittedFile[] = [];
    const source = Readable.fromWeb(body);
    const give = (form: SentForm | null) => {
      done(form);
      source.unpipe(parser);
      source.destroy();
      parser.destroy();
    };
    for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const) {
      parser.on(limit, () => give(null));
    }
    parser.on('field', (name, value, isNameCut, isCut) => {
      if (isNameCut || isCut) give(null);
      else if (!values.has(name)) values.set(name, value);
    });
    parser.on('file', (field, stream, filename, _encoding, type) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', () => give(null));
      stream.on('end', () => {
        const content = Buffer.concat(chunks);
        const name = filename ?? '';
        // A field in which no file was chosen comes as one without name and content.
        if (field === 'files' && (name !== '' || content.byteLength > 0)) files.push({ name, type, content });
      });
    });
    parser.on('finish', () => give({ fields: name => values.get(name) ?? '', files }));
    for (const stream of [parser, source]) stream.on('error', () => give(null));
    source.pipe(parser);
  });
}

function parserOf(contentType: string, mostBytes: number): BusboyInstance | null {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      isPartAFile: (_field, _type, filename) => filename !== undefined,
      limits: {
        fieldNameSize: 100,
        fieldSize: mostBytes,
        fields: MOST_FIELDS,
        files: MOST_FILES,
        parts: MOST_FIELDS + MOST_FILES,
        headerPairs: MOST_HEADER_LINES,
        headerSize: LARGEST_HEADER,
      },
    });
  } catch {
    // Without a boundary there is nothing to part it by.
    return null;
  }
}
