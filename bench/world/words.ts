/** Words as frequent as words are, and the same ones for the same seed. */

const SYLLABLES = 'ba co di fe gu ha jo ki lu me no pa qua re si to vu wa xe zi ent ing er ation'.split(' ');

/** The same numbers for the same seed (Lehmer's generator). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = (seed % 2_147_483_646) + 1;
  }

  /** From 0 to below 1. */
  next(): number {
    this.state = (this.state * 48_271) % 2_147_483_647;
    return this.state / 2_147_483_647;
  }

  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  from<T>(items: readonly [T, ...T[]] | readonly T[], otherwise: T): T {
    return items[this.below(items.length)] ?? otherwise;
  }

  /** That nothing compresses. */
  bytes(count: number): Buffer {
    const bytes = Buffer.alloc(count);
    for (let at = 0; at + 2 < count; at += 3) bytes.writeUIntBE(this.below(0x1000000), at, 3);
    return bytes;
  }
}

/** The word of a rank; the first are the frequent ones. */
export function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length];
  return word;
}

/** Words fall off with their rank as in any language (Zipf). */
export function sentence(chance: Chance, length: number): string {
  return `${Array.from({ length }, () => wordOf(Math.floor(40_000 ** chance.next()))).join(' ')}.`;
}

export function paragraph(chance: Chance, sentences: number): string {
  return Array.from({ length: sentences }, () => sentence(chance, 8 + chance.below(14))).join(' ');
}
