/** What a rule found for a field, whether or not it is taken in the end. */
import type { Span } from '../document/document.js';
import type { FieldSource } from './schema.js';

/** One finding. Those for a field are ordered, the best first; `report explain` shows the others too. */
export interface Candidate<T> {
  readonly value: T;
  readonly source: FieldSource;
  /** Where its words stand, in the order of the value; empty for words of the header. */
  readonly spans: readonly Span[];
  /** In a few plain words, why it was found: "heading 'Impact'", "sentence that names a consequence". Never mail content beyond a title. */
  readonly rule: string;
  /** Found and refused: told to whoever asks, and never the value of the field, though nothing better is found. */
  readonly isRefused?: true;
}
