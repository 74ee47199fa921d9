/**
 * Which advisories go out as they are now, which as they went out last, and which not at all: by what they lack, and by what
 * the formats refuse.
 */
import { CREDIT_HELD_BACK } from '../advisory/refused-credit.js';
import type { ReportNumber } from '../store/reports.js';
import { type Candidate, publicAdvisory } from './candidates.js';
import type { Judged } from './csaf/files.js';
import { refusal, wish } from './csaf/sentences.js';
import type { PublicAdvisory } from './public-advisory.js';
import type { Wanted } from './wanted.js';

export interface Plan {
  readonly wanted: Wanted;
  /** Those among the files. */
  readonly published: readonly ReportNumber[];
  /** Those of which a new revision goes out. */
  readonly going: readonly Candidate[];
  /** Those that lack something. */
  readonly lacking: readonly { readonly id: ReportNumber; readonly needed: readonly string[] }[];
  /** Whole sentences on those that a format refuses, or that could say more in it. */
  readonly sentences: readonly string[];
}

/**
 * Makes the plan.
 * @param filesOf - what is written of these advisories
 */
export async function planOf(
  found: readonly Candidate[],
  isDraft: boolean,
  filesOf: (advisories: readonly PublicAdvisory[]) => Promise<Wanted>,
): Promise<Plan> {
  const lacking = found.filter(({ needed, next }) => next !== null && needed.length > 0);
  const held = new Set(lacking.map(({ number }) => number));
  const publicOf = () => found.flatMap(one => publicAdvisory(one, isDraft, held.has(one.number)) ?? []);
  const first = await filesOf(publicOf());
  for (const { number } of first.refused) held.add(number);
  // Once more with what went out last of those, if anything did.
  const wanted = first.refused.length === 0 ? first : await filesOf(publicOf());
  const refused = [
    ...first.refused,
    ...wanted.refused.filter(({ number }) => !isAmong(first.refused, number)),
  ];
  return {
    wanted,
    published: publicOf()
      .map(({ number }) => number)
      .filter(number => !isAmong(wanted.refused, number)),
    going: found.filter(({ number, next }) => next !== null && !held.has(number)),
    lacking: lacking.map(({ number, needed }) => ({ id: number, needed })),
    sentences: [
      ...refused.map(refusal),
      ...found.filter(one => one.isCreditHeldBack).map(({ number }) => `${number}: ${CREDIT_HELD_BACK}`),
      ...wanted.warned.map(wish),
    ],
  };
}

function isAmong(judged: readonly Judged[], number: ReportNumber): boolean {
  return judged.some(one => one.number === number);
}
