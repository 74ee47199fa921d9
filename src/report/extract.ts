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
import { contactIn } from './contact.js';
import { creditIn } from './credit.js';
import {
  affectedField,
  asidesOn,
  environmentAside,
  joined,
  proseField,
  sectionsNamed,
  shortText,
  sourceOf,
  stepsField,
  summaryFallback,
  textField,
} from './fields.js';
import { cveIn, cweIn } from './identifiers.js';
import { languageOfText } from './language.js';
import { MAX_ITEMS } from './limits.js';
import { readProse } from './prose.js';
import { readBodies } from './reading.js';
import { referencesIn } from './references.js';
import type { ExtractedReport, FieldSource, MissingPart } from './schema.js';
import { severityIn } from './severity.js';
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
