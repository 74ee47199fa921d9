/** The words of the form and of its script, in each language. A test holds each to the same keys. */
import type { FormLanguage, LackingPart, Submission } from './submission.js';

/** A field of the form as people see it. */
type FieldName = Exclude<keyof Submission, 'language'> | 'files';

/** What may keep a form from being taken as it is. */
export type Refusal =
  | 'empty'
  | 'email-unusable'
  | 'email-ours'
  | 'too-old'
  | 'too-fast'
  | 'machine'
  | 'other-name'
  | 'other-site'
  | 'too-many'
  | 'too-large'
  | 'too-slow'
  | 'busy'
  | 'unreadable'
  | 'failed';

/** What the page's script says. */
export interface ScriptWords {
  readonly encrypted: string;
  readonly encrypting: string;
  readonly sending: string;
  readonly failed: string;
  readonly lackingTitle: string;
  readonly lackingEnd: string;
  readonly sendAnyway: string;
}

export interface FormWords {
  readonly title: string;
  /** @param policy - where the policy is */
  readonly introduction: string;
  readonly policyLink: string;
  readonly nothingNeeded: string;
  readonly clear: string;
  readonly key: string;
  readonly otherLanguage: string;
  readonly groups: Readonly<Record<'finding' | 'affected' | 'severity' | 'you' | 'files', string>>;
  readonly labels: Readonly<Record<FieldName, string>>;
  readonly hints: Readonly<Partial<Record<FieldName, string>>>;
  /** @param megabytes - that all files may have together */
  readonly filesHint: (megabytes: number) => string;
  readonly severities: Readonly<Record<Submission['severity'], string>>;
  readonly credits: Readonly<Record<Submission['credit'], string>>;
  readonly trap: string;
  readonly send: string;
  /** A button for where no script says before sending what is missing. */
  readonly check: string;
  readonly nothingLacking: string;
  readonly mistake: string;
  readonly filesAgain: string;
  /** Where the browser does not say which page sent them. */
  readonly contactAgain: string;
  /** Where the words did not come, and there is nothing to fill a form with. */
  readonly reload: string;
  /** A link to the empty form. */
  readonly openForm: string;
  /** @param address - ours */
  readonly refusals: Readonly<Record<Refusal, (address: string) => string>>;
  readonly received: string;
  readonly number: string;
  readonly keepNumber: string;
  readonly confirmation: string;
  readonly noConfirmation: string;
  readonly lacking: string;
  readonly lackingParts: Readonly<Record<LackingPart, string>>;
  readonly another: string;
  readonly script: ScriptWords;
}

export const FORM_WORDS: Readonly<Record<FormLanguage, FormWords>> = {
  en: {
    title: 'Report a vulnerability',
    introduction:
      'What you write here reaches the people who mend it, as a mail to their address would. You get a number, and two dates: by when a person answers, and by when the vulnerability is made public.',
    policyLink: 'What we promise, and what we ask of you',
    nothingNeeded: 'No part has to be filled in. What you leave out, we ask for.',
    clear:
      'The form goes over an encrypted connection, and is opened where it arrives. If only the reader of the report is to open it, switch JavaScript on, or mail it encrypted to',
    key: 'Key',
    otherLanguage: 'Deutsch',
    groups: {
      finding: 'What you found',
      affected: 'What is affected',
      severity: 'How bad it is',
      you: 'You',
      files: 'Files',
    },
    labels: {
      title: 'In a few words',
      description: 'What is wrong',
      steps: 'How to see it, step by step',
      product: 'Product',
      versions: 'Versions',
      tool: 'Tool and version that you tested with',
      environment: 'What you ran it on',
      impact: 'What it allows',
      mitigations: 'What helps until it is fixed',
      severity: 'Severity',
      vector: 'CVSS vector',
      credit: 'Do you want to be named when it is made public?',
      creditName: 'By which name',
      name: 'Your name',
      email: 'Your e-mail address',
      files: 'Logs, screenshots, a proof of concept',
    },
    hints: {
      steps: 'One step a line, with what you typed.',
      versions: 'Such as "2.1.0 to 2.3.4".',
      vector: 'If you have one, such as "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N".',
      email:
        'Where the confirmation with your number goes, and later questions. Without it we can not ask, and of an encrypted report you learn no number.',
    },
    filesHint: megabytes => `Several may be chosen, of ${megabytes} MB together.`,
    severities: { '': 'I can not say', low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' },
    credits: { '': 'I will say later', yes: 'Yes', no: 'No' },
    trap: 'Leave this empty',
    send: 'Send the report',
    check: 'See what is missing',
    nothingLacking: 'Nothing is missing. It is not sent yet.',
    mistake: 'Not sent yet',
    filesAgain: 'Choose your files again: browsers forget them.',
    contactAgain:
      'Type your name and e-mail address again: your browser does not say that it was this page which sent them.',
    reload:
      'Your browser still has all that you wrote, and the files: reload this page, and it asks whether to send them once more. Do not close it before.',
    openForm: 'Open the form',
    refusals: {
      empty: () => 'Nothing is written yet. A few words about what is wrong are enough.',
      'email-unusable': () => 'No mail can be sent to this e-mail address. Correct it, or leave it empty.',
      'email-ours': () => 'This e-mail address is ours. Give your own, or leave it empty.',
      'too-old': () => 'The form was open for too long. Nothing is lost: send it once more.',
      'too-fast': () => 'This came faster than a person writes. If you are one, send it once more.',
      machine: () =>
        'A field was filled in that people do not see. If your browser did that, send the form once more.',
      'other-name': () => 'The form was not sent from this page. Send it from here.',
      'other-site': () =>
        'This came from a page of somebody else, and nothing of it was kept. What you wrote is still there: go back and copy it, then open the form here, and check that the e-mail address in it is yours.',
      'too-many': address =>
        `Too many reports came within the hour. Try again later, or mail yours to ${address}.`,
      'too-large': address =>
        `The report is larger than this form takes. Send it without the largest files, or mail it to ${address}.`,
      'too-slow': address =>
        `The connection was too slow, and the report did not come whole. Send it once more, without large files where there are some, or mail it to ${address}.`,
      busy: address =>
        `Too many people are sending at this moment. Send it once more, or mail it to ${address}.`,
      unreadable: address =>
        `What your browser sent could not be read. Send it once more, or mail it to ${address}.`,
      failed: address =>
        `The report could not be stored, and nothing of it was kept. Send it once more in some minutes, or mail it to ${address}.`,
    },
    received: 'Your report is received',
    number: 'Its number is',
    keepNumber: 'Keep it: this page shows it once.',
    confirmation: 'A confirmation follows by e-mail.',
    noConfirmation: 'You gave no e-mail address, so that no confirmation follows.',
    lacking: 'We have not got yet:',
    lackingParts: {
      description: 'what is wrong',
      steps: 'how to see it, step by step',
      product: 'the product',
      email: 'your e-mail address',
    },
    another: 'Report something else',
    script: {
      encrypted:
        'Your browser encrypts the report and its files before they are sent. Only who has our key can open them. Your e-mail address stays outside, so that we can confirm.',
      encrypting: 'Encrypting …',
      sending: 'Sending …',
      failed: 'It could not be sent. What you wrote is still here: try again.',
      lackingTitle: 'Before you send: these are still empty',
      lackingEnd: 'Fill them in if you can. The report is welcome without them too.',
      sendAnyway: 'Send it as it is',
    },
  },
  de: {
    title: 'Eine Schwachstelle melden',
    introduction:
      'Was Sie hier schreiben, erreicht die Menschen, die es beheben, so wie eine E-Mail an ihre Adresse. Sie bekommen eine Nummer und zwei Termine: bis wann ein Mensch antwortet und bis wann die Schwachstelle veröffentlicht wird.',
    policyLink: 'Was wir zusagen und worum wir bitten',
    nothingNeeded: 'Kein Teil ist Pflicht. Was fehlt, erfragen wir.',
    clear:
      'Das Formular geht über eine verschlüsselte Verbindung und wird dort geöffnet, wo es ankommt. Soll es nur öffnen, wer die Meldung liest, dann schalten Sie JavaScript ein oder schicken Sie sie verschlüsselt an',
    key: 'Schlüssel',
    otherLanguage: 'English',
    groups: {
      finding: 'Was Sie gefunden haben',
      affected: 'Was betroffen ist',
      severity: 'Wie schwer es wiegt',
      you: 'Sie',
      files: 'Dateien',
    },
    labels: {
      title: 'In wenigen Worten',
      description: 'Was nicht stimmt',
      steps: 'Wie man es sieht, Schritt für Schritt',
      product: 'Produkt',
      versions: 'Versionen',
      tool: 'Werkzeug und Version, womit Sie geprüft haben',
      environment: 'Worauf es bei Ihnen lief',
      impact: 'Was dadurch möglich wird',
      mitigations: 'Was hilft, bis es behoben ist',
      severity: 'Schweregrad',
      vector: 'CVSS-Vektor',
      credit: 'Möchten Sie genannt werden, wenn es veröffentlicht wird?',
      creditName: 'Unter welchem Namen',
      name: 'Ihr Name',
      email: 'Ihre E-Mail-Adresse',
      files: 'Protokolle, Bilder, ein Nachweis',
    },
    hints: {
      steps: 'Ein Schritt je Zeile, mit dem, was Sie eingegeben haben.',
      versions: 'Etwa „2.1.0 bis 2.3.4“.',
      vector: 'Wenn Sie einen haben, etwa „CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N“.',
      email:
        'Dorthin gehen die Bestätigung mit Ihrer Nummer und spätere Fragen. Ohne sie können wir nicht fragen, und von einem verschlüsselten Bericht erfahren Sie keine Nummer.',
    },
    filesHint: megabytes => `Sie können mehrere wählen, zusammen bis ${megabytes} MB.`,
    severities: {
      '': 'Kann ich nicht sagen',
      low: 'Niedrig',
      medium: 'Mittel',
      high: 'Hoch',
      critical: 'Kritisch',
    },
    credits: { '': 'Das sage ich später', yes: 'Ja', no: 'Nein' },
    trap: 'Bitte leer lassen',
    send: 'Meldung senden',
    check: 'Zeigen, was fehlt',
    nothingLacking: 'Es fehlt nichts. Gesendet ist noch nichts.',
    mistake: 'Noch nicht gesendet',
    filesAgain: 'Wählen Sie Ihre Dateien noch einmal: Browser vergessen sie.',
    contactAgain:
      'Geben Sie Ihren Namen und Ihre E-Mail-Adresse noch einmal ein: Ihr Browser sagt nicht, dass diese Seite sie gesendet hat.',
    reload:
      'Ihr Browser hat noch alles, was Sie geschrieben haben, und die Dateien: Laden Sie diese Seite neu, dann fragt er, ob er es noch einmal senden soll. Schließen Sie sie nicht vorher.',
    openForm: 'Das Formular öffnen',
    refusals: {
      empty: () => 'Es steht noch nichts da. Einige Worte dazu, was nicht stimmt, genügen.',
      'email-unusable': () =>
        'An diese E-Mail-Adresse lässt sich nichts senden. Berichtigen Sie sie, oder lassen Sie sie leer.',
      'email-ours': () =>
        'Diese E-Mail-Adresse ist unsere eigene. Nennen Sie Ihre, oder lassen Sie sie leer.',
      'too-old': () => 'Das Formular war zu lange offen. Nichts ist verloren: Senden Sie es noch einmal.',
      'too-fast': () =>
        'Das kam schneller, als ein Mensch schreibt. Wenn Sie einer sind, senden Sie es noch einmal.',
      machine: () =>
        'Ein Feld ist ausgefüllt, das Menschen nicht sehen. War es Ihr Browser, dann senden Sie das Formular noch einmal.',
      'other-name': () => 'Das Formular wurde nicht von dieser Seite gesendet. Senden Sie es von hier.',
      'other-site': () =>
        'Das kam von einer fremden Seite, und nichts davon blieb hier. Was Sie geschrieben haben, steht noch dort: Gehen Sie zurück und kopieren Sie es. Öffnen Sie dann das Formular hier, und achten Sie darauf, dass die E-Mail-Adresse darin Ihre ist.',
      'too-many': address =>
        `In dieser Stunde kamen zu viele Meldungen. Versuchen Sie es später noch einmal, oder schreiben Sie an ${address}.`,
      'too-large': address =>
        `Die Meldung ist größer, als dieses Formular annimmt. Senden Sie sie ohne die größten Dateien, oder schreiben Sie an ${address}.`,
      'too-slow': address =>
        `Die Verbindung war zu langsam, und die Meldung kam nicht ganz an. Senden Sie sie noch einmal, ohne große Dateien, falls welche dabei sind, oder schreiben Sie an ${address}.`,
      busy: address => `Gerade senden zu viele. Senden Sie es noch einmal, oder schreiben Sie an ${address}.`,
      unreadable: address =>
        `Was Ihr Browser gesendet hat, ließ sich nicht lesen. Senden Sie es noch einmal, oder schreiben Sie an ${address}.`,
      failed: address =>
        `Die Meldung ließ sich nicht speichern, und nichts von ihr blieb hier. Senden Sie sie in einigen Minuten noch einmal, oder schreiben Sie an ${address}.`,
    },
    received: 'Ihre Meldung ist eingegangen',
    number: 'Ihre Nummer ist',
    keepNumber: 'Bewahren Sie sie auf: Diese Seite zeigt sie einmal.',
    confirmation: 'Eine Bestätigung folgt per E-Mail.',
    noConfirmation: 'Sie haben keine E-Mail-Adresse genannt, deshalb folgt keine Bestätigung.',
    lacking: 'Wir haben noch nicht:',
    lackingParts: {
      description: 'was nicht stimmt',
      steps: 'wie man es sieht, Schritt für Schritt',
      product: 'das Produkt',
      email: 'Ihre E-Mail-Adresse',
    },
    another: 'Etwas anderes melden',
    script: {
      encrypted:
        'Ihr Browser verschlüsselt die Meldung und ihre Dateien, bevor sie gesendet werden. Nur wer unseren Schlüssel hat, kann sie öffnen. Ihre E-Mail-Adresse bleibt außen, damit wir bestätigen können.',
      encrypting: 'Wird verschlüsselt …',
      sending: 'Wird gesendet …',
      failed:
        'Es ließ sich nicht senden. Was Sie geschrieben haben, ist noch da: Versuchen Sie es noch einmal.',
      lackingTitle: 'Bevor Sie senden: Dies ist noch leer',
      lackingEnd: 'Füllen Sie es aus, wenn Sie können. Die Meldung ist auch so willkommen.',
      sendAnyway: 'So senden',
    },
  },
};
