/** Who reports, where they are to be answered, and whether they want to be named. */
import type { Candidate } from '../candidate.js';
import type { Header, Receiver } from '../circumstances.js';
import { passagesOf, sectionsNamed } from '../fields.js';
import { fingerprintsIn } from '../fingerprint.js';
import { type Passage, passageOf, spansOf } from '../passage.js';
import type { Reading } from '../reading.js';
import type { FieldSource } from '../schema.js';
import type { Section } from '../sections.js';
import { contactFrom, handleIn } from './contact.js';
import { creditIn } from './credit.js';
import { reporterLines, reporterNames } from './reporter-name.js';
import { wishesOn } from './wishes.js';

/** The candidates of the fields about the reporter. */
export interface ReporterCandidates {
  readonly reporterName: readonly Candidate<string>[];
  readonly reporterEmail: readonly Candidate<string>[];
  readonly creditAs: readonly Candidate<string>[];
  readonly wantsCredit: readonly Candidate<boolean>[];
  readonly handle: readonly Candidate<string>[];
  readonly fingerprint: readonly Candidate<string>[];
}

/**
 * @param reading - of the bodies
 * @param header - of the mail
 * @param receiver - the receiving side
 */
export function reporterCandidates(
  reading: Reading,
  header: Header,
  { isOwn }: Receiver,
): ReporterCandidates {
  const from = reading.original?.from ?? header.from;
  const names = reporterNames(reading, from);
  const credits = sectionsNamed(reading, 'credit');
  const signature = reading.signature.map(block => passageOf(block.lines));
  const contacts = sectionsNamed(reading, 'contact', 'reporter');
  const credited = passagesOf(credits.map(({ section }) => section));
  const credit = creditIn(credited, wishesOn(reading, 'credit'), names[0]?.value ?? null);
  const sourceOf = (passages: readonly Passage[]): FieldSource =>
    credits.find(({ section }) => passages.some(passage => isWithin(passage, section)))?.source ?? 'prose';
  const referred =
    credit.refersTo === 'reporter line'
      ? [...reporterLines(reading), ...names]
      : credit.refersTo === null
        ? []
        : names;
  const answers = wishesOn(reading, 'contact');
  const told = contacts.flatMap(({ section }) => passagesOf([section]));
  return {
    reporterName: names,
    reporterEmail: contactFrom(
      {
        sections: contacts.map(({ section, source }) => ({
          title: section.title ?? '',
          source,
          passages: passagesOf([section]),
        })),
        sentences: answers,
        replyTo: reading.original === null ? header.replyTo : reading.original.replyTo,
        from,
        signature,
      },
      isOwn,
    ),
    creditAs: [
      ...credit.names.map(({ value, passage, rule }) => ({
        value,
        source: sourceOf([passage]),
        spans: spansOf([passage]),
        rule,
      })),
      ...referred.map(name => ({ ...name, rule: `a wish to be credited by the ${credit.refersTo}` })),
    ],
    wantsCredit:
      credit.wantsCredit === null
        ? []
        : [
            {
              value: credit.wantsCredit,
              source: sourceOf(credit.passages),
              spans: spansOf(credit.passages),
              rule: 'words about being credited',
            },
          ],
    handle: handleIn([...credited, ...told, ...answers, ...signature]),
    fingerprint: fingerprintsIn(reading.text).taken.map(({ value, start, end, rule }) => ({
      value,
      source: 'prose' as const,
      spans: [reading.spanOf(start, end)],
      rule,
    })),
  };
}

function isWithin({ lines }: Passage, { blocks }: Section): boolean {
  const first = lines[0];
  return blocks.some(block =>
    block.lines.some(
      line =>
        line.body === first?.body &&
        line.start <= first.start &&
        first.start <= line.start + line.text.length,
    ),
  );
}
