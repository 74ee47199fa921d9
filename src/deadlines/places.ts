/**
 * The places whose holidays date-holidays knows. It takes an unknown state for none at all, so each code is looked up
 * first.
 */
import { KNOWN_PLACES } from './known-places.js';

/** Codes of a country, its state and a region of that, as date-holidays spells them. */
export type Place = readonly [country: string, state?: string, region?: string];

/**
 * The place that settings name, in whatever case.
 * @returns null where they name none
 * @throws {RangeError} where date-holidays does not know it
 */
export function placeOf({
  country,
  state,
  region,
}: {
  readonly country?: string | undefined;
  readonly state?: string | undefined;
  readonly region?: string | undefined;
}): Place | null {
  if (country === undefined) return null;
  const inCountry = codeAmong(Object.keys(KNOWN_PLACES), [country]);
  if (state === undefined) return [inCountry];
  const states = KNOWN_PLACES[inCountry] ?? {};
  const inState = codeAmong(Object.keys(states), [country, state]);
  if (region === undefined) return [inCountry, inState];
  return [inCountry, inState, codeAmong(states[inState] ?? [], [country, state, region])];
}

/**
 * The last code of a path as date-holidays spells it, whose case differs from country to country.
 * @throws {RangeError} where it has none
 */
function codeAmong(known: readonly string[], path: readonly string[]): string {
  const code = path.at(-1) ?? '';
  const found = known.find(name => name.toUpperCase() === code.toUpperCase());
  if (found === undefined) throw new RangeError(`there is no holiday calendar for ${path.join('-')}`);
  return found;
}
