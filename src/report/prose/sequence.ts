/**
 * Gives every unit of loose prose its purpose: the sequence that fits best what each says by itself and how reports are
 * told: what is wrong, then how it is seen, then what follows from it. One pass, linear in the units.
 */

import { isTyped } from '../typed.js';
import { opensSteps, PURPOSES, type Scores, scoresOf } from './purposes.js';
import type { Purpose } from './sentence-terms.js';
import type { Unit } from './units.js';

/** A unit and what it is there for. */
export interface Purposed {
  readonly unit: Unit;
  readonly purpose: Purpose | 'opening';
}

/** What is gained where a purpose goes on, inside of a paragraph and across. */
const GOES_ON: Readonly<Record<Purpose, readonly [within: number, across: number]>> = {
  description: [0.8, 0.5],
  steps: [1.2, 0.8],
  impact: [0.3, 0.1],
  mitigations: [0.4, 0.1],
  environment: [0.2, 0],
  affected: [0.2, 0],
  severity: [0.2, 0],
  intro: [0.2, 0],
  other: [0.3, 0.4],
};

/** What a report loses in plausibility where it goes back: keyed by what came before. */
const TURNS: Partial<Record<Purpose, Partial<Record<Purpose, number>>>> = {
  description: { intro: -1.2 },
  steps: { description: -2.2, intro: -2.2 },
  impact: { description: -0.6, intro: -1.5, steps: -1 },
  mitigations: { description: -2, intro: -1.5, steps: -0.6 },
  environment: { description: -1.2, intro: -1 },
  affected: { description: -0.8, intro: -1 },
  severity: { description: -1.6, intro: -1 },
  other: { description: -0.8 },
  intro: { description: 0.4 },
};
const ENTERS_STEPS = -1;
/** What is typed advises nothing and names no system, whatever words are in it. */
const TYPED: Partial<Scores> = { impact: 0, mitigations: 0, environment: 0, affected: 0, intro: 0 };
const AFTER_OPENING = 2.5;
/** A paragraph below a list of steps seldom is one more. */
const AFTER_LIST = -1.5;

/**
 * @param units - in order
 */
export function purposesOf(units: readonly Unit[]): Purposed[] {
  const opening = units.map(({ kind, passage }) => kind !== 'typed' && opensSteps(passage.text));
  const told = units.map(({ passage }) => scoresOf(passage));
  const lists = listsOfSteps(units, told, opening);
  const scores = units.map((unit, index) => {
    const around = { before: units[index - 1], next: units[index + 1] };
    const isOpened = opening[index - 1] === true;
    return unitScores(unit, scoresOf(unit.passage), around, isOpened, lists[index] === true);
  });
  let path = bestPath(units, scores, opening);
  // Some tell what is wrong last: going back to it costs nothing where it was never told.
  if (!path.includes('description')) path = bestPath(units, scores, opening, true);
  path = withConsequences(units, path);
  return units.map((unit, index) => ({
    unit,
    purpose: opening[index] === true ? 'opening' : (path[index] ?? 'other'),
  }));
}

/** Of so many items in a list one has to tell something done, or the list is one of facts. */
const LEAST_STEPS = 0.4;

/** For each unit whether it is an item of a list that tells steps. */
function listsOfSteps(
  units: readonly Unit[],
  scores: readonly Scores[],
  opening: readonly boolean[],
): boolean[] {
  const lists: boolean[] = [];
  for (let start = 0; start < units.length; ) {
    let end = start;
    while (units[end]?.kind === 'item' || (end > start && units[end]?.kind === 'typed')) end++;
    const items = scores.slice(start, end).filter((_scores, index) => units[start + index]?.kind === 'item');
    const done = items.filter(({ steps, description }) => steps >= description);
    const hasTyped = units
      .slice(start, end)
      .some(({ kind, passage }) => kind === 'typed' || isTyped(passage.text));
    const isSteps =
      items.length > 0 &&
      (hasTyped || opening[start - 1] === true || done.length >= LEAST_STEPS * items.length);
    for (let index = start; index < Math.max(end, start + 1); index++) lists.push(isSteps);
    start = Math.max(end, start + 1);
  }
  return lists;
}

function unitScores(
  unit: Unit,
  scores: Scores,
  { before, next }: { before: Unit | undefined; next: Unit | undefined },
  afterOpening: boolean,
  listsSteps: boolean,
): Scores {
  const wasTyped = unit.kind === 'typed';
  const announces = /[:：]$/.test(unit.passage.text) && next?.kind === 'typed';
  const isPast = unit.kind === 'sentence' && unit.opens && before?.kind === 'item' && next?.kind !== 'item';
  const bonus =
    (isPast && !/[:：]$/.test(before.passage.text) ? AFTER_LIST : 0) +
    (wasTyped ? 1 : 0) +
    (announces ? 1.4 : 0) +
    (afterOpening ? AFTER_OPENING : 0);
  const isNumbered = unit.block.kind === 'item' && unit.block.number !== null;
  const numbered = unit.kind === 'item' && isNumbered ? (listsSteps ? 3 : 0.5) : 0;
  return {
    ...scores,
    ...(wasTyped ? TYPED : {}),
    description: scores.description - (wasTyped ? 1 : 0),
    steps: scores.steps + bonus + numbered + (unit.kind === 'item' && listsSteps ? 0.5 : 0),
  };
}

function bestPath(
  units: readonly Unit[],
  scores: readonly Scores[],
  opening: readonly boolean[],
  mayTellLate = false,
): Purpose[] {
  const backs: Partial<Record<Purpose, Purpose>>[] = [];
  let totals: Record<Purpose, number> | null = null;
  for (const [index, unit] of units.entries()) {
    const own = scores[index];
    if (own === undefined) break;
    const before: Record<Purpose, number> | null = totals;
    const back: Partial<Record<Purpose, Purpose>> = {};
    const next = {} as Record<Purpose, number>;
    for (const purpose of PURPOSES) {
      let best = before === null ? startOf(purpose) : Number.NEGATIVE_INFINITY;
      if (before !== null) {
        for (const previous of PURPOSES) {
          const total =
            before[previous] + turn(previous, purpose, unit, opening[index - 1] === true, mayTellLate);
          if (total > best) {
            best = total;
            back[purpose] = previous;
          }
        }
      }
      next[purpose] = best + own[purpose];
    }
    backs.push(back);
    totals = next;
  }
  return traced(totals, backs);
}

function startOf(purpose: Purpose): number {
  if (purpose === 'description' || purpose === 'intro') return 0.3;
  return purpose === 'steps' ? -1.4 : -0.4;
}

function turn(from: Purpose, to: Purpose, unit: Unit, afterOpening: boolean, mayTellLate: boolean): number {
  // What stands below a list of steps comes after them, and is seldom one more.
  if (unit.isBelowSteps) return to === 'steps' ? ENTERS_STEPS : (TURNS.steps?.[to] ?? 0);
  if (from === to) return GOES_ON[to][unit.opens ? 1 : 0];
  if (mayTellLate && to === 'description') return 0;
  const enters = to === 'steps' && !afterOpening ? ENTERS_STEPS : 0;
  return (TURNS[from]?.[to] ?? 0) + enters;
}

/**
 * A consequence told in one breath with what is wrong is part of telling it: it is an impact of its own where it has a
 * paragraph of its own, or stands in one that goes on to other things.
 */
function withConsequences(units: readonly Unit[], path: readonly Purpose[]): Purpose[] {
  const result = [...path];
  const firstStep = path.indexOf('steps');
  for (let start = 0; start < units.length; ) {
    let end = start + 1;
    while (end < units.length && units[end]?.block === units[start]?.block) end++;
    const told = path.slice(start, end);
    const isOne = told.every(
      purpose => purpose === 'description' || purpose === 'impact' || purpose === 'intro',
    );
    const isBeforeSteps = firstStep < 0 || start < firstStep;
    if (
      isOne &&
      isBeforeSteps &&
      told.indexOf('description') >= 0 &&
      told.indexOf('description') < told.indexOf('impact')
    ) {
      for (let at = start; at < end; at++) if (result[at] === 'impact') result[at] = 'description';
    }
    start = end;
  }
  return result;
}

function traced(
  totals: Record<Purpose, number> | null,
  backs: readonly Partial<Record<Purpose, Purpose>>[],
): Purpose[] {
  if (totals === null) return [];
  const ends = totals;
  let purpose = PURPOSES.reduce((best, each) => (ends[each] > ends[best] ? each : best), 'other');
  const path: Purpose[] = [];
  for (let index = backs.length - 1; index >= 0; index--) {
    path.push(purpose);
    purpose = backs[index]?.[purpose] ?? purpose;
  }
  return path.reverse();
}
