/**
 * Which advisories go out as they are now, which as they went out last, and which not at all: by what they lack, and by what
 * the formats refuse.
 *
 * What is public under a version is never written otherwise under the same (CSAF 2.0 §3.1.11): where the configuration says
 * something else of the publisher, an advisory gets a revision that says so, or stays byte for byte as it is.
 */
import { CREDIT_HELD_BACK } from '../advisory/refused-credit.js';
import type { ReportNumber } from '../store/reports.js';
import { type Candidate, publicAdvisory } from './candidates.js';
import { alteredFields } from './csaf/altered.js';
import { documentHash, type Judged } from './csaf/files.js';
import { alteredWords, refusal, wish } from './csaf/sentences.js';
import { versionOf } from './csaf/version.js';
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
 * How an advisory is tried, one after another until it can be published so: its new revision; the last one; that with one more
 * which says what of its document is new; the last one's document as it lies there; not at all.
 */
type As = 'next' | 'last' | 'renewed' | 'kept' | 'out';

/** What readers are told of a revision that nobody wrote. */
export const RENEWED = 'What is said of the publisher, or the form of the document, changed.';

/** What a plan is made with. */
export interface Planning {
  readonly isDraft: boolean;
  readonly now: Date;
  /** What is written of these advisories. */
  filesOf(advisories: readonly PublicAdvisory[]): Promise<Wanted>;
  /** @returns the document of an advisory as it lies in the folder; null where none does */
  documentOf(advisory: PublicAdvisory): string | null;
}

/** Makes the plan. */
export async function planOf(found: readonly Candidate[], planning: Planning): Promise<Plan> {
  const lacking = found.filter(({ needed, next }) => next !== null && needed.length > 0);
  const held = new Set(lacking.map(({ number }) => number));
  const as = new Map(found.map(one => [one.number, firstTry(one, held.has(one.number))]));
  const refused = new Map<ReportNumber, Judged>();
  for (;;) {
    const wanted = await planning.filesOf(
      found.flatMap(one => tried(one, as.get(one.number), planning) ?? []),
    );
    const others = [...wanted.refused.map(({ number }) => number), ...wanted.changed];
    for (const one of wanted.refused) if (!refused.has(one.number)) refused.set(one.number, one);
    if (others.length > 0) {
      for (const one of found.filter(({ number }) => others.includes(number))) {
        as.set(one.number, nextTry(one, as.get(one.number), wanted.changed.includes(one.number), planning));
      }
      continue;
    }
    const going = found.flatMap(one => {
      const now = as.get(one.number);
      if (now === 'renewed') return [renewed(one, planning.now)];
      return now === 'next' ? [one] : [];
    });
    return {
      wanted,
      published: found.map(({ number }) => number).filter(number => as.get(number) !== 'out'),
      going,
      lacking: lacking.map(({ number, needed }) => ({ id: number, needed })),
      sentences: [
        ...[...refused.values()].map(refusal),
        ...found.filter(one => one.isCreditHeldBack).map(({ number }) => `${number}: ${CREDIT_HELD_BACK}`),
        ...wanted.warned.map(wish),
        ...going.flatMap(alteredIn),
      ],
    };
  }
}

/** Said once, when they go out. */
function alteredIn({ number, next }: Candidate): string[] {
  const sentence = next === null ? null : alteredWords(alteredFields(next.advisory));
  return sentence === null ? [] : [`${number}: ${sentence}`];
}

function firstTry({ next, revisions }: Candidate, isHeld: boolean): As {
  if (next !== null && !isHeld) return 'next';
  return revisions.length > 0 ? 'last' : 'out';
}

/** Each is behind the one before, so that this ends. */
function nextTry(one: Candidate, last: As | undefined, isChanged: boolean, planning: Planning): As {
  if (last === 'next') return one.revisions.length > 0 ? 'last' : 'out';
  if (last === 'last' && isChanged) return 'renewed';
  const isKept = last !== 'kept' && tried(one, 'kept', planning) !== null;
  return isKept ? 'kept' : 'out';
}

function tried(one: Candidate, as: As | undefined, planning: Planning): PublicAdvisory | null {
  const { isDraft, now } = planning;
  switch (as) {
    case 'next':
      return publicAdvisory(one, isDraft, false);
    case 'last':
      return asItWentOut(one, planning);
    case 'renewed':
      return publicAdvisory(renewed(one, now), isDraft, false);
    case 'kept':
      return kept(one, planning);
    default:
      return null;
  }
}

/** Its last revision. Of one from before documents were recorded, the document is the one that lies in the folder. */
function asItWentOut(one: Candidate, { isDraft, documentOf }: Planning): PublicAdvisory | null {
  const advisory = publicAdvisory(one, isDraft, true);
  if (advisory === null || isDraft || advisory.wentOutAs !== undefined) return advisory;
  const document = documentOf(advisory);
  if (document === null || versionOf(document) !== String(one.revisions.at(-1)?.revision)) return advisory;
  return { ...advisory, wentOutAs: documentHash(document) };
}

/** The same once more, as a revision of its own. */
function renewed(one: Candidate, now: Date): Candidate {
  const last = one.revisions.at(-1);
  if (last === undefined) return one;
  const advisory = one.isLastHeldBack ? { ...last.advisory, credits: [] } : last.advisory;
  return { ...one, next: { revision: last.revision + 1, at: now, change: RENEWED, advisory } };
}

/** @returns null where the document in the folder is not the one that went out, or names somebody who is not to be named */
function kept(one: Candidate, { isDraft, documentOf }: Planning): PublicAdvisory | null {
  const advisory = publicAdvisory(one, isDraft, true);
  // Without a hash on record nothing says that nobody wrote into the folder.
  if (advisory?.wentOutAs === undefined || one.isLastHeldBack) return null;
  const keptDocument = documentOf(advisory);
  return keptDocument === null ? null : { ...advisory, keptDocument };
}
