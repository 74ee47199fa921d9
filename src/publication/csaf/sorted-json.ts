/** JSON whose keys stand in their alphabet's order, as CSAF 2.0 §6.2.13 asks for. Pure. */

const { compare } = new Intl.Collator('en');

/** @returns indented by two, with a line feed at its end */
export function sortedJson(value: unknown): string {
  return `${JSON.stringify(value, sorted, 2)}\n`;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => compare(one, other)));
}
