/** The severity as stated, and what its vector comes to: never one in place of the other. */
import type { Report } from '../report/schema.js';

type Stated = NonNullable<Report['severity']>;
type Scoring = NonNullable<Report['cvss']>;

const PROBLEM: Readonly<Record<NonNullable<Scoring['problem']>, string>> = {
  'unknown-version': 'the vector is of no version of CVSS that is known',
  'unknown-metric': 'the vector is invalid: it has a metric that its version does not know',
  'unknown-value': 'the vector is invalid: a metric has a value that there is not',
  'metric-twice': 'the vector is invalid: it gives a metric twice',
  'metric-missing': 'the vector is invalid: it lacks a metric that there has to be',
  'not-computed': 'what the vector comes to could not be computed',
};

/**
 * One line; null where nothing is stated.
 * @param cvss - what the vector comes to; null where there is none or the report was recorded before it was kept
 */
export function severityText(severity: Stated | null, cvss: Scoring | null): string | null {
  if (severity === null) return null;
  const { rating, score, vector } = severity;
  const stated = [rating, score, vector].filter(part => part !== null).join(' ');
  const note = cvss === null ? null : scoringNote(severity, cvss);
  return note === null ? stated : `${stated} (${note})`;
}

function scoringNote({ rating, score }: Stated, cvss: Scoring): string | null {
  if (cvss.problem !== null) return PROBLEM[cvss.problem];
  if (cvss.score === null) return null;
  const computed = [cvss.score.toFixed(1), cvss.rating].filter(part => part !== null).join(' ');
  switch (cvss.agrees) {
    case true:
      return score === null ? `the vector comes to ${computed}` : 'as the vector comes to';
    case false: {
      const said = [score?.toFixed(1), rating].filter(part => part !== null && part !== undefined).join(' ');
      return `DIFFERS: stated ${said}, the vector comes to ${computed}`;
    }
    case null:
      return `the vector comes to ${computed}`;
  }
}
