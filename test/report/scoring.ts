/** How close an extracted report comes to what a careful person read out of the same mail. */
import type { ExtractedReport } from '../../src/report/schema.js';

/** The fields that are scored, each from 0 to 1. */
export type Scores = Record<string, number>;

type Expected = Omit<ExtractedReport, 'source'>;

const tokens = (text: string | null) =>
  text === null ? [] : text.toLowerCase().split(/\s+/).filter(Boolean);

function f1(found: readonly string[], wanted: readonly string[]): number {
  if (found.length === 0 && wanted.length === 0) return 1;
  const left = new Map<string, number>();
  for (const item of wanted) left.set(item, (left.get(item) ?? 0) + 1);
  let hits = 0;
  for (const item of found) {
    const count = left.get(item) ?? 0;
    if (count > 0) hits++;
    left.set(item, count - 1);
  }
  return (2 * hits) / (found.length + wanted.length);
}

const text = (found: string | null, wanted: string | null) => f1(tokens(found), tokens(wanted));
const equal = (found: unknown, wanted: unknown) => (JSON.stringify(found) === JSON.stringify(wanted) ? 1 : 0);
const pairs = (report: Expected) =>
  report.affected.flatMap(each =>
    (each.versions.length === 0 ? [''] : each.versions).map(v => `${each.product} ${v}`),
  );

/** Text fields by F1 of their words, lists by F1 of their items, all others by equality. */
export function scoreReport(found: Expected, wanted: Expected): Scores {
  return {
    name: equal(found.reporter.name, wanted.reporter.name),
    email: equal(found.reporter.email, wanted.reporter.email),
    creditAs: equal(found.reporter.creditAs, wanted.reporter.creditAs),
    wantsCredit: equal(found.reporter.wantsCredit, wanted.reporter.wantsCredit),
    summary: text(found.summary, wanted.summary),
    description: text(found.description, wanted.description),
    steps: f1(found.steps, wanted.steps),
    affected: f1(pairs(found), pairs(wanted)),
    environment: text(found.environment, wanted.environment),
    mitigations: text(found.mitigations, wanted.mitigations),
    impact: text(found.impact, wanted.impact),
    vector: equal(found.severity?.vector ?? null, wanted.severity?.vector ?? null),
    score: equal(found.severity?.score ?? null, wanted.severity?.score ?? null),
    rating: equal(found.severity?.rating ?? null, wanted.severity?.rating ?? null),
    cwe: f1(found.cwe, wanted.cwe),
    cve: f1(found.cve, wanted.cve),
    references: f1(found.references, wanted.references),
    attachments: f1(
      found.attachments.map(each => JSON.stringify(each)),
      wanted.attachments.map(each => JSON.stringify(each)),
    ),
    missing: f1(found.missing, wanted.missing),
    language: equal(found.language, wanted.language),
  };
}

/** The mean over a record's numbers. */
export function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
