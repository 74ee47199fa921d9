/** Who is thanked in public: by the names that engineers saved. */
import { type HallOfFame, hallOfFameOf } from '../digest/hall-of-fame/hall-of-fame.js';
import type { PublicAdvisory } from '../publication/public-advisory.js';
import { type Credit, disclosedCredits } from '../store/credits.js';
import type { Connection } from '../store/database.js';

/**
 * The hall of fame of some advisories. Of those who did not want to be named the record tells.
 * @param timeZone - by whose years they are told
 */
export function publicNames(
  connection: Connection,
  advisories: readonly PublicAdvisory[],
  now: Date,
  timeZone: string,
): HallOfFame {
  const said = new Map(disclosedCredits(connection).map(credit => [credit.number, credit]));
  const credits = advisories.flatMap(({ number, advisory, revisions }): Credit[] => {
    const of = said.get(number);
    const disclosedAt = of?.disclosedAt ?? revisions[0].at;
    if (advisory.credits.length === 0) return of?.wantsCredit === false ? [of] : [];
    return advisory.credits.map(name => ({
      number,
      disclosedAt,
      creditAs: name,
      wantsCredit: true,
      email: null,
    }));
  });
  return hallOfFameOf(credits, now, timeZone);
}
