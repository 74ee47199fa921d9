/** The calculator of each CVSS version, and the metrics it knows. */
import cvss from 'ae-cvss-calculator';

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0';

/** The metrics and formulas of one version. */
export interface Calculator {
  readonly prefix: string;
  /** Lower-case metric → its name, whether it is a base metric, and lower-case value → value. */
  readonly metrics: ReadonlyMap<string, { name: string; isBase: boolean; values: Map<string, string> }>;
  /**
   * The scores of a vector, 0 to 10.
   * @param vector - the prefix and every base metric, in the version's own letters
   */
  score(vector: string): { base: number; score: number };
}

/** The calculator of each version there is. */
export const CALCULATORS: Readonly<Record<CvssVersion, Calculator>> = {
  '2.0': calculator(
    '',
    new cvss.Cvss2(),
    vector => new cvss.Cvss2(vector).calculateScores(),
    scores => scores.base,
  ),
  '3.0': calculator(
    'CVSS:3.0/',
    new cvss.Cvss3P0(),
    vector => new cvss.Cvss3P0(vector).calculateScores(),
    scores => scores.base,
  ),
  '3.1': calculator(
    'CVSS:3.1/',
    new cvss.Cvss3P1(),
    vector => new cvss.Cvss3P1(vector).calculateScores(),
    scores => scores.base,
  ),
  '4.0': calculator(
    'CVSS:4.0/',
    new cvss.Cvss4P0(),
    vector => new cvss.Cvss4P0(vector).calculateScores(),
    scores => scores.baseMetricsOnly,
  ),
};

function calculator<S extends { overall: number }>(
  prefix: string,
  blank: Pick<InstanceType<typeof cvss.Cvss2>, 'getRegisteredComponents'>,
  scores: (vector: string) => S,
  baseOf: (scores: S) => number | undefined,
): Calculator {
  const metrics = new Map<string, { name: string; isBase: boolean; values: Map<string, string> }>();
  for (const [category, components] of blank.getRegisteredComponents()) {
    const isBase = category.name === 'base';
    for (const { shortName: name, values } of components) {
      // The calculator keeps "not defined" among the values of a base metric, and hides what a version lacks.
      const given = values.filter(value => !(isBase && (value.hide || /^(?:X|ND)$/.test(value.shortName))));
      const byName = new Map(given.map(value => [value.shortName.toLowerCase(), value.shortName]));
      metrics.set(name.toLowerCase(), { name, isBase, values: byName });
    }
  }
  return {
    prefix,
    metrics,
    score(vector) {
      const computed = scores(vector);
      return { base: baseOf(computed) ?? computed.overall, score: computed.overall };
    },
  };
}

/**
 * Whether there is such a version.
 * @param version - as after "CVSS:"
 */
export function isVersion(version: string): version is CvssVersion {
  return Object.hasOwn(CALCULATORS, version);
}
