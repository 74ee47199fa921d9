/** Holds the ratios of a run against those that were kept. Seconds differ from machine to machine; ratios of one run hardly do. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Ratio } from '../part.js';
import { digits } from '../world/figures.js';
import type { Machine } from './machine.js';

const FILE = 'bench/ratios.json';

/** What ratios of short runs differ by where nothing changed stays below this. */
const MARGIN = 1.4;

interface Kept {
  readonly machine: Machine;
  readonly ratios: Readonly<Record<string, number>>;
}

/** Lines on what got worse; empty where nothing did. Ratios that were not kept, and times, are passed over. */
export function worsened(ratios: readonly Ratio[]): string[] {
  if (!existsSync(FILE)) throw new Error(`there is no ${FILE} yet: "guard --keep" makes it`);
  const { ratios: kept } = JSON.parse(readFileSync(FILE, 'utf8')) as Kept;
  return ratios.flatMap(({ name, value, better, unit }) => {
    const before = kept[name];
    if (before === undefined || unit !== 'times') return [];
    const worse = better === 'less' ? value / before : before / value;
    return worse > MARGIN ? [`${name}: ${digits(value)}, and ${digits(before)} was kept in ${FILE}`] : [];
  });
}

export function keepRatios(machine: Machine, ratios: readonly Ratio[]): void {
  const rounded = ratios
    .filter(({ unit }) => unit === 'times')
    .map(({ name, value }) => [name, Number(value.toPrecision(3))] as const);
  const kept: Kept = { machine, ratios: Object.fromEntries(rounded) };
  writeFileSync(FILE, `${JSON.stringify(kept, null, 2)}\n`);
}
