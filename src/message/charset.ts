/**
 * The bytes of a text part as characters. Every charset that iconv-lite knows, and those that Node knows beside it
 * (ISO-2022-JP among them); never UTF-7, in which `+ADw-script+AD4-` is markup that no filter sees.
 */
import iconv from 'iconv-lite';

/** Names that say nothing, or that older clients give to whatever they write. */
const UNSTATED = new Set(['', 'usascii', 'ascii', 'unknown8bit', 'xunknown', 'default', '7bit', '8bit']);

/** iconv-lite's own names for what is no charset of a text. */
const NO_CHARSET = new Set(['base64', 'hex', 'binary']);

/**
 * The WHATWG Encoding Standard reads Latin-1 as Windows-1252, as the mail clients that write it do. Node 20's own
 * TextDecoder does not.
 */
const LATIN_1 = new Set(['iso88591', 'latin1', 'l1', 'iso885911987']);

/** RFC 2152, and RFC 1642 before it; RFC 3501 §5.1.3 gives mailbox names one of their own. */
const UTF_7 = /^(?:x|cs)?(?:unicode[0-9]*)?utf7(?:imap)?$/;

/**
 * Whether a charset is refused.
 * @param charset - as the part declares it, or null
 */
export function isRefusedCharset(charset: string | null): boolean {
  return UTF_7.test(canonical(charset));
}

/**
 * Decodes text.
 * @param bytes - without transfer encoding
 * @param charset - as the part declares it, or null; a refused one is not used
 * @returns the text; what no charset explains is read byte for byte
 */
export function decodeText(bytes: Uint8Array, charset: string | null): string {
  const name = canonical(charset);
  if (UNSTATED.has(name) || NO_CHARSET.has(name) || UTF_7.test(name)) return decodeUnstated(bytes);
  if (name === 'utf8') return new TextDecoder('utf-8').decode(bytes);
  if (LATIN_1.has(name)) return iconv.decode(bytes, 'windows-1252');
  if (iconv.encodingExists(name)) return iconv.decode(bytes, name);
  try {
    return new TextDecoder((charset ?? '').trim()).decode(bytes);
  } catch {
    return decodeUnstated(bytes);
  }
}

/** UTF-8 where it is that, else what older clients write unlabelled and in which every byte is a character. */
function decodeUnstated(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(bytes, 'windows-1252');
  }
}

/** The form in which iconv-lite compares names: a year goes, and all but letters and digits. */
function canonical(charset: string | null): string {
  return (charset ?? '')
    .slice(0, 100)
    .toLowerCase()
    .trim()
    .replace(/:\d{4}$/, '')
    .replace(/[^0-9a-z]/g, '');
}
