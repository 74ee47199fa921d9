/**
 * The words that the program itself puts into a mail, in each language: parts by their name, times, and subjects.
 * Everything else stands in the templates.
 */
import { formatDay, formatInstant } from '../deadlines/deadlines.js';
import type { MissingPart } from '../report/schema.js';
import type { Purpose, ReceiptLanguage } from './templates.js';

export interface Phrases {
  readonly parts: Readonly<Record<MissingPart, string>>;
  readonly subjects: Readonly<Record<Purpose, string>>;
  /** "1 working day", as it stands after "within". */
  workingDays(days: number): string;
  instant(instant: Date, timeZone: string): string;
  day(instant: Date, timeZone: string): string;
}

export const PHRASES: Readonly<Record<ReceiptLanguage, Phrases>> = {
  en: {
    parts: {
      description: 'a description of the vulnerability',
      steps: 'the steps to reproduce it',
      affected: 'the affected product and version',
      contact: 'who you are, how to reach you, and whether and by which name you want to be credited',
    },
    subjects: {
      receipt: 'We have received your report',
      'follow-up': 'We have added your mail',
      question: 'A question about your report',
    },
    workingDays: days => `${days} working ${days === 1 ? 'day' : 'days'}`,
    instant: (instant, timeZone) => formatInstant(instant, timeZone),
    day: (instant, timeZone) => formatDay(instant, timeZone),
  },
  de: {
    parts: {
      description: 'eine Beschreibung der Schwachstelle',
      steps: 'die Schritte, mit denen sie sich nachstellen lässt',
      affected: 'das betroffene Produkt und seine Version',
      contact:
        'wer Sie sind, wie wir Sie erreichen, und ob und unter welchem Namen Sie genannt werden möchten',
    },
    subjects: {
      receipt: 'Ihre Meldung ist eingegangen',
      'follow-up': 'Ihre Mail ist hinzugefügt',
      question: 'Eine Frage zu Ihrer Meldung',
    },
    workingDays: days => `${days} ${days === 1 ? 'Arbeitstag' : 'Arbeitstagen'}`,
    instant: (instant, timeZone) => formatInstant(instant, timeZone, 'de'),
    day: (instant, timeZone) => formatDay(instant, timeZone, 'de'),
  },
};
