/**
 * HTML → the text a person reads in it. Nothing is fetched and no address in it survives unseen.
 */
import { convert } from 'html-to-text';
import { MAX_HTML_DEPTH, MAX_HTML_LENGTH } from './limits.js';

/**
 * @param html - a decoded text/html part
 * @returns as much of its text as `limits.ts` allows
 */
export function textOfHtml(html: string): string {
  return convert(html.slice(0, MAX_HTML_LENGTH), {
    wordwrap: false,
    limits: { maxDepth: MAX_HTML_DEPTH },
  });
}
