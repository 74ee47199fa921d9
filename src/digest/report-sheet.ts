/**
 * One report in full, as label and value: what `show` prints and the engineers' page shows. The words are as they came; who
 * shows them makes them safe.
 */
import type { HistoryEntry } from '../life/life.js';
import type { Report } from '../report/schema.js';
import type { KeptFile } from '../store/attachments.js';
import type { ReceiptStatus } from '../store/receipt-status.js';
import type { StoredReport } from '../store/reports.js';
import type { StoredWords } from '../store/words.js';
import { answerField, historyText, judgedText, statusText } from './life-text.js';
import { NOTE, OWN_KEY, RELATION, signatureText } from './reading-words.js';
import { severityText } from './severity-text.js';
import { formatStamp } from './stamp.js';
import { stepLines } from './steps-text.js';

/** A report with all that is known of it. */
export interface KnownReport {
  readonly report: StoredReport;
  readonly receipt: ReceiptStatus | undefined;
  /** Its attachments, as kept. */
  readonly files: readonly KeptFile[];
  /** Of its mails, which the steps are taken from. */
  readonly words: readonly StoredWords[];
  /** Of its life, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** That it came by; null where there was never more than one. */
  readonly mailbox: string | null;
}

/** A label and what belongs to it. */
export type Labelled = readonly [label: string, value: string];

export interface ReportSheet {
  readonly number: string;
  readonly summary: string;
  /** Each on one line. */
  readonly fields: readonly Labelled[];
  /** Each of any number of lines. */
  readonly blocks: readonly Labelled[];
}

/** Makes it. What there is nothing of has no label. */
export function reportSheet(known: KnownReport, timeZone: string): ReportSheet {
  const { report, receipt, files, words, history, mailbox } = known;
  const { number, content, recordedAt, discloseBy, life } = report;
  const stamp = (instant: Date) => formatStamp(instant, timeZone);
  const reporter = [content.reporter.name, content.reporter.email && `<${content.reporter.email}>`];
  return {
    number,
    summary: content.summary ?? '(no summary)',
    fields: present([
      ['Status', statusText(report, timeZone)],
      ['Assigned to', life.assignedTo],
      ['State', content.stateReason ? `${content.state}: ${content.stateReason}` : content.state],
      ['Received', `${stamp(new Date(content.receivedAt))}, recorded ${stamp(recordedAt)}`],
      answerField(report, timeZone),
      ['Disclose by', stamp(discloseBy)],
      ['Mailbox', mailbox],
      ['Reporter', reporter.filter(Boolean).join(' ')],
      ['Credit', creditText(content)],
      ['Goes by', content.identity.handle],
      ['Names key', namedKeyText(content)],
      ['Encryption', encryptionText(content)],
      ['Signature', signatureText(content)],
      ['Sent inside', protectedHeaderText(content, stamp)],
      ['Differs', content.differences.join(', ')],
      ['Replay', content.replaySuspected ? 'suspected: never answered' : null],
      ['Sender check', authenticationText(content)],
      [
        'Found by',
        `${content.trigger}${['inbox', 'form'].includes(content.foundIn) ? '' : `, in ${content.foundIn}`}`,
      ],
      ['See also', content.related.map(({ id, because }) => `${id} (${RELATION[because]})`).join(', ')],
      ['Also as', content.furtherIds.join(', ')],
      ['Note', content.notes.map(note => NOTE[note]).join('; ')],
      ['Receipt', receiptText(receipt, stamp)],
      ['Set severity', judgedText(report)],
      ['Severity', severityText(content.severity, content.cvss)],
      ['CWE', content.cwe.join(', ')],
      ['CVE', content.cve.join(', ')],
      ['GHSA', content.ghsa.join(', ')],
      ['Missing', content.missing.join(', ')],
    ]),
    blocks: present([
      ['Description', content.description],
      ['Steps', stepsText(content, words)],
      [
        'Affected',
        content.affected.map(({ product, versions }) => [product, ...versions].join('  ')).join('\n'),
      ],
      ['Endpoints', content.endpoints.join('\n')],
      ['Environment', content.environment],
      ['Mitigations', content.mitigations],
      ['Impact', content.impact],
      ['References', content.references.join('\n')],
      ['Attachments', attachmentsText(content, files)],
      ['Follow-ups', followUpsText(content, stamp)],
      ['History', historyText(history, timeZone)],
    ]),
  };
}

function present(all: readonly (readonly [string, string | null])[]): Labelled[] {
  return all.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
}

/** The lines of a step stand below its first word. */
function stepsText(content: Report, words: readonly StoredWords[]): string {
  return stepLines(content, words)
    .map((step, index) => {
      const number = `${index + 1}. `;
      return number + step.replace(/\n(?=[^\n])/g, `\n${' '.repeat(number.length)}`);
    })
    .join('\n');
}

/** That a text names a key says nothing of who wrote it. */
function namedKeyText({ identity, signature }: Report): string | null {
  if (identity.fingerprint === null) return null;
  const isSigner = signature.outcome === 'valid' && signature.fingerprint === identity.fingerprint;
  return `OpenPGP key ${identity.fingerprint}, ${isSigner ? 'which signed this mail' : 'not checked'}`;
}

function creditText({ reporter }: Report): string | null {
  if (reporter.wantsCredit === null) return null;
  return reporter.wantsCredit ? `wanted${reporter.creditAs ? ` as ${reporter.creditAs}` : ''}` : 'not wanted';
}

function encryptionText({ encryption }: Report): string {
  switch (encryption.state) {
    case 'cleartext':
      return 'none';
    case 'decrypted':
      return `${encryption.form}, opened with key ${encryption.keyFingerprint}${OWN_KEY[encryption.keyState]}`;
    case 'undecryptable':
      return `${encryption.form}, not opened`;
  }
}

function receiptText(receipt: ReceiptStatus | undefined, stamp: (instant: Date) => string): string {
  switch (receipt?.state) {
    case 'queued':
      return `waiting to be sent${receipt.lastAnswer ? ` (last try: ${receipt.lastAnswer})` : ''}`;
    case 'sent':
      return `sent to ${receipt.recipient}, ${stamp(receipt.sentAt)}`;
    case 'refused':
      return `refused by the server for ${receipt.recipient} (${receipt.lastAnswer ?? ''})`;
    case 'bounced':
      return `bounced from ${receipt.recipient}: ${receipt.reason}`;
    case 'held':
      return `for ${receipt.recipient}, waits for a person: ${receipt.reason}`;
    case 'withheld':
      return `none: ${receipt.reason}`;
    case undefined:
      return 'none';
  }
}

/** A file beside an encrypted part is said to be one: anybody on the way could have put it there. */
function attachmentsText({ attachments, encryption }: Report, files: readonly KeptFile[]): string {
  return attachments
    .map(({ filename, contentType }, index) => {
      const file = files[index];
      const isOutside = encryption.state === 'decrypted' && file?.cameEncrypted === false;
      return [
        filename ?? '(no name)',
        contentType,
        ...(file === undefined ? [] : [`${file.size} bytes`]),
        ...(isOutside ? ['outside the encryption'] : []),
      ].join('  ');
    })
    .join('\n');
}

/** What travelled protected, where it says more than the outer header's subject. */
function protectedHeaderText({ protectedHeader }: Report, stamp: (instant: Date) => string): string | null {
  if (protectedHeader === null) return null;
  const { subject, from, date } = protectedHeader;
  return [
    subject,
    from && `from ${from.name ?? ''} <${from.address}>`,
    date && `written ${stamp(new Date(date))}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function authenticationText({ authentication }: Report): string | null {
  if (authentication === null) return null;
  return Object.entries(authentication)
    .filter(([, result]) => result !== null)
    .map(([method, result]) => `${method} ${result}`)
    .join(', ');
}

function followUpsText({ followUps }: Report, stamp: (instant: Date) => string): string {
  return followUps
    .map(({ receivedAt, from, state, summary, description, filled }) =>
      [
        [stamp(new Date(receivedAt)), from, summary, state === 'received' ? null : `(${state})`]
          .filter(part => part !== null && part !== '')
          .join('  '),
        ...(filled.length > 0 ? [`  filled: ${filled.join(', ')}`] : []),
        ...(description === null ? [] : [description.replace(/^/gm, '  ')]),
      ].join('\n'),
    )
    .join('\n');
}
