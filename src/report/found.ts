/** What a pattern finds in a text, and where. */
import { MAX_ITEMS } from './limits.js';

/** A value, and the words it was read from: UTF-16 offsets into the text that was given, `end` exclusive. */
export interface Found<T> {
  readonly value: T;
  readonly start: number;
  readonly end: number;
}

/** A finding with, in a few plain words, why it was taken or passed over. Never mail content. */
export interface Ruled<T> extends Found<T> {
  readonly rule: string;
}

/** What a reading of one text came to. Both lists are in the order of the text and hold each value once. */
export interface Findings<T> {
  readonly taken: readonly Ruled<T>[];
  /** Found, and not counted; a value that was also taken elsewhere is not among them. */
  readonly passed: readonly Ruled<T>[];
}

/** Whether a finding counts, and why. */
export interface Verdict {
  readonly taken: boolean;
  readonly rule: string;
}

/** Gathers findings, each value once and no more than a report holds. */
export class Gathering<T> {
  readonly #taken = new Map<T, Ruled<T>>();
  readonly #passed = new Map<T, Ruled<T>>();

  /** No finding that is still to come can be kept. */
  get isFull(): boolean {
    return this.#taken.size >= MAX_ITEMS;
  }

  hasTaken(value: T): boolean {
    return this.#taken.has(value);
  }

  add(found: Found<T>, verdict: Verdict): void {
    const list = verdict.taken ? this.#taken : this.#passed;
    if (list.has(found.value) || list.size >= MAX_ITEMS) return;
    list.set(found.value, { ...found, rule: verdict.rule });
  }

  findings(): Findings<T> {
    const passed = [...this.#passed.values()].filter(found => !this.#taken.has(found.value));
    return { taken: [...this.#taken.values()], passed };
  }
}
