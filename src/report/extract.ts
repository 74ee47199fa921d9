/**
 * Message → report: reads a mail's words into the fields of `schema.ts`.
 *
 * It takes subject, sender and bodies and gives the extracted report. It goes by section headings and labels first and
 * by plain sentence cues second, and says for each field which it was, where its words stand, and what else was found.
 * It promises to end in time linear in the input, to give the mail's own words, and to hold none that came in cleartext
 * where the mail has words that came encrypted. It must never read a clock, a file or the network, and never log.
 */
import { isMachineAddress } from '../document/addresses.js';
import type { Mailbox, TextBody } from '../message/message.js';
import type { Catalogue } from './affected/catalogue.js';
import { rangesOf } from './affected/vers.js';
import type { Candidate } from './candidate.js';
import { type Candidates, candidatesIn } from './candidates.js';
import { MAX_ITEMS } from './limits.js';
import { readBodies } from './reading.js';
import type { ExtractedReport, MissingPart } from './schema.js';
import { SOURCED_FIELDS } from './sourced-fields.js';
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
  /** Our products. */
  readonly catalogue: Catalogue;
}

/** A report, and everything that was found on the way to it. */
export interface Extraction {
  readonly report: ExtractedReport;
  readonly candidates: Candidates;
}

/**
 * Extracts the structured report from a mail's words, with the candidates for every field.
 * @param words - what the mail says
 * @param options - what is known of the receiving side
 */
export function explainExtraction(words: ReportWords, options: ExtractionOptions): Extraction {
  const own = new Set(options.ownAddresses.map(address => address.toLowerCase()));
  const isOwn = (address: string) =>
    own.has(address.toLowerCase()) || own.has(withoutTag(address.toLowerCase()));
  const reading = readBodies(words.bodies, { from: words.from, subject: words.subject, isOwn });
  const candidates = candidatesIn(reading, words, {
    isOwn,
    subjectTrigger: options.subjectTrigger,
    catalogue: options.catalogue,
  });
  return { report: reportFrom(candidates, words, options.catalogue), candidates };
}

function reportFrom(candidates: Candidates, words: ReportWords, catalogue: Catalogue): ExtractedReport {
  const list = (found: readonly string[] | null) => [...(found ?? [])];
  const email = best(candidates.reporterEmail);
  const severity = best(candidates.severity);
  const affected = best(candidates.affected) ?? [];
  const missing: [MissingPart, boolean][] = [
    ['description', best(candidates.description) === null],
    ['steps', best(candidates.steps) === null],
    ['affected', best(candidates.affected) === null],
    ['contact', email === null || isMachineAddress(email)],
  ];
  return {
    reporter: {
      name: best(candidates.reporterName),
      email: email === null ? null : fieldText(email),
      creditAs: best(candidates.creditAs),
      wantsCredit: best(candidates.wantsCredit),
    },
    summary: best(candidates.summary),
    description: best(candidates.description),
    steps: list(best(candidates.steps)),
    affected,
    environment: best(candidates.environment),
    mitigations: best(candidates.mitigations),
    impact: best(candidates.impact),
    severity: severity?.stated ?? null,
    cwe: list(best(candidates.cwe)),
    cve: list(best(candidates.cve)),
    references: list(best(candidates.references)),
    attachments: words.attachments.slice(0, MAX_ITEMS).map(attachment => ({
      filename: attachment.filename === null ? null : fieldText(attachment.filename),
      contentType: fieldText(attachment.contentType) ?? 'application/octet-stream',
    })),
    missing: missing.filter(([, isMissing]) => isMissing).map(([part]) => part),
    language: best(candidates.language),
    ghsa: list(best(candidates.ghsa)),
    cvss: severity?.scoring ?? null,
    ranges: rangesOf(affected, catalogue).map(each => ({ ...each, ranges: [...each.ranges] })),
    endpoints: list(best(candidates.endpoints)),
    identity: { handle: best(candidates.handle), fingerprint: best(candidates.fingerprint) },
    ...placesOf(candidates),
  };
}

function placesOf(candidates: Candidates): Pick<ExtractedReport, 'source' | 'where'> {
  const source: ExtractedReport['source'] = {};
  const where: ExtractedReport['where'] = {};
  for (const field of SOURCED_FIELDS) {
    const taken: Candidate<unknown> | undefined = takenOf<unknown>(candidates[field]);
    if (taken === undefined) continue;
    source[field] = taken.source;
    const spans = taken.spans.slice(0, MAX_ITEMS).map(span => ({ ...span }));
    where[field] = { rule: taken.rule, mail: 0, spans };
  }
  return { source, where };
}

function takenOf<T>(found: readonly Candidate<T>[]): Candidate<T> | undefined {
  return found.find(candidate => candidate.isRefused !== true);
}

/** "support+tag@example.com" is delivered to "support@example.com" (RFC 5233). */
function withoutTag(address: string): string {
  return address.replace(/^([^+@]{1,64})\+[^@]{1,64}@/, '$1@');
}

function best<T>(found: readonly Candidate<T>[]): T | null {
  return takenOf(found)?.value ?? null;
}
