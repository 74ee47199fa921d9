/**
 * The cleartext signature framework, RFC 9580 §7: words between a head line and a signature, their dashes escaped.
 */

const BEGIN = '-----BEGIN PGP SIGNED MESSAGE-----';
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----';
const END = '-----END PGP SIGNATURE-----';

/** §7 allows Hash and nothing else; older programs write the others. Any other line here is somebody's words. */
const ARMOR_HEADER = /^(?:Hash|Charset|Version|Comment|NotDashEscaped):/;

/** RFC 9580 §6.2: headers, base64, a checksum, or nothing. */
const SIGNATURE_LINE = /^(?:[A-Za-z0-9+/=]*|(?:Version|Comment|Hash|Charset|MessageID):.*)$/;

/**
 * The words of a text without what signs them: head lines, armor headers and signatures gone, dash-escaping undone.
 * Words before, between and behind signed ones stay where they are: whether a signature covers them is no question of
 * what they say.
 * @param text - with LF or CRLF line ends
 * @returns the text itself where nothing in it is signed so
 */
export function withoutClearSigning(text: string): string {
  if (!text.includes(BEGIN)) return text;
  const kept: string[] = [];
  let state: 'outside' | 'head' | 'signed' | 'signature' = 'outside';
  let quote = '';
  for (const line of text.split(/\r?\n/)) {
    const start = line.indexOf(BEGIN);
    const bare = line.startsWith(quote) ? line.slice(quote.length) : line;
    if (start >= 0 && isQuote(line.slice(0, start)) && state !== 'signature') {
      quote = line.slice(0, start);
      state = 'head';
    } else if (state === 'head') {
      if (ARMOR_HEADER.test(bare)) continue;
      if (bare.trim() !== '') kept.push(withoutDashEscape(line, quote));
      state = 'signed';
    } else if (state === 'signed') {
      if (bare.startsWith(SIGNATURE)) state = 'signature';
      else kept.push(withoutDashEscape(line, quote));
    } else if (state === 'signature' && (SIGNATURE_LINE.test(bare.trim()) || bare.startsWith(END))) {
      if (bare.startsWith(END)) state = 'outside';
    } else {
      // A signature that breaks off must not take the words behind it.
      state = 'outside';
      kept.push(line);
    }
  }
  return kept.join('\n');
}

function isQuote(start: string): boolean {
  return /^[>\s]*$/.test(start);
}

/** §7.1: a dash and a space before every line that begins with a dash, and before any other that it pleased. */
function withoutDashEscape(line: string, quote: string): string {
  const bare = line.startsWith(quote) ? line.slice(quote.length) : line;
  return bare.startsWith('- ') ? line.slice(0, line.length - bare.length) + bare.slice(2) : line;
}
