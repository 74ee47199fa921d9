/**
 * Words from elsewhere in Markdown (CommonMark 0.31, GitHub Flavored Markdown 0.29): shown as they are, wherever they
 * stand. Signs are escaped; what a reader's program makes a link, a mention or a formula of by itself, escaped or not,
 * stands in a code span, the one place where nothing is made of it.
 */
import { fitted } from '../cells.js';
import { formatStamp } from '../stamp.js';
import { isBlank, type Phrase, written } from './phrase.js';

/** More of one value would bury the rest. */
const MAX_CELLS = 400;

/** GFM §6.9 finds addresses in any text, and sites go on with mentions, numbers of issues and formulas. */
const MADE_OF_BY_ITSELF = /[@#$]|:\/\/|www\.|(?:mailto|xmpp):/i;

/** CommonMark §2.4, GFM §6.5: what begins emphasis, code, a link, an image, HTML, an entity, a cell or a strike-out. */
const SIGN = /[\\`*_[\]<>&|~!]/g;

/** CommonMark §4 and §5: what makes a block of a line that begins with it. */
const BLOCK_SIGN = /^[-+=:]/;
const LIST_NUMBER = /^(\d{1,9})([.)])(?=\s|$)/;

/**
 * Words from elsewhere on one line, as Markdown that shows them and does nothing.
 * @param cells - a longer text is cut
 */
export function foreignMarkdown(text: string, cells = MAX_CELLS): string {
  const line = fitted(text, cells);
  if (isBlank(line)) return '(empty)';
  return MADE_OF_BY_ITSELF.test(line) ? codeSpans(line) : ownMarkdown(line);
}

/** Our own words, which may hold a sign and never an address. */
export function ownMarkdown(text: string): string {
  return text.replace(SIGN, '\\$&').replace(BLOCK_SIGN, '\\$&').replace(LIST_NUMBER, '$1\\$2');
}

/** A bar ends a cell even in a code span (GFM §4.10), so it stands between two. */
function codeSpans(line: string): string {
  return line
    .split('|')
    .map(part => (part.trim() === '' ? part : codeSpan(part)))
    .join('\\|');
}

/** CommonMark §6.1: fenced by more backticks than it holds in a row. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One space on either side is taken off again.
  const isPadded = /^[`\s]|[`\s]$/.test(text);
  return isPadded ? `${fence} ${text} ${fence}` : fence + text + fence;
}

/** A phrase as Markdown. @param timeZone - IANA name @param cells - of each foreign piece */
export function phraseMarkdown(fragments: Phrase, timeZone: string, cells = MAX_CELLS): string {
  return written<string>(fragments, {
    own: text => text.replace(SIGN, '\\$&'),
    foreign: text => foreignMarkdown(text, cells),
    instant: iso => formatStamp(new Date(iso), timeZone),
  }).join('');
}
