/**
 * The fields of a header as they stand in it, and what is asked of them. Apart from what reads them, so that who only asks
 * loads no parser.
 */
import { decodeSubject } from '../mailbox/subject.js';
import { singleLine } from './printable.js';

export interface HeaderField {
  /** Lower-case. */
  readonly name: string;
  /** Unfolded; encoded-words as they stand. */
  readonly value: string;
}

/**
 * The values of every field of a name, in order.
 * @param name - lower-case
 */
export function valuesOf(fields: readonly HeaderField[], name: string): string[] {
  return fields.filter(field => field.name === name).map(field => field.value);
}

/** Every Subject field, decoded. RFC 5322 §3.6 allows one; what was downloaded for any of them must be judged by it. */
export function subjectsOf(fields: readonly HeaderField[]): string[] {
  return valuesOf(fields, 'subject').map(value => singleLine(decodeSubject(value)));
}
