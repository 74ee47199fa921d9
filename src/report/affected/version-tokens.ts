/** A text cut into the words version expressions are made of, each with its place. */
import { foldWords } from '../../document/words.js';

/**
 * What a token is. `version`: "2.1", "v2.1.0-rc1", "2.x". `number`: "2", a version only beside other words of one.
 * `reference`: an image, coordinates or a package URL, which name a product and its version at once. `address`: a
 * URL, path or e-mail address. `stop`: the end of a sentence.
 */
export type TokenKind =
  | 'word'
  | 'version'
  | 'number'
  | 'compare'
  | 'dash'
  | 'comma'
  | 'open'
  | 'close'
  | 'slash'
  | 'interval'
  | 'reference'
  | 'address'
  | 'stop';

export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** As words are compared. */
  readonly folded: string;
  /** UTF-16 offsets in the text; `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Tokens beyond are not read: no person writes so many in one passage. */
const MAX_TOKENS = 5000;

const VERSION =
  /^(?:v\.?)?\d{1,8}(?:\.(?:\d{1,14}|[x*])(?![a-z0-9])|\.\d{1,14}(?=[a-z]))+(?:[-+._~]?[a-z][a-z0-9]{0,20}(?:\.\d{1,8})?|[-+._]\d{1,14}){0,5}\+?$/i;
/** "2.x" alone has no second number; "v2" has a letter that says what it is. */
const SHORT_VERSION = /^(?:v\d{1,6}(?:\.[x*])?|\d{1,6}\.[x*]|\d{1,4}x)$/i;
const NUMBER = /^\d{1,8}\+?$/;
/** "5.10.2026": a day, not a version. */
const DAY = /^\d{1,2}\.\d{1,2}\.(?:19|20)\d\d$/;
/** "192.0.2.7": four numbers with a first that versions hardly reach. */
const IP = /^(?:127|10|169|172|192|0)\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
/** Maven's "[1.0,1.4.2)", also with a space or an open end. */
const INTERVAL =
  /(?:\[\s?v?\d[\w.-]{0,40}\s?,\s?(?:v?\d[\w.-]{0,40})?\s?[\])]|\(\s?v?\d[\w.-]{0,40}\s?,\s?(?:v?\d[\w.-]{0,40}\s?\]|\))|[[(]\s?,\s?v?\d[\w.-]{0,40}\s?[\])])/y;
const PIECE =
  /<=|>=|=<|=>|===?|!=|[<>=≤≥^~]|\.{3}|[–—→…]|-+(?![\p{L}\p{N}])|[,;:()[\]{}|/]|[^\s,;:()[\]{}|/<>=≤≥^~–—→…]+/gu;
const EDGE_START = /^["'`*_„“”«‹‚‘’.]{1,4}/;
const EDGE_END = /["'`*_“”»›‘’.!?]{1,4}$/;
/**
 * What white space parts. Most of any text are letters alone, at the end of a sentence or of a clause at most; those are told
 * from the rest as they are found.
 */
const CHUNK = /([A-Za-zÀ-ɏ]+)([.,]?)(?!\S)|\S+/g;
/** "1.0-1.4.2" */
const RANGE = /^(v?\d{1,8}(?:\.\d{1,8}){1,4})-(v?\d{1,8}(?:\.\d{1,8}){1,4})$/i;
/** Their full stop ends no sentence. */
const ABBREVIATED = /^(?:inkl|incl|einschl|ca|approx|bzw|ver|vers|v|z\.b|e\.g|i\.e|resp|etc|vs|no|nr)\.$/;

/** "trustsource/ts-scan:2.1.0", "ts-scan@1.2.3", "de.eacg:ts-maven-plugin:2.3.1", "pkg:npm/x@1". */
const REFERENCE =
  /^(?:pkg:[a-z][a-z0-9.+-]{0,20}\/\S{1,200}|(?:[a-z0-9][a-z0-9._-]{0,60}\/){1,4}[a-z0-9][a-z0-9._-]{0,60}:[\w][\w.-]{0,60}|[a-z0-9][a-z0-9._-]{0,60}:v?\d{1,6}\.[\w.-]{1,60}|[\w.-]{1,80}:[\w.-]{1,80}:v?\d[\w.-]{0,60}|@?[a-z][a-z0-9._/-]{0,80}@[\^~<>=]{0,2}v?\d[\w.-]{0,60})$/i;
const ADDRESS = /:\/\/|^www\.|^[^@\s]{1,80}@[^@\s]{1,80}\.|^[.~]{0,2}\/[\w.]|^[a-z]:\\|^--?[a-z]/i;

/**
 * The tokens of a text, in order.
 * @param text - a passage; line ends are white space
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const add = (kind: TokenKind, start: number, end: number) => {
    const written = text.slice(start, end);
    tokens.push({ kind, text: written, folded: foldWords(written), start, end });
  };
  const chunks = new RegExp(CHUNK);
  for (let chunk = chunks.exec(text); chunk !== null; chunk = chunks.exec(text)) {
    if (tokens.length > MAX_TOKENS) break;
    const at = chunk.index;
    const [whole, word, mark] = chunk;
    if (word !== undefined) {
      const end = at + word.length;
      tokens.push({ kind: 'word', text: word, folded: foldWords(word), start: at, end });
      if (mark === ',') add('comma', end, end + 1);
      else if (mark === '.' && !isAbbreviated(whole)) add('stop', end, end + 1);
      continue;
    }
    if (/^[[(]/.test(whole)) {
      INTERVAL.lastIndex = at;
      const interval = INTERVAL.exec(text);
      if (interval !== null) {
        add('interval', at, INTERVAL.lastIndex);
        chunks.lastIndex = INTERVAL.lastIndex;
        continue;
      }
    }
    const opened = /^[("'`*<„“«[]{0,4}/.exec(whole)?.[0].length ?? 0;
    const closed = /[)\]"'`*>“”»,;:.!?]{0,6}$/.exec(whole.slice(opened))?.[0].length ?? 0;
    const bare = whole.slice(opened, whole.length - closed);
    const isReference = bare.length < 300 && /[:@]/.test(bare) && REFERENCE.test(bare);
    if (isReference || (bare.length > 2 && ADDRESS.test(bare.slice(0, 400)))) {
      if (whole.slice(0, opened).includes('(')) add('open', at, at + opened);
      add(isReference ? 'reference' : 'address', at + opened, at + whole.length - closed);
      addClosing(whole.slice(whole.length - closed), at + whole.length - closed, add);
      continue;
    }
    addPieces(whole, at, add);
  }
  return tokens;
}

type Add = (kind: TokenKind, start: number, end: number) => void;

function addClosing(marks: string, at: number, add: Add): void {
  for (const [index, mark] of [...marks].entries()) {
    if (mark === ')' || mark === ']') add('close', at + index, at + index + 1);
    else if (mark === ',') add('comma', at + index, at + index + 1);
    else if (/[;.!?]/.test(mark)) add('stop', at + index, at + index + 1);
  }
}

function addPieces(chunk: string, at: number, add: Add): void {
  for (const { 0: piece, index } of chunk.matchAll(PIECE)) {
    const start = at + index;
    const kind = markOf(piece);
    if (kind !== null) {
      if (kind !== 'ignored') add(kind, start, start + piece.length);
      continue;
    }
    const isLast = index + piece.length >= chunk.length || /^[)\]]?$/.test(chunk.slice(index + piece.length));
    addWord(piece, start, isLast, add);
  }
}

function markOf(piece: string): TokenKind | 'ignored' | null {
  if (/^(?:[<>=!]=?|=[<>]|={2,3}|[≤≥^~])$/.test(piece)) return 'compare';
  if (/^(?:-+|[–—→…]|\.{3})$/.test(piece)) return 'dash';
  switch (piece) {
    case ',':
      return 'comma';
    case '(':
    case '[':
      return 'open';
    case ')':
    case ']':
      return 'close';
    case ';':
    case '|':
      return 'stop';
    case '/':
      return 'slash';
    case ':':
    case '{':
    case '}':
      return 'ignored';
    default:
      return null;
  }
}

function addWord(piece: string, at: number, isLast: boolean, add: Add): void {
  const opened = EDGE_START.exec(piece)?.[0].length ?? 0;
  const isWild = /\.\*$/.test(piece);
  const closed = isWild ? 0 : (EDGE_END.exec(piece.slice(opened))?.[0].length ?? 0);
  const start = at + opened;
  const end = at + piece.length - closed;
  const word = piece.slice(opened, piece.length - closed);
  if (word !== '') {
    const range = word.includes('-') ? RANGE.exec(word) : null;
    if (range?.[1] !== undefined) {
      add('version', start, start + range[1].length);
      add('dash', start + range[1].length, start + range[1].length + 1);
      add('version', start + range[1].length + 1, end);
    } else add(wordKind(word), start, end);
  }
  const marks = piece.slice(piece.length - closed);
  if (isLast && /[.!?]/.test(marks) && !isAbbreviated(piece)) add('stop', end, end + 1);
}

function isAbbreviated(piece: string): boolean {
  return ABBREVIATED.test(piece.toLowerCase());
}

function wordKind(word: string): TokenKind {
  if (word.length > 80) return 'word';
  if (DAY.test(word) || IP.test(word)) return 'word';
  if (VERSION.test(word) || SHORT_VERSION.test(word)) return 'version';
  return NUMBER.test(word) ? 'number' : 'word';
}
