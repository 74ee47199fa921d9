/** Everything that can be a field of the report, for each field the best first. */
import type { Mailbox } from '../message/message.js';
import type { Affected } from './affected/affected.js';
import { affectedCandidates } from './affected/affected-field.js';
import type { Candidate } from './candidate.js';
import type { Header, Receiver } from './circumstances.js';
import { environmentCandidates } from './environment.js';
import { listCandidates, stepsCandidates, textCandidate, textCandidates } from './fields.js';
import { cveIn, cweIn, ghsaIn } from './identifiers.js';
import { indicatorsIn } from './indicators.js';
import { type Language, languageOfText } from './language.js';
import { readProse } from './prose/prose.js';
import type { Reading } from './reading.js';
import { referencesIn } from './references.js';
import { type ReporterCandidates, reporterCandidates } from './reporter/reporter-fields.js';
import { type SeverityFound, severityCandidates } from './severity/severity-field.js';
import { summaryCandidates } from './summary-field.js';
import { toldCandidates } from './told-field.js';

/** The candidates of every field. */
export interface Candidates extends ReporterCandidates {
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
    ...textCandidate(prose.description, 'prose', 'sentences that tell what is wrong'),
    ...textCandidate(prose.bare, 'prose', 'all that the mail says'),
  ];
  return {
    ...reporterCandidates(reading, header, receiver),
    summary: summaryCandidates(reading, header, receiver, description),
    description,
    steps: stepsCandidates(reading, prose),
    affected: affectedCandidates(reading, header, receiver),
    environment: environmentCandidates(reading, prose),
    mitigations: toldCandidates(reading, prose, 'mitigations'),
    impact: toldCandidates(reading, prose, 'impact'),
    severity: severityCandidates(reading),
    cwe: listCandidates(cweIn(reading.text), reading),
    cve: listCandidates(cveIn(reading.text), reading),
    ghsa: listCandidates(ghsaIn(reading.text), reading),
    references: listCandidates(
      referencesIn(reading.text, domainOf(reading.original?.from ?? header.from)),
      reading,
    ),
    endpoints: listCandidates(indicatorsIn(reading.text).endpoints, reading),
    language: languageCandidates(reading),
  };
}

function domainOf(mailbox: Mailbox | null): string | null {
  return mailbox === null ? null : (/@([^@]{1,253})$/.exec(mailbox.address)?.[1] ?? null);
}

function languageCandidates(reading: Reading): Candidate<Language>[] {
  const value = languageOfText(reading.text);
  return value === null ? [] : [{ value, source: 'prose', spans: [], rule: 'its commonest words' }];
}
