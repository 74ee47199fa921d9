/**
 * Fields from text that stands under no heading: what each of its sentences is there for, by what it says and by where
 * it stands among the others.
 */
import type { Block } from '../../document/document.js';
import type { Passage } from '../passage.js';
import type { Section } from '../sections.js';
import { listedStepsOf, type Step, withoutOpening } from '../steps.js';
import type { Purpose } from './sentence-terms.js';
import { type Purposed, purposesOf } from './sequence.js';
import { saysWhatWasFound, tellingPart } from './telling.js';
import { unitsOf } from './units.js';

/** More is a mail that could have told what is wrong, and did not. */
const MAX_BARE_UNITS = 2;

/** What loose prose says; empty where it says nothing. */
export interface Prose {
  readonly description: readonly Passage[];
  readonly steps: readonly Step[];
  readonly impact: readonly Passage[];
  readonly mitigations: readonly Passage[];
  readonly environment: readonly Passage[];
  /** Of a mail of a few words that say nothing by themselves, those words. */
  readonly bare: readonly Passage[];
}

/**
 * Reads the sections that have no heading, or one that says nothing to us.
 * @param sections - the `loose` and `other` ones, in order, asides taken out
 */
export function readProse(sections: readonly Section[]): Prose {
  const units = unitsOf(sections);
  const purposed = purposesOf(units);
  const on = (purpose: Purpose) =>
    purposed
      .filter((each, index) => each.purpose === purpose && isTold(each, purposed[index - 1]))
      .map(({ unit }) => unit.passage);
  const told = on('description').map((passage, index) => (index === 0 ? tellingPart(passage) : passage));
  const found = told.length === 0 ? findingIn(purposed) : [];
  return {
    description: told.length === 0 ? found : told,
    steps: stepsIn(purposed),
    impact: on('impact').filter(passage => !found.includes(passage)),
    mitigations: on('mitigations'),
    environment: on('environment'),
    bare: saysLittle(purposed) ? on('other') : [],
  };
}

/** Few words, and more than the one that a mail ends with: a name. */
function saysLittle(purposed: readonly Purposed[]): boolean {
  const words = purposed.map(({ unit }) => unit.passage.text).join(' ');
  return (
    purposed.length <= MAX_BARE_UNITS &&
    purposed.every(({ purpose }) => purpose === 'other') &&
    /\S\s+\S/.test(words)
  );
}

/**
 * "I found a path traversal in ts-scan", "The API lets anyone delete a project": where nothing else tells what is wrong, what
 * leads to it or follows from it does, if it stands in front of the steps.
 */
function findingIn(purposed: readonly Purposed[]): Passage[] {
  const steps = purposed.findIndex(({ purpose }) => purpose === 'steps' || purpose === 'opening');
  return purposed
    .slice(0, steps === -1 ? purposed.length : steps)
    .filter(
      ({ unit, purpose }) =>
        unit.kind !== 'typed' &&
        (purpose === 'impact' || (purpose === 'intro' && saysWhatWasFound(unit.passage.text))),
    )
    .map(({ unit }) => unit.passage);
}

/** Code and tables say nothing by themselves; the sentence above may let them speak. */
function isTold({ unit }: Purposed, before: Purposed | undefined): boolean {
  if (unit.kind !== 'typed') return true;
  return unit.block.kind !== 'table' && /[:：]$/.test(before?.unit.passage.text ?? '');
}

/** Items of a list each a step; else sentences, each with what was typed below it. */
function stepsIn(purposed: readonly Purposed[]): Step[] {
  const told = purposed.filter(({ purpose }) => purpose === 'steps');
  const listed = listedStepsOf(blocksOf(told));
  if (listed !== null && told.some(({ unit }) => unit.kind === 'item')) return listed;
  const steps: Passage[][] = [];
  let awaitsMore = false;
  let attached: Block | null = null;
  for (const { unit } of told) {
    const above = steps.at(-1);
    const isMore = awaitsMore || (unit.kind === 'typed' && unit.opens) || unit.block === attached;
    if (above !== undefined && isMore) {
      above.push(unit.passage);
      attached = awaitsMore && unit.opens ? unit.block : attached;
    } else steps.push([withoutOpening(unit.passage)]);
    awaitsMore = /[:：]$/.test(unit.passage.text);
  }
  return steps;
}

function blocksOf(told: readonly Purposed[]) {
  const blocks = told.map(({ unit }) => ({ ...unit.block, lines: unit.passage.lines }));
  return blocks.filter(block => block.lines.length > 0);
}
