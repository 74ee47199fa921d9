import { MAX_LINES } from './limits.js';

/** A line of a body, and whether it stood inside a code fence. Fence lines themselves are not kept. */
export interface Line {
  readonly text: string;
  readonly code: boolean;
}

/**
 * The lines of a text: code fences resolved, PGP blocks left out, trailing white space removed.
 * @param text - with LF line ends
 */
export function toLines(text: string): Line[] {
  const lines: Line[] = [];
  let fence: string | null = null;
  let fenceStart = 0;
  let inArmor = false;
  const rawLines = text.split('\n');
  const lastArmorEnd = rawLines.findLastIndex(line => line.trimStart().startsWith('-----END PGP '));
  for (const [index, raw] of rawLines.entries()) {
    const line = raw.trimEnd();
    const bare = line.trimStart();
    if (lines.length >= MAX_LINES) break;
    if (bare === '' && lines[lines.length - 1]?.text === '') continue;
    // RFC 9580 §7: the words of a cleartext signed message stand between its head and its signature.
    if (bare.startsWith('-----BEGIN PGP SIGNED MESSAGE-----') || /^Hash: [A-Z0-9-]{1,12}$/.test(bare))
      continue;
    if (inArmor || (bare.startsWith('-----BEGIN PGP ') && index < lastArmorEnd)) {
      inArmor = !bare.startsWith('-----END PGP ');
      continue;
    }
    const mark = bare.slice(0, 3);
    if (fence !== null) {
      if (mark === fence && isAllOf(bare, fence.slice(0, 1))) fence = null;
      else lines.push({ text: line, code: true });
      continue;
    }
    if (mark === '```' || mark === '~~~') {
      const closing = bare.indexOf(mark, 3);
      if (closing > 3) {
        lines.push({ text: bare.slice(3, closing), code: true });
      } else {
        fence = mark;
        fenceStart = lines.length;
      }
      continue;
    }
    lines.push({ text: line, code: false });
  }
  if (fence === null) return lines;
  // A fence that never closes must not hide the rest of the report.
  return lines.map((line, index) => (index < fenceStart ? line : { text: line.text, code: false }));
}

function isAllOf(text: string, character: string): boolean {
  for (const each of text) if (each !== character) return false;
  return true;
}

/**
 * Whether nothing stands on a line. A blank line of code counts as code.
 * @param line - the line
 */
export function isBlank(line: Line): boolean {
  return !line.code && line.text.trim() === '';
}

/**
 * Lines grouped where blank lines part them; fenced code is a group of its own.
 * @param lines - the lines of a section
 */
export function paragraphsOf(lines: readonly Line[]): Line[][] {
  const paragraphs: Line[][] = [];
  let current: Line[] = [];
  const close = () => {
    if (current.length > 0) paragraphs.push(current);
    current = [];
  };
  for (const line of lines) {
    const before = current[current.length - 1];
    if (isBlank(line)) {
      close();
      continue;
    }
    if (before !== undefined && before.code !== line.code) close();
    current.push(line);
  }
  close();
  return paragraphs;
}

/**
 * The words of lines as one text, bullets left out.
 * @param lines - the lines of a section
 */
export function textOf(lines: readonly Line[]): string {
  return lines.map(line => (line.code ? line.text : line.text.replace(/^\s{0,20}[-*•+–]\s+/, ''))).join('\n');
}
