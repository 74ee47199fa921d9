/** Holds the ratios of a run against those that were kept. Seconds differ from machine to machine; ratios of one run hardly do. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Ratio } from '../part.js';
import { digits } from '../world/figures.js';
import type { Machine } from './machine.js';

const FILE = 'bench/ratios.json';

/** What ratios of short runs differ by where nothing changed stays below this. */
const MARGIN = 1.4;

/** So small a difference is chance, however many times it is: some ratios are nearly nothing. */
const LEAST_DIFFERENCE = 0.1;

/** Of an earlier run, with the machine that it came from. */
export interface Kept {
  readonly machine: Machine;
  readonly ratios: Readonly<Record<string, number>>;
}

/** @throws {Error} where no ratios were kept yet */
export function readKept(): Kept {
  if (!existsSync(FILE))
    throw new Error(`There is no ${FILE} yet: "npm run bench -- guard --keep" makes it.`);
  return JSON.parse(readFileSync(FILE, 'utf8')) as Kept;
}

/** Lines on what got worse; empty where nothing did. Ratios that were not kept, and times, are passed over. */
export function worsened(ratios: readonly Ratio[], kept: Kept): string[] {
  return ratios.flatMap(({ name, value, better, unit }) => {
    const before = kept.ratios[name];
    if (before === undefined || unit !== 'times') return [];
    const worse = better === 'less' ? value / before : before / value;
    const isWithin = worse <= MARGIN || Math.abs(value - before) < LEAST_DIFFERENCE;
    return isWithin ? [] : [`${name}: ${digits(value)}, and ${digits(before)} was kept in ${FILE}`];
  });
}

/** Writes the ratios of a run, for later ones to be held against. */
export function keepRatios(machine: Machine, ratios: readonly Ratio[]): void {
  const rounded = ratios
    .filter(({ unit }) => unit === 'times')
    .map(({ name, value }) => [name, Number(value.toPrecision(3))] as const);
  const kept: Kept = { machine, ratios: Object.fromEntries(rounded) };
  writeFileSync(FILE, `${JSON.stringify(kept, null, 2)}\n`);
}
