/** What the report is about in a line: of the subject, else of a title or summary, else of the description. */
import type { Candidate } from './candidate.js';
import type { Header, Receiver } from './circumstances.js';
import { firstSentence, sectionsNamed } from './fields.js';
import { toldIn } from './prose/telling.js';
import type { Reading } from './reading.js';
import { summaryFrom } from './summary.js';
import { fieldText } from './text.js';

/**
 * @param reading - of the bodies
 * @param header - of the mail
 * @param receiver - the receiving side
 * @param description - its candidates
 */
export function summaryCandidates(
  reading: Reading,
  { subject }: Header,
  { subjectTrigger }: Receiver,
  description: readonly Candidate<string>[],
): Candidate<string>[] {
  const subjects = [subject, reading.original?.subject ?? ''].flatMap((each, index) => {
    const value = summaryFrom(each, subjectTrigger);
    const rule = index === 0 ? 'what is left of the subject' : "what is left of the forwarded mail's subject";
    return value === null ? [] : [{ value, source: 'subject' as const, spans: [], rule }];
  });
  const titled = sectionsNamed(reading, 'title', 'summary').flatMap(({ section, source, rule }) =>
    firstSentence(section.blocks, source, rule),
  );
  const described = description.flatMap(({ value, source, spans }) => {
    const first = fieldText(toldIn(firstSentenceOf(value)).replace(/\.$/, ''));
    return first === null
      ? []
      : [{ value: first, source, spans: spans.slice(0, 1), rule: 'the first sentence of the description' }];
  });
  return [...subjects, ...titled, ...described];
}

function firstSentenceOf(text: string): string {
  const end = text.search(/[.!?]["')]{0,2}\s+(?=\p{Lu})/u);
  return end < 0 ? text : text.slice(0, end + 1);
}
