/**
 * The places whose holidays date-holidays knows, as the text of known-places.ts.
 */
import Holidays from 'date-holidays';

/** @returns the whole file: a line for each country, with its states, and their regions */
export function knownPlacesText(): string {
  const all = new Holidays();
  const lines = Object.keys(all.getCountries()).map(country => {
    const states = Object.keys(all.getStates(country) ?? {}).map(state => {
      const regions = Object.keys(all.getRegions(country, state) ?? {});
      return [state, regions] as const;
    });
    return `  ${JSON.stringify(country)}: ${JSON.stringify(Object.fromEntries(states))},`;
  });
  return `${HEAD}${lines.join('\n')}\n};\n`;
}

const HEAD = `/** Written by \`npm run reference\` from date-holidays; not edited by hand. */
export const KNOWN_PLACES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
`;
