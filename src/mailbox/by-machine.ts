/**
 * Header fields by which a program says that nobody wrote its mail.
 */
import { fieldValues } from './header-text.js';

/**
 * Whether a mail is a machine's or goes out in bulk, by its own word: Auto-Submitted (RFC 3834 §5), of which "no" is the
 * one value that means a person, or Precedence, which no RFC defines and many write. Mail of a discussion list is a
 * person's.
 * @param header - raw header lines
 */
export function isByMachine(header: Uint8Array): boolean {
  return (
    fieldValues(header, 'auto-submitted').some(value => !/^no\b(?!-)/i.test(withoutComments(value))) ||
    fieldValues(header, 'precedence').some(value => /^(?:bulk|junk|auto[_-]reply)\b/i.test(value))
  );
}

function withoutComments(value: string): string {
  return value
    .slice(0, 1000)
    .replace(/\([^()]*\)/g, ' ')
    .trim();
}
