/** Versions of an advisory as a CVE record has them (`affected[].versions` of the CVE Record Format). Pure. */
import type { AdvisoryProduct } from '../../advisory/advisory.js';
import { type ToldVersion, toldVersion, type VersionConstraint } from '../../advisory/told-version.js';

type Status = 'affected' | 'unaffected' | 'unknown';

/** One version, or those from `version` on up to an end. */
export interface CveVersion {
  readonly version: string;
  readonly status: Status;
  readonly versionType?: string;
  readonly lessThan?: string;
  readonly lessThanOrEqual?: string;
}

/** What the format calls the numbering of a VERS scheme; any other is "custom". */
const TYPES: Readonly<Record<string, string>> = {
  cargo: 'semver',
  golang: 'semver',
  hex: 'semver',
  maven: 'maven',
  npm: 'semver',
  pub: 'semver',
  pypi: 'python',
  rpm: 'rpm',
  semver: 'semver',
};

/** @returns those that leave out single versions first: the first entry that fits a version decides */
export function cveVersions(product: AdvisoryProduct): CveVersion[] {
  const told = (lines: readonly string[], status: Status) =>
    lines.flatMap(line => entries(toldVersion(line, product.purl), status));
  const all = [
    ...told(product.affected, 'affected'),
    ...told(product.fixed, 'unaffected'),
    ...told(product.notAffected, 'unaffected'),
  ];
  const ofOne = all.filter(({ versionType }) => versionType === undefined);
  const ranges = all.filter(({ versionType }) => versionType !== undefined);
  return unique([...ofOne, ...ranges]);
}

function unique(versions: readonly CveVersion[]): CveVersion[] {
  const firstOf = new Map(versions.toReversed().map(each => [JSON.stringify({ ...each, status: '' }), each]));
  return versions.filter(each => firstOf.get(JSON.stringify({ ...each, status: '' })) === each);
}

function entries(told: ToldVersion, status: Status): CveVersion[] {
  switch (told.kind) {
    case 'version':
      return [{ version: told.version, status }];
    case 'words':
      return [{ version: told.words, status }];
    case 'range': {
      const versionType = TYPES[told.scheme] ?? 'custom';
      return told.constraints.length === 0
        ? [{ version: '0', status, versionType, lessThan: '*' }]
        : ranges(told.constraints, status, versionType);
    }
  }
}

/** A range of the format takes in its begin: a begin or a version that VERS leaves out is an entry of its own. */
function ranges(
  constraints: readonly VersionConstraint[],
  status: Status,
  versionType: string,
): CveVersion[] {
  const leftOut: Status = status === 'affected' ? 'unaffected' : 'unknown';
  const found: CveVersion[] = [];
  let begin: string | null = null;
  const end = (limit: Pick<CveVersion, 'lessThan' | 'lessThanOrEqual'>) => {
    found.push({ version: begin ?? '0', status, versionType, ...limit });
    begin = null;
  };
  for (const { comparator, version } of constraints) {
    switch (comparator) {
      case '=':
        found.push({ version, status });
        break;
      case '!=':
        found.push({ version, status: leftOut });
        break;
      case '>':
      case '>=':
        if (comparator === '>') found.push({ version, status: leftOut });
        if (begin !== null) end({ lessThan: '*' });
        begin = version;
        break;
      case '<':
        end({ lessThan: version });
        break;
      case '<=':
        end({ lessThanOrEqual: version });
        break;
    }
  }
  if (begin !== null) end({ lessThan: '*' });
  return found;
}
