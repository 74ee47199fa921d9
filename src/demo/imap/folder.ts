/**
 * The messages of one folder. They stay while the server runs: nothing is expunged, so that a sequence number is a place
 * in the list.
 */

export interface Message {
  readonly uid: number;
  readonly raw: Buffer;
  readonly flags: Set<string>;
  readonly internalDate: Date;
}

export class Folder {
  readonly uidValidity = 1;
  readonly #messages: Message[] = [];
  readonly #listeners = new Set<() => void>();

  /** @param name - its path, "/" between levels */
  constructor(readonly name: string) {}

  get messages(): readonly Message[] {
    return this.#messages;
  }

  get nextUid(): number {
    return this.#messages.length + 1;
  }

  /** Delivers a message, and tells those who listen. @returns its UID */
  append(raw: Uint8Array, internalDate: Date, flags: readonly string[] = []): number {
    const uid = this.nextUid;
    this.#messages.push({ uid, raw: Buffer.from(raw), flags: new Set(flags), internalDate });
    for (const listener of this.#listeners) listener();
    return uid;
  }

  /** @param listener - called after each arrival. @returns ends it */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
