/** What is said of a report in a line, in words. */

import { counted } from '../../counted.js';
import type { DigestContents, DigestReport, Status } from '../contents.js';
import { isBlank, joinedPhrases, orElse, type Phrase, phrase } from './phrase.js';
import type { Urgency } from './reason-words.js';

/** Where a report is in its life, as a reader is told. */
export const STATUS: Readonly<Record<Status, string>> = {
  received: 'received',
  acknowledged: 'acknowledged',
  accepted: 'accepted',
  rejected: 'rejected',
  duplicate: 'duplicate',
  'out-of-scope': 'out of scope',
  remediated: 'remediated',
  disclosed: 'disclosed',
};

const RELATED: Readonly<Record<DigestReport['related'][number]['because'], string>> = {
  'quotes-it': 'quotes',
  similar: 'much like',
  'same-ciphertext': 'holds the ciphertext of',
  'same-message-id': 'has the Message-ID of',
};

/** The reporter's own summary, or that there is none. */
export function summaryPhrase({ summary }: DigestReport): Phrase {
  return orElse(summary, '(no summary)');
}

/** Who sent it, or that nobody is named. */
export function reporterPhrase({ reporter }: DigestReport): Phrase {
  return orElse(reporter, 'nobody named');
}

/** Who has it, or that nobody has. */
export function assignedPhrase({ assignedTo }: DigestReport): Phrase {
  return isBlank(assignedTo) ? ['assigned to nobody'] : phrase`assigned to ${assignedTo ?? ''}`;
}

function severityPhrase({ severity }: DigestReport): Phrase {
  return orElse(severity, 'severity not stated');
}

/** "came today", "3 days old". */
export function age({ ageDays }: DigestReport): string {
  return ageDays <= 0 ? 'came today' : `${counted(ageDays, 'day')} old`;
}

/** "disclosure in 12 days", "disclosure due today", "disclosure 5 days overdue". */
export function disclosureTime({ daysLeft }: DigestReport): string {
  if (daysLeft === 0) return 'disclosure due today';
  const days = counted(Math.abs(daysLeft), 'day');
  return daysLeft > 0 ? `disclosure in ${days}` : `disclosure ${days} overdue`;
}

/** Which mailbox a report came by, where there are several. */
function mailboxPhrases(mailbox: string | null): Phrase[] {
  return mailbox === null ? [] : [phrase`by mailbox ${mailbox}`];
}

const KEY = {
  rotated: 'sent to an earlier key of ours',
  expired: 'sent to a key of ours that has expired',
  revoked: 'sent to a key of ours that is revoked',
} as const;

/** What is unusual about a report; null where nothing is. */
export function remarks({ foundIn, related, keyState, mailbox }: DigestReport): Phrase | null {
  const all: Phrase[] = [
    ...mailboxPhrases(mailbox),
    ...(foundIn === 'junk' ? [['found in Junk']] : []),
    ...(foundIn === 'file' ? [['read from a file']] : []),
    ...(foundIn === 'form' ? [['written into the web form']] : []),
    ...related.map(({ id, because }) => phrase`${[RELATED[because]]} ${id}`),
    ...(keyState === null || keyState === 'current' ? [] : [[KEY[keyState]]]),
  ];
  return all.length === 0 ? null : joinedPhrases(all, '; ');
}

/**
 * Days that split the time to disclosure: two thirds, eight ninths and all of it; 60, 80 and 90 of 90 days.
 * @param disclosureDays - as promised
 */
export function dayMarks(disclosureDays: number): readonly [number, number, number] {
  return [Math.round((disclosureDays * 2) / 3), Math.round((disclosureDays * 8) / 9), disclosureDays];
}

/** How a report stands against its disclosure; `soon` from the second day mark on. */
export function disclosureUrgency({ daysLeft }: DigestReport, { disclosureDays }: DigestContents): Urgency {
  const [, near] = dayMarks(disclosureDays);
  if (daysLeft < 0) return 'late';
  return daysLeft <= disclosureDays - near ? 'soon' : 'open';
}

/** How a report stands against the answer that it is owed. */
export function answerState(
  { acknowledgedAt, acknowledgeBy, owesAnswer }: DigestReport,
  { generatedAt }: DigestContents,
): 'given' | 'not-owed' | 'overdue' | 'due' {
  if (acknowledgedAt !== null) return 'given';
  if (!owesAnswer) return 'not-owed';
  return new Date(acknowledgeBy) < new Date(generatedAt) ? 'overdue' : 'due';
}

/** The same in words, under a heading: "answered …", "overdue since …", "due …". */
export function answerPhrase(report: DigestReport, contents: DigestContents): Phrase {
  switch (answerState(report, contents)) {
    case 'given':
      return phrase`answered ${[{ instant: report.acknowledgedAt ?? report.acknowledgeBy }]}`;
    case 'not-owed':
      return ['not owed'];
    case 'overdue':
      return phrase`overdue since ${[{ instant: report.acknowledgeBy }]}`;
    case 'due':
      return phrase`due ${[{ instant: report.acknowledgeBy }]}`;
  }
}

/** The same in words that stand alone: "answered …", "answer overdue since …", "answer due …", "answer not owed". */
export function answerSentence(report: DigestReport, contents: DigestContents): Phrase {
  const said = answerPhrase(report, contents);
  return answerState(report, contents) === 'given' ? said : phrase`answer ${said}`;
}

/**
 * What is said of a report that there is something to do about.
 * @param between - what parts its words
 */
export function aboutPhrase(report: DigestReport, between: string): Phrase {
  return joinedPhrases(
    [
      ...(isBlank(report.severity) ? [] : [severityPhrase(report)]),
      reporterPhrase(report),
      ...mailboxPhrases(report.mailbox),
      [STATUS[report.status]],
      [age(report)],
      [disclosureTime(report)],
      assignedPhrase(report),
    ],
    between,
  );
}

/** How a report ended, when and why: "rejected …: not reproducible". */
export function endPhrase(report: DigestContents['closed'][number]): Phrase {
  return phrase`${[STATUS[report.status]]} ${[{ instant: report.closedAt }]}: ${closingPhrase(report)}`;
}

/** Why a report was closed, and whether anybody answered its reporter. */
export function closingPhrase({ reason, acknowledgedAt }: DigestContents['closed'][number]): Phrase {
  const why = orElse(reason, 'no reason given');
  return acknowledgedAt === null ? phrase`${why}; its reporter was never answered` : why;
}
