/**
 * A submission as the words of a mail, under the headings that the extraction knows. Pure, and the same in the server and in
 * the page's script.
 */
import type { FormLanguage, Submission } from './submission.js';

type Headings = Readonly<
  Record<
    | 'affected'
    | 'product'
    | 'versions'
    | 'severity'
    | 'vector'
    | 'contact'
    | 'name'
    | 'email'
    | 'credit'
    | 'creditAs'
    | 'creditYes'
    | 'creditNo'
    | 'environment'
    | 'tool'
    | 'description'
    | 'steps'
    | 'impact'
    | 'mitigations',
    string
  >
>;

const HEADINGS: Readonly<Record<FormLanguage, Headings>> = {
  en: {
    affected: 'Affected',
    product: 'Product',
    versions: 'Version',
    severity: 'Severity',
    vector: 'CVSS vector',
    contact: 'Contact',
    name: 'My name',
    email: 'E-mail',
    credit: 'Credit',
    creditAs: 'Credit me as',
    creditYes: 'I would like to be credited.',
    creditNo: 'I do not want to be credited.',
    environment: 'Environment',
    tool: 'Tested with',
    description: 'Description',
    steps: 'Steps to reproduce',
    impact: 'Impact',
    mitigations: 'Mitigation',
  },
  de: {
    affected: 'Betroffen',
    product: 'Produkt',
    versions: 'Version',
    severity: 'Schweregrad',
    vector: 'CVSS-Vektor',
    contact: 'Kontakt',
    name: 'Mein Name',
    email: 'E-Mail-Adresse',
    credit: 'Danksagung',
    creditAs: 'Nennung als',
    creditYes: 'Ich möchte genannt werden.',
    creditNo: 'Ich möchte nicht genannt werden.',
    environment: 'Umgebung',
    tool: 'Getestet mit',
    description: 'Beschreibung',
    steps: 'Schritte zur Reproduktion',
    impact: 'Auswirkung',
    mitigations: 'Gegenmaßnahmen',
  },
};

const SEVERITY_WORDS: Readonly<Record<FormLanguage, Readonly<Record<Submission['severity'], string>>>> = {
  en: { '': '', low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' },
  de: { '': '', low: 'niedrig', medium: 'mittel', high: 'hoch', critical: 'kritisch' },
};

/**
 * The words of the mail. The short parts come first: a farewell, a quoted mail or a fence in the long ones ends what is read of
 * them, and must not end the others.
 * @returns lines that end in LF
 */
export function reportText(submission: Submission): string {
  const headings = HEADINGS[submission.language];
  const labelled = (label: keyof Headings, value: string) =>
    value === '' ? [] : [`${headings[label]}: ${value}`];
  const { severity, credit, creditName } = submission;
  const sections: readonly (readonly [keyof Headings, readonly string[]])[] = [
    ['affected', [...labelled('product', submission.product), ...labelled('versions', submission.versions)]],
    [
      'severity',
      [
        ...labelled('severity', SEVERITY_WORDS[submission.language][severity]),
        ...labelled('vector', submission.vector),
      ],
    ],
    ['contact', [...labelled('name', submission.name), ...labelled('email', submission.email)]],
    [
      'credit',
      credit === 'no'
        ? [headings.creditNo]
        : creditName !== ''
          ? labelled('creditAs', creditName)
          : credit === 'yes'
            ? [headings.creditYes]
            : [],
    ],
    ['description', textLines(submission.description)],
    ['steps', textLines(submission.steps)],
    ['impact', textLines(submission.impact)],
    ['mitigations', textLines(submission.mitigations)],
    ['environment', [...labelled('tool', submission.tool), ...textLines(submission.environment)]],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) => `## ${headings[heading]}\n\n${lines.join('\n')}\n`)
    .join('\n');
}

/**
 * The subject of the mail.
 * @param phrase - that the policy asks for
 */
export function subjectOf(phrase: string, { title }: Pick<Submission, 'title'>): string {
  return title === '' ? phrase : `${phrase}: ${title}`;
}

/** A fence that is left open would make code of all that follows. */
function textLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  const open = lines.reduce<string | null>((fence, line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (mark === null) return fence;
    if (fence === null) return mark;
    return mark[0] === fence[0] && mark.length >= fence.length ? null : fence;
  }, null);
  return open === null ? lines : [...lines, open];
}
