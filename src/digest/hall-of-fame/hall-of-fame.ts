/**
 * Hall of fame: the disclosed reports → whom to thank in public. Pure. A name stands there only where its owner asked for
 * that name; who asked not to be named is counted; who did not say is left out, until somebody has asked them.
 */
import { localTimeOf } from '../../deadlines/local-time.js';
import type { Credit } from '../../store/credits.js';
import { isBlank } from '../formats/phrase.js';

/** Somebody who is thanked. */
export interface Credited {
  /** As the reporter wrote it. */
  readonly name: string;
  /** Local years of the disclosures, the latest first. */
  readonly years: readonly number[];
  readonly reports: number;
}

export interface HallOfFame {
  readonly schema: 'security-inbox/hall-of-fame@1';
  readonly generatedAt: string;
  /** By name. */
  readonly credited: readonly Credited[];
  /** Reporters who asked not to be named. */
  readonly notNamed: number;
  /** Numbers of the reports whose reporters did not say, or gave no name. Not to be published. */
  readonly toAsk: readonly string[];
}

/** Whom a list is sorted for: its readers' language is not known, so one that is the same everywhere. */
const ORDER = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/**
 * Makes it. Reports of one name, in whatever case, are taken for one person's.
 * @param credits - oldest disclosure first
 * @param timeZone - in which a disclosure has its year
 */
export function hallOfFameOf(credits: readonly Credit[], now: Date, timeZone: string): HallOfFame {
  const named = new Map<string, { name: string; years: Set<number>; reports: number }>();
  const notNamed = new Set<string>();
  const toAsk: string[] = [];
  for (const { number, disclosedAt, creditAs, wantsCredit, email } of credits) {
    if (wantsCredit === false) notNamed.add(email?.toLowerCase() ?? number);
    else if (wantsCredit === null || creditAs === null || isBlank(creditAs)) toAsk.push(number);
    else {
      const key = foldedName(creditAs);
      const entry = named.get(key) ?? { name: creditAs, years: new Set(), reports: 0 };
      entry.years.add(Number.parseInt(localTimeOf(disclosedAt, timeZone).day, 10));
      // As written the last time.
      named.set(key, { ...entry, name: creditAs, reports: entry.reports + 1 });
    }
  }
  return {
    schema: 'security-inbox/hall-of-fame@1',
    generatedAt: now.toISOString(),
    credited: [...named.values()]
      .map(({ name, years, reports }) => ({ name, years: [...years].sort((a, b) => b - a), reports }))
      .sort((a, b) => ORDER.compare(a.name, b.name)),
    notNamed: notNamed.size,
    toAsk,
  };
}

function foldedName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
