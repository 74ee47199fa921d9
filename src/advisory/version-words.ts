/** A line of an advisory's versions for people, who read no VERS. Pure. */
import { toldVersion, type VersionConstraint } from './told-version.js';

/**
 * @param line - of `affected`, `fixed` or `notAffected`
 * @returns a line in VERS as words, "3.1 to 3.4"; any other as somebody wrote it
 */
export function versionWords(line: string): string {
  if (!line.startsWith('vers:')) return line;
  const told = toldVersion(line, null);
  switch (told.kind) {
    case 'version':
      return told.version;
    case 'words':
      return told.words;
    case 'range':
      return told.constraints.length === 0 ? 'all versions' : rangeWords(told.constraints);
  }
}

/** VERS has them in the order of the versions: one that begins a range stands right before the one that ends it. */
function rangeWords(constraints: readonly VersionConstraint[]): string {
  const within = constraints.filter(({ comparator }) => comparator !== '!=');
  const without = constraints.filter(({ comparator }) => comparator === '!=').map(({ version }) => version);
  const parts: string[] = [];
  for (let at = 0; at < within.length; at += 1) {
    const [one, next] = within.slice(at, at + 2);
    if (one === undefined) break;
    const isPair = begins(one) && next !== undefined && ends(next);
    parts.push(isPair ? pairWords(one, next) : constraintWords(one));
    if (isPair) at += 1;
  }
  const words = parts.length === 0 ? 'all versions' : parts.join(', or ');
  return without.length === 0 ? words : `${words}, but not ${without.join(' and not ')}`;
}

function begins({ comparator }: VersionConstraint): boolean {
  return comparator === '>=' || comparator === '>';
}

function ends({ comparator }: VersionConstraint): boolean {
  return comparator === '<=' || comparator === '<';
}

function pairWords(from: VersionConstraint, to: VersionConstraint): string {
  const end = to.comparator === '<=' ? `to ${to.version}` : `to before ${to.version}`;
  return from.comparator === '>=' ? `${from.version} ${end}` : `after ${from.version} ${end}`;
}

function constraintWords({ comparator, version }: VersionConstraint): string {
  switch (comparator) {
    case '<':
      return `before ${version}`;
    case '<=':
      return `up to ${version}`;
    case '>':
      return `after ${version}`;
    case '>=':
      return `${version} and later`;
    case '=':
      return version;
    case '!=':
      return `not ${version}`;
  }
}
