/**
 * The forms that are read at the same time, and what they may hold of memory: bounded in all, and for each network, so that
 * nobody takes all of it. Where a bound is met, who has been sending for longest makes room: words alone come within a second.
 */
import { siteOf, UNKNOWN } from './admission.js';

/** A form that is being read. */
export interface Place {
  /** Aborted where it has to make room for another one. */
  readonly signal: AbortSignal;
  /**
   * Counts bytes of files, or of what the page encrypted, that stay in memory until `leave`.
   * @returns whether there is room for them; they are not counted otherwise
   */
  keep(bytes: number): boolean;
  /** The same for the words, whose room no file takes: where a form was sent without its script they stand behind the files. */
  keepWords(length: number): boolean;
  /** So many bytes of files are kept no more. */
  drop(bytes: number): void;
  /** The body is there: another one may be read. */
  arrived(): void;
  /** It is answered. */
  leave(): void;
}

export interface Readings {
  /**
   * Takes a place for a form of a network address.
   * @returns null where all are taken by forms that began just now
   */
  enter(address: string): Place | null;
}

/** Forms that are received at the same time; a browser sends one. */
const MOST = 64;
const FROM_ONE_ADDRESS = 6;
const FROM_ONE_SITE = 24;

/** Milliseconds in which a form can come that has words and no files. */
const UNDISTURBED = 10_000;

/** Characters that each form may keep, whatever else is held: twice what all its fields may have, for a line may end in two. */
const WORDS = 1_048_576;

/** Bytes of files that each form may keep, whatever others hold: its words, where the page encrypted them. */
const SMALL = 2_097_152;

/** Forms of the greatest size that are in memory at the same time. */
const LARGEST_AT_ONCE = 4;

/** A form that has a place. */
export interface Reading {
  readonly address: string;
  readonly since: number;
  readonly stop: AbortController;
  isReading: boolean;
  files: number;
  words: number;
}

/**
 * Bounds what is read.
 * @param mostBytes - of one form, which is also what one address may keep
 * @param clock - milliseconds that only grow
 * @param all - that are read already, in the order in which they began: the same ones where the bound changes
 */
export function readings(mostBytes: number, clock: () => number, all = new Set<Reading>()): Readings {
  const makeRoom = (isOne: (taken: Reading) => boolean, most: number): boolean => {
    const reading = [...all].filter(taken => taken.isReading && isOne(taken));
    if (reading.length < most) return true;
    const [longest] = reading;
    if (longest === undefined || clock() - longest.since < UNDISTURBED) return false;
    longest.isReading = false;
    longest.stop.abort();
    return true;
  };
  const keptBy = (isOne: (taken: Reading) => boolean): number =>
    [...all].filter(isOne).reduce((sum, { files, words }) => sum + files + words, 0);
  const fits = ({ address }: Reading, bytes: number): boolean =>
    keptBy(() => true) + bytes <= mostBytes * LARGEST_AT_ONCE &&
    (address === UNKNOWN || keptBy(taken => taken.address === address) + bytes <= mostBytes);
  return {
    enter(address) {
      const site = siteOf(address);
      const isKnown = address !== UNKNOWN;
      const isSame = (taken: Reading) => taken.address === address;
      if (isKnown && !makeRoom(isSame, FROM_ONE_ADDRESS)) return null;
      if (site !== null && !makeRoom(taken => siteOf(taken.address) === site, FROM_ONE_SITE)) return null;
      if (!makeRoom(() => true, MOST)) return null;
      const stop = new AbortController();
      const taken: Reading = { address, since: clock(), stop, isReading: true, files: 0, words: 0 };
      all.add(taken);
      return {
        signal: stop.signal,
        keep(bytes) {
          if (taken.files + bytes > SMALL && !fits(taken, bytes)) return false;
          taken.files += bytes;
          return true;
        },
        keepWords(length) {
          if (taken.words + length > WORDS && !fits(taken, length)) return false;
          taken.words += length;
          return true;
        },
        drop(bytes) {
          taken.files -= bytes;
        },
        arrived() {
          taken.isReading = false;
        },
        leave() {
          all.delete(taken);
        },
      };
    },
  };
}
