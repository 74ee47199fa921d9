/** Why a person has to look at a report, in words. */

import { counted } from '../../counted.js';
import type { Reason } from '../contents.js';
import { at, orElse, type Phrase, phrase } from './phrase.js';

/** How soon it has to be done: a promise is broken, will be today or soon, or is not at stake. */
export type Urgency = 'late' | 'soon' | 'open';

export interface SaidReason {
  /** What is the matter, in a few words of ours. */
  readonly label: string;
  /** Goes straight behind the label, with what parts the two. */
  readonly detail: Phrase;
  readonly urgency: Urgency;
}

/** Says a reason. Exhaustive over the kinds. */
export function saidReason(reason: Reason): SaidReason {
  switch (reason.kind) {
    case 'answer-overdue':
      return late('Answer overdue', phrase` since ${at(reason.at)}`);
    case 'answer-due-today':
      return soon('Answer due today', phrase` by ${at(reason.at)}`);
    case 'disclosure-overdue':
      return late('Disclosure overdue', phrase` since ${at(reason.at)}`);
    case 'disclosure-near':
      return soon('Disclosure near', phrase`, due ${at(reason.at)}`);
    case 'undecryptable':
      return told('Could not be decrypted', orElse(reason.reason, 'no reason is known'));
    case 'quarantined':
      return told('Could not be read, kept whole', orElse(reason.reason, 'no reason is known'));
    case 'replay-suspected':
      return told('Replay suspected', ['never answered; a person decides']);
    case 'receipt-bounced':
      return told('Receipt bounced', toWhom(reason));
    case 'receipt-held':
      return told('Receipt waits for a person', toWhom(reason));
    case 'receipt-withheld':
      return told('No receipt was sent', toWhom(reason));
    case 'receipt-refused':
      return told('Receipt refused by the mail server', answered(reason));
    case 'receipt-may-have-arrived':
      return told('Receipt may have arrived, not sent again', answered(reason));
    case 'receipt-waiting':
      return told('Receipt not sent yet', waiting(reason));
    case 'copy-given-up':
      return told('No copy in the Sent folder', orElse(reason.answer, 'the mail server gave no reason'));
    case 'follow-up':
      return told('The reporter wrote again', followUp(reason));
    case 'incomplete':
      return told('Incomplete', [`it lacks ${reason.missing.map(part => PART[part]).join(', ')}`]);
  }
}

const PART: Readonly<Record<Of<'incomplete'>['missing'][number], string>> = {
  description: 'a description',
  steps: 'steps',
  affected: 'affected products',
  contact: 'a contact',
};

/** The most urgent of several. */
export function urgencyOf(reasons: readonly Reason[]): Urgency {
  const urgencies = reasons.map(reason => saidReason(reason).urgency);
  return URGENCIES.find(urgency => urgencies.includes(urgency)) ?? 'open';
}

const URGENCIES: readonly Urgency[] = ['late', 'soon', 'open'];

const said = (urgency: Urgency) => (label: string, detail: Phrase) => ({ label, detail, urgency });
const late = said('late');
const soon = said('soon');
const told = (label: string, detail: Phrase) => said('open')(label, phrase`: ${detail}`);

type Of<Kind extends Reason['kind']> = Extract<Reason, { kind: Kind }>;

function toWhom({ recipient, reason }: { recipient: string | null; reason: string }): Phrase {
  const why = orElse(reason, 'no reason is known');
  return recipient === null ? why : phrase`to ${recipient}: ${why}`;
}

function answered({ recipient, answer }: { recipient: string; answer: string | null }): Phrase {
  return phrase`to ${recipient}: ${orElse(answer, 'the server gave no answer')}`;
}

function waiting({ attempts, answer, nextTry }: Of<'receipt-waiting'>): Phrase {
  const tried =
    attempts === 0
      ? phrase`not tried`
      : phrase`tried ${[counted(attempts, 'time')]}, the last answer: ${orElse(answer, 'none')}`;
  return nextTry === null ? tried : phrase`${tried}; next try ${at(nextTry)}`;
}

function followUp({ count, lastAt, filled, notRead }: Of<'follow-up'>): Phrase {
  const came = count === 1 ? phrase`at ${at(lastAt)}` : phrase`${count} mails, the last at ${at(lastAt)}`;
  const told = filled.length === 0 ? came : phrase`${came}; now told: ${filled.join(', ')}`;
  if (notRead === 0) return told;
  return phrase`${told}; ${[count === 1 ? 'it' : `${notRead} of them`]} could not be read`;
}
