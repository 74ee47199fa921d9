/**
 * The words of a report's mails as `show --explain` prints them: what each field was read from, marked where it stands.
 */
import pc from 'picocolors';
import type { Report, SourcedField } from '../report/schema.js';
import { SOURCED_FIELDS } from '../report/sourced-fields.js';
import type { StoredWords } from '../store/words.js';
import { fitted } from './cells.js';
import { type Mark, markedText } from './marked-text.js';
import { NOWHERE } from './places.js';
import { wordsTitle } from './words-text.js';

/** A field without a place, and what found it. */
interface Elsewhere {
  readonly field: SourcedField;
  readonly because: string;
}

/**
 * @param words - of all mails of the report
 * @param timeZone - of the people who read it
 * @param width - cells a line may take
 */
export function markedWords(
  report: Pick<Report, 'source' | 'where' | 'id'>,
  words: readonly StoredWords[],
  timeZone: string,
  width: number,
): string {
  const unexplained = SOURCED_FIELDS.filter(
    field => report.source[field] !== undefined && report.where[field] === undefined,
  );
  const elsewhere = elsewhereIn(report, words);
  return [
    ...(unexplained.length > 0 ? [oldText(unexplained, report.id)] : []),
    ...(elsewhere.length > 0 ? [elsewhereText(elsewhere, width)] : []),
    ...(words.length === 0 ? [`\n${pc.bold('Words')}\n  none were read\n`] : []),
    ...words.map(one => {
      const lines = markedText(one.text, marksIn(report, one), width);
      return `\n${wordsTitle(one, timeZone)}\n${lines.join('\n')}\n`;
    }),
  ].join('');
}

function marksIn({ where }: Pick<Report, 'where'>, { mail, body }: StoredWords): Mark[] {
  return SOURCED_FIELDS.flatMap(name => {
    const found = where[name];
    if (found === undefined || found.mail !== mail) return [];
    return found.spans
      .filter(span => span.body === body)
      .map(({ start, end }) => ({ start, end, name, reason: found.rule }));
  });
}

/** What no text shows: a field of the header, or words that are not kept. */
function elsewhereIn(
  { where, source }: Pick<Report, 'where' | 'source'>,
  words: readonly StoredWords[],
): Elsewhere[] {
  return SOURCED_FIELDS.flatMap(field => {
    const found = where[field];
    if (found === undefined) return [];
    const isShown = found.spans.some(span =>
      words.some(({ mail, body }) => mail === found.mail && body === span.body),
    );
    if (isShown) return [];
    const place = found.spans.length > 0 ? 'words that are not kept' : NOWHERE[source[field] ?? 'prose'];
    const ofMail = found.mail === 0 ? '' : ` of mail ${found.mail + 1}`;
    return [{ field, because: `${place}${ofMail}: ${found.rule}` }];
  });
}

const NAME_WIDTH = 14;

function elsewhereText(fields: readonly Elsewhere[], width: number): string {
  const lines = fields.map(
    ({ field, because }) =>
      `  ${field.padEnd(NAME_WIDTH)} ${fitted(because, Math.max(30, width - NAME_WIDTH - 3))}`,
  );
  return `\n${pc.bold('Marked nowhere')}\n${lines.join('\n')}\n`;
}

function oldText(fields: readonly SourcedField[], id: string | null): string {
  return [
    `\n${pc.bold('Not explained')}  ${fields.join(', ')}`,
    '  recorded before explanations were kept; run "security-inbox report explain" on the saved mail',
    `  ("security-inbox show ${id ?? 'ID'} --save FOLDER" writes it)\n`,
  ].join('\n');
}
