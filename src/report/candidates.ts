/** Everything that can be a field of the report, for each field the best first. */
import type { Mailbox } from '../message/message.js';
import { type Affected, affectedFrom } from './affected.js';
import type { Candidate } from './candidate.js';
import type { Catalogue } from './catalogue.js';
import { contactFrom, handleIn } from './contact.js';
import { creditIn } from './credit.js';
import { environmentCandidates } from './environment.js';
import {
  firstSentence,
  listCandidates,
  passagesOf,
  sectionsNamed,
  stepsCandidates,
  textCandidate,
  textCandidates,
} from './fields.js';
import { fingerprintsIn } from './fingerprint.js';
import { cveIn, cweIn, ghsaIn } from './identifiers.js';
import { indicatorsIn } from './indicators.js';
import { type Language, languageOfText } from './language.js';
import { type Passage, passageOf, spansOf } from './passage.js';
import { type Prose, readProse } from './prose.js';
import type { Reading } from './reading.js';
import { referencesIn } from './references.js';
import { reporterLines, reporterNames } from './reporter-name.js';
import type { FieldSource } from './schema.js';
import type { Section } from './sections.js';
import { type SeverityFound, severityCandidates } from './severity-field.js';
import { summaryFrom } from './summary.js';
import { fieldText } from './text.js';
import { wishesOn } from './wishes.js';

/** The candidates of every field. */
export interface Candidates {
  readonly reporterName: readonly Candidate<string>[];
  readonly reporterEmail: readonly Candidate<string>[];
  readonly creditAs: readonly Candidate<string>[];
  readonly wantsCredit: readonly Candidate<boolean>[];
  readonly handle: readonly Candidate<string>[];
  readonly fingerprint: readonly Candidate<string>[];
  readonly summary: readonly Candidate<string>[];
  readonly description: readonly Candidate<string>[];
  readonly steps: readonly Candidate<readonly string[]>[];
  readonly affected: readonly Candidate<Affected[]>[];
  readonly environment: readonly Candidate<string>[];
  readonly mitigations: readonly Candidate<string>[];
  readonly impact: readonly Candidate<string>[];
  readonly severity: readonly Candidate<SeverityFound>[];
  readonly cwe: readonly Candidate<readonly string[]>[];
  readonly cve: readonly Candidate<readonly string[]>[];
  readonly ghsa: readonly Candidate<readonly string[]>[];
  readonly references: readonly Candidate<readonly string[]>[];
  readonly endpoints: readonly Candidate<readonly string[]>[];
  readonly language: readonly Candidate<Language>[];
}

/** What is known of a mail beside its bodies. */
export interface Header {
  readonly subject: string;
  readonly from: Mailbox | null;
  readonly replyTo: Mailbox | null;
}

/** What is known of the receiving side. */
export interface Receiver {
  readonly isOwn: (address: string) => boolean;
  readonly subjectTrigger: string;
  readonly catalogue: Catalogue;
}

/**
 * @param reading - of the bodies
 * @param header - of the mail
 * @param receiver - the receiving side
 */
export function candidatesIn(reading: Reading, header: Header, receiver: Receiver): Candidates {
  const prose = readProse(
    reading.sections.filter(section => section.name === 'loose' || section.name === 'other'),
  );
  const description = [
    ...textCandidates(reading, 'description'),
    ...textCandidates(reading, 'summary'),
    ...textCandidate(prose.description, 'prose', 'the first words that tell something'),
  ];
  return {
    ...reporterCandidates(reading, header, receiver),
    summary: summaryCandidates(reading, header, receiver, description),
    description,
    steps: stepsCandidates(reading, prose),
    affected: affectedCandidates(reading, header, receiver),
    environment: environmentCandidates(reading),
    mitigations: [
      ...textCandidates(reading, 'mitigations'),
      ...textCandidate(prose.mitigations, 'prose', 'sentences that advise'),
    ],
    impact: [
      ...textCandidates(reading, 'impact'),
      ...textCandidate(prose.impact, 'prose', 'sentences that name a consequence'),
    ],
    severity: severityCandidates(reading),
    cwe: listCandidates(cweIn(reading.text), reading),
    cve: listCandidates(cveIn(reading.text), reading),
    ghsa: listCandidates(ghsaIn(reading.text), reading),
    references: listCandidates(referencesIn(reading.text), reading),
    endpoints: listCandidates(indicatorsIn(reading.text).endpoints, reading),
    language: languageCandidates(reading, prose),
  };
}

type ReporterField = 'reporterName' | 'reporterEmail' | 'creditAs' | 'wantsCredit' | 'handle' | 'fingerprint';

function reporterCandidates(
  reading: Reading,
  header: Header,
  { isOwn }: Receiver,
): Pick<Candidates, ReporterField> {
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

function summaryCandidates(
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
    const first = fieldText(firstSentenceOf(value));
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

/** Sections in which a product is named as what is wrong. */
const TELLING: ReadonlySet<Section['name']> = new Set([
  'description',
  'summary',
  'title',
  'loose',
  'other',
  'identifiers',
]);

function affectedCandidates(
  reading: Reading,
  { subject }: Header,
  receiver: Receiver,
): Candidate<Affected[]>[] {
  const named = sectionsNamed(reading, 'affected', 'product', 'version');
  const blocksOf = (sections: readonly Section[]) => sections.flatMap(section => section.blocks);
  const all = [...reading.sections, ...reading.attached];
  const subjects = [subject, reading.original?.subject ?? ''].map(
    each => summaryFrom(each, receiver.subjectTrigger, { keepsProduct: true }) ?? '',
  );
  const rest = all.filter(
    ({ name }) =>
      !TELLING.has(name) &&
      !['affected', 'product', 'version', 'environment', 'fixed', 'credit', 'contact', 'reporter'].includes(
        name,
      ),
  );
  return affectedFrom(
    {
      sections: named.map(({ section, source }) => ({
        name: section.name === 'product' || section.name === 'version' ? section.name : 'affected',
        source,
        ...(section.title === null ? {} : { title: section.title }),
        blocks: section.blocks,
      })),
      subject: subjects.join('\n'),
      prose: blocksOf(all.filter(({ name }) => TELLING.has(name))),
      rest: blocksOf(rest),
      environment: blocksOf(all.filter(({ name }) => name === 'environment')),
    },
    receiver.catalogue,
  );
}

function languageCandidates(reading: Reading, _prose: Prose): Candidate<Language>[] {
  const value = languageOfText(reading.text);
  return value === null ? [] : [{ value, source: 'prose', spans: [], rule: 'its commonest words' }];
}
