/**
 * Message → report: reads a mail's words into the fields of `schema.ts`.
 *
 * It takes subject, sender and bodies and gives the extracted report. It goes by section headings and labels
 * first and by plain sentence cues second, and says for each field which it was. It promises to end in time
 * linear in the input, to give the mail's own words, and to hold none that came in cleartext where the mail
 * has words that came encrypted. It must never read a clock, a file or the network, and never log.
 */
import type { Mailbox, TextBody } from '../message/message.js';
import { isMachineAddress } from './addresses.js';
import { affectedIn, affectedInProse } from './affected.js';
import { contactIn } from './contact.js';
import { creditIn } from './credit.js';
import { cveIn, cweIn } from './identifiers.js';
import { languageOfText } from './language.js';
import { MAX_ITEMS } from './limits.js';
import { textOf } from './lines.js';
import { type Prose, readProse } from './prose.js';
import { type Reading, readBodies } from './reading.js';
import { referencesIn } from './references.js';
import type { ExtractedReport, FieldSource, MissingPart } from './schema.js';
import type { Section } from './sections.js';
import { sentencesOf } from './sentences.js';
import { severityIn } from './severity.js';
import { stepsOf } from './steps.js';
import { summaryFrom } from './summary.js';
import { fieldText } from './text.js';

/** The words of one mail. */
export interface ReportWords {
  /** The protected subject where there is one, else the outer. */
  readonly subject: string;
  readonly from: Mailbox | null;
  readonly replyTo: Mailbox | null;
  readonly bodies: readonly TextBody[];
  readonly attachments: readonly { filename: string | null; contentType: string }[];
}

export interface ExtractionOptions {
  /** The phrase that marks a report's subject; no part of its summary. */
  readonly subjectTrigger: string;
  /** Our addresses, which are never the reporter's. */
  readonly ownAddresses: readonly string[];
}

/** A field's words and where they were found. */
interface Found<T> {
  readonly value: T;
  readonly source: FieldSource;
}

type Field = keyof ExtractedReport['source'];

/**
 * Extracts the structured report from a mail's words.
 * @param words - what the mail says
 * @param options - what is known of the receiving side
 */
export function extractReport(words: ReportWords, options: ExtractionOptions): ExtractedReport {
  const own = new Set(options.ownAddresses.map(address => address.toLowerCase()));
  const isOwn = (address: string) => own.has(address.toLowerCase());
  const reading = readBodies(words.bodies, words.from, isOwn);
  const prose = readProse(
    reading.sections.filter(section => section.name === 'loose' || section.name === 'other'),
  );

  const from = reading.original?.from ?? words.from;
  const replyTo = reading.original === null ? words.replyTo : reading.original.replyTo;
  const name = fieldText(from?.name ?? '') ?? shortText(reading, 'reporter');
  const subject =
    summaryFrom(words.subject, options.subjectTrigger) ??
    summaryFrom(reading.original?.subject ?? '', options.subjectTrigger);

  const description =
    textField(reading, 'description') ?? textField(reading, 'summary') ?? proseField(prose.description);
  const summary =
    subject === null ? summaryFallback(reading, description) : { value: subject, source: 'subject' as const };
  const steps = stepsField(reading, prose);
  const hints = [words.subject, reading.original?.subject ?? '', description?.value ?? '', prose.description];
  const affected = affectedField(reading, hints);
  const environment = textField(reading, 'environment') ?? environmentAside(reading);
  const mitigations = textField(reading, 'mitigations') ?? proseField(prose.mitigations);
  const impact = textField(reading, 'impact') ?? proseField(prose.impact);
  const stated = sectionsNamed(reading, 'severity');
  const severity = severityIn(joined(stated), reading.text);
  const contactSections = sectionsNamed(reading, 'contact');
  const contact = contactIn(
    {
      section: joined(contactSections),
      sectionSource: sourceOf(contactSections[0], reading) ?? 'section',
      sentences: asidesOn(reading, 'contact'),
      replyTo,
      from,
      signature: reading.signature,
    },
    isOwn,
  );
  const creditSections = sectionsNamed(reading, 'credit');
  const credit = creditIn(joined(creditSections).trim(), asidesOn(reading, 'credit'));
  const creditAs = credit.creditAs ?? (credit.byOwnName ? name : null);
  const creditSource =
    credit.creditAs === null ? 'header' : (sourceOf(creditSections[0], reading) ?? 'prose');

  const sources: [Field, FieldSource | null | undefined][] = [
    ['reporterEmail', contact.source],
    ['creditAs', creditAs === null ? null : creditSource],
    ['summary', summary?.source],
    ['description', description?.source],
    ['steps', steps?.source],
    ['affected', affected?.source],
    ['environment', environment?.source],
    ['mitigations', mitigations?.source],
    ['impact', impact?.source],
    ['severity', severity === null ? null : (sourceOf(stated[0], reading) ?? 'prose')],
  ];
  const missing: [MissingPart, boolean][] = [
    ['description', description === null],
    ['steps', steps === null],
    ['affected', affected === null],
    ['contact', contact.email === null || isMachineAddress(contact.email)],
  ];
  const everything = `${words.subject.slice(0, 4096)}\n${reading.text}`;
  return {
    reporter: {
      name,
      email: contact.email === null ? null : fieldText(contact.email),
      creditAs,
      wantsCredit: credit.wantsCredit,
    },
    summary: summary?.value ?? null,
    description: description?.value ?? null,
    steps: steps?.value ?? [],
    affected: affected?.value ?? [],
    environment: environment?.value ?? null,
    mitigations: mitigations?.value ?? null,
    impact: impact?.value ?? null,
    severity,
    cwe: cweIn(everything),
    cve: cveIn(everything),
    references: referencesIn(reading.text),
    attachments: words.attachments.slice(0, MAX_ITEMS).map(attachment => ({
      filename: attachment.filename === null ? null : fieldText(attachment.filename),
      contentType: fieldText(attachment.contentType) ?? 'application/octet-stream',
    })),
    missing: missing.filter(([, isMissing]) => isMissing).map(([part]) => part),
    language: languageOfText(reading.text),
    source: Object.fromEntries(sources.filter(([, source]) => source !== null && source !== undefined)),
  };
}

/** The mail's own sections of a name, or the attached files' where the mail has none. */
function sectionsNamed(reading: Reading, ...names: Section['name'][]): readonly Section[] {
  const own = reading.sections.filter(section => names.includes(section.name));
  return own.length > 0 ? own : reading.attached.filter(section => names.includes(section.name));
}

function sourceOf(section: Section | undefined, reading: Reading): FieldSource | null {
  if (section === undefined) return null;
  return reading.attached.includes(section) ? 'attachment' : section.source;
}

function joined(sections: readonly Section[]): string {
  return sections.map(section => textOf(section.lines)).join('\n');
}

function textField(reading: Reading, name: Section['name']): Found<string> | null {
  const sections = sectionsNamed(reading, name);
  const value = fieldText(joined(sections));
  const source = sourceOf(sections[0], reading);
  return value === null || source === null ? null : { value, source };
}

function proseField(text: string): Found<string> | null {
  const value = fieldText(text);
  return value === null ? null : { value, source: 'prose' };
}

/** A section that is no more than a name. */
function shortText(reading: Reading, name: Section['name']): string | null {
  const value = textField(reading, name)?.value ?? null;
  return value !== null && value.length <= 80 ? value : null;
}

function asidesOn(reading: Reading, cue: Reading['asides'][number]['cue']): string[] {
  return reading.asides
    .filter(aside => aside.cue === cue)
    .map(aside => aside.sentence)
    .slice(0, MAX_ITEMS);
}

function summaryFallback(reading: Reading, description: Found<string> | null): Found<string> | null {
  const titled = textField(reading, 'title') ?? textField(reading, 'summary') ?? description;
  const first = fieldText(sentencesOf(titled?.value ?? '')[0] ?? '');
  return first === null || titled === null ? null : { value: first, source: titled.source };
}

function stepsField(reading: Reading, prose: Prose): Found<string[]> | null {
  const sections = sectionsNamed(reading, 'steps');
  const value = stepsOf(sections.flatMap(section => section.lines));
  const source = sourceOf(sections[0], reading);
  if (value.length > 0 && source !== null) return { value, source };
  return prose.steps.length === 0 ? null : { value: [...prose.steps], source: 'prose' };
}

function affectedField(
  reading: Reading,
  hints: readonly string[],
): Found<ExtractedReport['affected']> | null {
  const sections = sectionsNamed(reading, 'affected', 'product', 'version');
  const value = affectedIn(sections, hints);
  const source = sourceOf(sections[0], reading);
  if (value.length > 0 && source !== null) return { value, source };
  const [subject = '', forwarded = '', ...rest] = hints;
  const named = affectedInProse(`${subject} ${forwarded}`, rest.join('\n'));
  return named.length === 0 ? null : { value: named, source: 'prose' };
}

/** "Tested on Ubuntu 22.04." is the environment "Ubuntu 22.04". */
function environmentAside(reading: Reading): Found<string> | null {
  const told = asidesOn(reading, 'environment').map(sentence =>
    sentence
      .replace(/^.{0,60}?\b(?:on|with|under|using|auf|mit|unter|sur|avec|en|con)\s/i, '')
      .replace(/\.$/, ''),
  );
  return proseField(told.join('; '));
}
