/**
 * The body of a form (multipart/form-data, RFC 7578) → its words, files and ciphertext, in memory. Read as it comes, so that what has
 * more parts or header lines than any form, is too large, or hardly comes at all, keeps nobody waiting; and so that the words are
 * there to be given back, whatever is wrong with the rest.
 */
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Place } from './readings.js';
import type { SubmittedFile } from './submission.js';

/** How a body came. */
export type BodyState =
  | 'whole'
  /** No form, cut short, or of more parts than any. */
  | 'unreadable'
  | 'too-large'
  /** Fewer bytes came than of any line that works, or others needed the place. */
  | 'too-slow'
  /** Others hold the memory that its files, or words beyond those of any form, need. */
  | 'busy'
  /** Its sender went away. */
  | 'broken-off';

/** What was sent. */
export interface SentForm {
  readonly state: BodyState;
  /** The first value of a field, as far as it came; '' where there is none. */
  readonly fields: (name: string) => string;
  /** None where `state` is not `whole`, or only the words were wanted. */
  readonly files: readonly SubmittedFile[];
  /** What the page encrypted; as `files`. */
  readonly ciphertext: Uint8Array | null;
  /** Whether files came, kept or not. */
  readonly hadFiles: boolean;
}

/** How it is read. */
export interface ReadingRules {
  readonly place: Pick<Place, 'keep' | 'keepWords' | 'drop' | 'signal'>;
  /** Of the whole. */
  readonly mostBytes: number;
  /** Whether to give back the words alone. */
  readonly wordsAlone: boolean;
  /** Bytes that must come within so many milliseconds, again and again. */
  readonly pace?: { readonly bytes: number; readonly milliseconds: number };
}

/** 512 bytes a second: a tenth of what a modem sends, and with time to lose a connection's packets. */
const PACE = { bytes: 10_240, milliseconds: 20_000 };

/** The field of what the page encrypted. */
const CIPHERTEXT = 'encrypted';

const MOST_FIELDS = 50;
const MOST_FILES = 100;

/** Bytes of a field; the longest text has 200,000 characters. */
const LONGEST_FIELD = 1_048_576;

/** Of a part: browsers write two or three lines. */
const MOST_HEADER_LINES = 8;
const LARGEST_HEADER = 8_192;

/** Times the greatest size, to which a body is read on for its words. */
const READ_ON = 4;

/**
 * Reads a body.
 * @param declared - its length in bytes, as the header gives it; null where it does not
 */
export function readBody(
  body: ReadableStream<Uint8Array> | null,
  contentType: string,
  declared: number | null,
  { place, mostBytes, wordsAlone, pace = PACE }: ReadingRules,
): Promise<SentForm> {
  const nothing = { fields: () => '', files: [], ciphertext: null, hadFiles: false };
  if (body === null || !/^multipart\/form-data\s*;/i.test(contentType))
    return Promise.resolve({ ...nothing, state: 'unreadable' });
  const parser = parserOf(contentType);
  if (parser === null) return Promise.resolve({ ...nothing, state: 'unreadable' });
  return new Promise(done => {
    const values = new Map<string, string>();
    let files: SubmittedFile[] = [];
    let ciphertext: Uint8Array | null = null;
    let hadFiles = false;
    let trouble: BodyState | null = null;
    let read = 0;
    let lately = 0;
    let kept = 0;
    const source = Readable.fromWeb(body);

    const give = (state: BodyState) => {
      clearInterval(clock);
      place.signal.removeEventListener('abort', stop);
      const fields = (name: string) => values.get(name) ?? '';
      done(
        state === 'whole'
          ? { state, fields, files, ciphertext, hadFiles }
          : { ...nothing, state, fields, hadFiles },
      );
      source.unpipe(parser);
      source.destroy();
      parser.destroy();
    };
    const stop = () => give('too-slow');
    const clock = setInterval(() => {
      if (lately < pace.bytes) stop();
      lately = 0;
    }, pace.milliseconds);
    place.signal.addEventListener('abort', stop, { once: true });
    /** From now on for the words alone. */
    const letGo = (because: BodyState) => {
      trouble ??= because;
      files = [];
      ciphertext = null;
      place.drop(kept);
      kept = 0;
    };
    const keep = (bytes: number): boolean => {
      if (wordsAlone || trouble !== null) return false;
      const fits = place.keep(bytes);
      if (fits) kept += bytes;
      else letGo('busy');
      return fits;
    };

    if ((declared ?? 0) > mostBytes) letGo('too-large');
    source.on('data', (chunk: Uint8Array) => {
      read += chunk.byteLength;
      lately += chunk.byteLength;
      if (read > mostBytes && trouble === null) letGo('too-large');
      if (read > mostBytes * READ_ON) give('too-large');
    });
    for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const) {
      parser.on(limit, () => give('unreadable'));
    }
    parser.on('field', (name, value, _isNameCut, isCut) => {
      if (isCut) letGo('too-large');
      if (values.has(name)) return;
      // What is no form has more words than one. Never taken without them: what is missing would not show.
      if (place.keepWords(value.length)) values.set(name, value);
      else letGo('busy');
    });
    parser.on('file', (field, stream, filename, _encoding, type) => {
      const isCiphertext = field === CIPHERTEXT;
      const name = filename ?? '';
      let chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        // A field in which no file was chosen comes as one without name and content.
        if (field === 'files') hadFiles = true;
        if (keep(chunk.byteLength)) chunks.push(chunk);
        else chunks = [];
      });
      stream.on('error', () => give('unreadable'));
      stream.on('end', () => {
        if (wordsAlone || trouble !== null) return;
        const content = Buffer.concat(chunks);
        chunks = [];
        if (isCiphertext && size > 0) ciphertext ??= content;
        if (field !== 'files' || (name === '' && size === 0)) return;
        hadFiles = true;
        files.push({ name, type, content });
      });
    });
    parser.on('finish', () => give(trouble ?? 'whole'));
    parser.on('error', () => give('unreadable'));
    source.on('error', () => give('broken-off'));
    source.pipe(parser);
  });
}

function parserOf(contentType: string): BusboyInstance | null {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // As bytes: it may have as many as all files.
      isPartAFile: (field, _type, filename) => filename !== undefined || field === CIPHERTEXT,
      limits: {
        fieldNameSize: 100,
        fieldSize: LONGEST_FIELD,
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
