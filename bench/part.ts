/** What a part of the benchmark is given and gives: tables for people, ratios to hold goals and later runs against, bars for the chart. */

/** How much is measured. */
export interface Sizes {
  /** Whether a few minutes have to do. */
  readonly quick: boolean;
  /** Mails of each flood. */
  readonly mails: number;
  /** Mails in the folder that is polled. */
  readonly mailboxes: readonly number[];
  /** Megabytes of the mails whose memory is measured. */
  readonly megabytes: readonly number[];
  /** Reports on record. */
  readonly reports: readonly number[];
  /** How often what takes a moment is repeated. */
  readonly rounds: number;
}

export interface Table {
  readonly caption: string;
  /** The first is for names. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A figure of this run in proportion to another of the same run. */
export interface Ratio {
  /** Stays the same from run to run. */
  readonly name: string;
  readonly value: number;
  readonly better: 'less' | 'more';
  /** What it has to keep to, or null where it is only watched. */
  readonly goal: number | null;
  /** Milliseconds are told, and not held against those of another run. */
  readonly unit: 'times' | 'ms';
}

export interface Bars {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly { readonly name: string; readonly value: number; readonly isOurs: boolean }[];
}

export interface Outcome {
  readonly title: string;
  /** How it was measured, in sentences. */
  readonly method: string;
  readonly tables: readonly Table[];
  readonly ratios: readonly Ratio[];
  readonly bars: readonly Bars[];
}

/** @param tell - prints a line, as the part goes */
export type Part = (sizes: Sizes, tell: (line: string) => void) => Promise<Outcome>;

/** Whether a goal is met; null where there is none. */
export function isMet({ value, better, goal }: Ratio): boolean | null {
  if (goal === null) return null;
  if (!Number.isFinite(value)) return false;
  return better === 'less' ? value <= goal : value >= goal;
}
