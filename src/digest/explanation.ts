/**
 * What was found in a mail, and how: for every field the words that were taken, and those that were not.
 */
import type { Span } from '../document/document.js';
import type { Candidate } from '../report/candidate.js';
import type { Candidates } from '../report/candidates.js';
import type { FieldSource, Report, SourcedField } from '../report/schema.js';
import { SOURCED_FIELDS } from '../report/sourced-fields.js';
import { placeFinder, type ReadText } from './places.js';

export type FieldValue = Candidates[SourcedField][number]['value'];

/** One finding. */
export interface ExplainedValue {
  readonly value: FieldValue;
  readonly source: FieldSource;
  readonly rule: string;
  /** For people: "text, line 12". */
  readonly place: string;
  readonly spans: readonly Span[];
}

export interface ExplainedField {
  readonly field: SourcedField;
  /** Null where all that was found was refused. */
  readonly taken: ExplainedValue | null;
  /** Found and not taken, the best first. */
  readonly others: readonly ExplainedValue[];
}

/** One mail, explained. The form of `report explain --json`. */
export interface Explanation {
  readonly schema: 'security-inbox/explanation@1';
  readonly file: string;
  /** Null where the mail by itself is no report. */
  readonly trigger: Report['trigger'] | null;
  readonly state: Report['state'];
  readonly stateReason: string | null;
  readonly encryption: Report['encryption']['state'];
  /** Those that something was found for, in the order of the schema. */
  readonly fields: readonly ExplainedField[];
  readonly ranges: Report['ranges'];
  readonly missing: Report['missing'];
}

/**
 * Explains what was found.
 * @param candidates - of the reading; null where the mail could not be read
 * @param texts - of the mail, in the order the spans count them
 */
export function explainedFields(candidates: Candidates | null, texts: readonly ReadText[]): ExplainedField[] {
  if (candidates === null) return [];
  const placeOf = placeFinder(texts);
  const explained = ({ value, source, rule, spans }: Candidate<FieldValue>): ExplainedValue => ({
    value,
    source,
    rule,
    place: placeOf(spans, source),
    spans,
  });
  return SOURCED_FIELDS.flatMap(field => {
    const found: readonly Candidate<FieldValue>[] = candidates[field];
    if (found.length === 0) return [];
    const best = found.findIndex(({ isRefused }) => isRefused !== true);
    const taken = found[best];
    const others = found.filter((_, index) => index !== best).map(explained);
    return [{ field, taken: taken === undefined ? null : explained(taken), others }];
  });
}
