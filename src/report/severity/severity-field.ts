/** The severity of a reading: stated, computed, and what was passed over. */
import type { Candidate } from '../candidate.js';
import { passagesOf, sectionsNamed } from '../fields.js';
import type { Reading } from '../reading.js';
import { type Scoring, type Severity, severityIn } from './severity.js';

/** What a report says of its severity, and what its vector comes to. */
export interface SeverityFound {
  readonly stated: Severity;
  readonly scoring: Scoring | null;
}

/** @param reading - of the bodies */
export function severityCandidates(reading: Reading): Candidate<SeverityFound>[] {
  const sections = sectionsNamed(reading, 'severity');
  const passages = passagesOf(sections.map(({ section }) => section));
  const stated = passages.map(({ text }) => text).join('\n');
  const { value, at, scoring, passed } = severityIn(stated, reading.text);
  if (value === null) return [];
  const first = sections[0];
  const within = at.some(part => part.within === 'stated');
  const spans = at.filter(part => part.within === 'text').map(({ start, end }) => reading.spanOf(start, end));
  const lines = passages.flatMap(passage => passage.lines);
  const own = lines.map(({ body, start, text }) => ({ body, start, end: start + text.length }));
  const taken: Candidate<SeverityFound> = {
    value: { stated: { ...value }, scoring },
    source: within && first !== undefined ? first.source : 'prose',
    spans: [...(within ? own : []), ...spans],
    rule: at.map(({ part, rule }) => `${part}: ${rule}`).join('; '),
  };
  const lost = passed.map(part => ({
    value: {
      stated: {
        vector: part.part === 'vector' ? part.value : null,
        score: part.part === 'score' ? part.value : null,
        rating: part.part === 'rating' ? part.value : null,
      },
      scoring: null,
    },
    source: 'prose' as const,
    spans: part.within === 'text' ? [reading.spanOf(part.start, part.end)] : [],
    rule: `${part.part}: ${part.rule}`,
    isRefused: true as const,
  }));
  return [taken, ...lost];
}
