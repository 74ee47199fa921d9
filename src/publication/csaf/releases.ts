/** When advisories were released, as their documents and the lists of them say it. Pure. */
import type { PublicAdvisory, PublicRevision } from '../public-advisory.js';

/** A revision with the instant that its readers are told. */
export interface Release {
  readonly at: Date;
  readonly revision: PublicRevision;
}

/** The releases in their order. A clock that was set back must not put a later revision before an earlier one (§6.1.14). */
export function releases({ revisions }: PublicAdvisory): readonly [Release, ...Release[]] {
  let latest = 0;
  const release = (revision: PublicRevision): Release => {
    latest = Math.max(latest, revision.at.getTime());
    return { at: new Date(latest), revision };
  };
  const [first, ...others] = revisions;
  return [release(first), ...others.map(release)];
}

export function lastReleaseOf(advisory: PublicAdvisory): Date {
  return new Date(Math.max(...releases(advisory).map(({ at }) => at.getTime())));
}

/** The newest first; of those released at once, by their number, so that their order is always the same. */
export function newestFirst(advisories: readonly PublicAdvisory[]): PublicAdvisory[] {
  return [...advisories].sort(
    (one, other) =>
      lastReleaseOf(other).getTime() - lastReleaseOf(one).getTime() || (one.number < other.number ? 1 : -1),
  );
}

/**
 * When the newest of them was released: never "now", because a list that is written again must not change.
 * @param fallback - which it is not older than
 */
export function lastUpdated(advisories: readonly PublicAdvisory[], fallback: Date): Date {
  return new Date(Math.max(fallback.getTime(), ...advisories.map(each => lastReleaseOf(each).getTime())));
}
