/** What the pipeline and a reading thread say to each other. */
import type { Failure } from '../failure.js';
import type { ExplainedReading, LookedUpKey, UnreadableReason } from './reading.js';

/** Pipeline → thread. */
export type Told =
  | { readonly kind: 'asked'; readonly number: number; readonly request: Request }
  /** A key to check signatures with from now on; not answered. */
  | { readonly kind: 'learn'; readonly address: string; readonly armored: string }
  /** A large answer was heard. */
  | { readonly kind: 'heard' };

/** What a thread is asked; each is answered, in their order. */
export type Request =
  /**
   * `documents`: whether text is drawn out of attached documents, which costs the most and can be done without.
   * `explain`: whether the candidates are wanted too.
   */
  | {
      readonly kind: 'read';
      readonly raw: Uint8Array;
      /** Whether the bytes are the thread's own, to do with as it likes. */
      readonly isToSpend: boolean;
      readonly documents: boolean;
      readonly lookedUp: LookedUpKey | null;
      readonly explain: boolean;
    }
  /** The header alone, after the whole mail proved too much. */
  | {
      readonly kind: 'read-header';
      readonly raw: Uint8Array;
      readonly isToSpend: boolean;
      readonly reason: UnreadableReason;
    };

/** Thread → pipeline, with the number of what was asked. */
export interface Numbered {
  readonly number: number;
  readonly answer: Answer;
}

export type Answer =
  | { readonly kind: 'ready'; readonly fingerprints: readonly string[] }
  | { readonly kind: 'refused'; readonly code: Failure['code']; readonly message: string }
  | ({ readonly kind: 'reading' } & ExplainedReading);

/** The number of a thread's first word, `ready` or `refused`, for which it is not asked. */
export const READY = 0;
