/**
 * How close an extracted report comes to what a careful person read out of the same mail: texts by the F1 of their
 * words, lists by the F1 of their items, everything else by equality.
 */
import type { z } from 'zod';
import { extractedReportSchema } from '../report/schema.js';

/** What a person labels of a report. */
export const labelSchema = extractedReportSchema.pick({
  reporter: true,
  summary: true,
  description: true,
  steps: true,
  affected: true,
  environment: true,
  mitigations: true,
  impact: true,
  severity: true,
  cwe: true,
  cve: true,
  references: true,
  attachments: true,
  missing: true,
  language: true,
});
export type Labelled = z.infer<typeof labelSchema>;

const FIELDS = {
  name: (found, wanted) => equal(found.reporter.name, wanted.reporter.name),
  email: (found, wanted) => equal(found.reporter.email, wanted.reporter.email),
  creditAs: (found, wanted) => equal(found.reporter.creditAs, wanted.reporter.creditAs),
  wantsCredit: (found, wanted) => equal(found.reporter.wantsCredit, wanted.reporter.wantsCredit),
  summary: (found, wanted) => wordsF1(found.summary, wanted.summary),
  description: (found, wanted) => wordsF1(found.description, wanted.description),
  steps: (found, wanted) => itemsF1(found.steps, wanted.steps),
  products: (found, wanted) => itemsF1(products(found), products(wanted)),
  versions: (found, wanted) => itemsF1(versions(found), versions(wanted)),
  environment: (found, wanted) => wordsF1(found.environment, wanted.environment),
  mitigations: (found, wanted) => wordsF1(found.mitigations, wanted.mitigations),
  impact: (found, wanted) => wordsF1(found.impact, wanted.impact),
  vector: (found, wanted) => equal(found.severity?.vector, wanted.severity?.vector),
  score: (found, wanted) => equal(found.severity?.score, wanted.severity?.score),
  rating: (found, wanted) => equal(found.severity?.rating, wanted.severity?.rating),
  cwe: (found, wanted) => itemsF1(found.cwe, wanted.cwe),
  cve: (found, wanted) => itemsF1(found.cve, wanted.cve),
  references: (found, wanted) => itemsF1(found.references, wanted.references),
  attachments: (found, wanted) => itemsF1(files(found), files(wanted)),
  missing: (found, wanted) => itemsF1(found.missing, wanted.missing),
  language: (found, wanted) => equal(found.language, wanted.language),
} satisfies Record<string, (found: Labelled, wanted: Labelled) => number>;

export type ScoredField = keyof typeof FIELDS;

/** The fields in the order of a report. */
export const SCORED_FIELDS = Object.keys(FIELDS) as ScoredField[];

/** From 0, nothing in common, to 1, the same. */
export type Scores = Readonly<Record<ScoredField, number>>;

/**
 * @param found - by extraction
 * @param wanted - by a person
 */
export function scoreReport(found: Labelled, wanted: Labelled): Scores {
  return Object.fromEntries(SCORED_FIELDS.map(field => [field, FIELDS[field](found, wanted)])) as Scores;
}

/**
 * The mean over numbers; 1 where there are none.
 * @param scores - any numbers
 */
export function mean(scores: readonly number[]): number {
  return scores.length === 0 ? 1 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function wordsF1(found: string | null, wanted: string | null): number {
  const words = (text: string | null) => (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return itemsF1(words(found), words(wanted));
}

function itemsF1(found: readonly string[], wanted: readonly string[]): number {
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

function equal(found: unknown, wanted: unknown): number {
  return (found ?? null) === (wanted ?? null) ? 1 : 0;
}

function products({ affected }: Labelled): string[] {
  return affected.map(({ product }) => product);
}

/** Of a product each: the version of another is none of its own. */
function versions({ affected }: Labelled): string[] {
  return affected.flatMap(each => each.versions.map(version => `${each.product} ${version}`));
}

function files({ attachments }: Labelled): string[] {
  return attachments.map(({ filename, contentType }) => `${filename} ${contentType}`);
}
