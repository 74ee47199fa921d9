/**
 * One report in full, as `show` prints it.
 */
import pc from 'picocolors';
import type { HistoryEntry } from '../life/life.js';
import type { Report } from '../report/schema.js';
import type { KeptFile } from '../store/attachments.js';
import type { ReceiptStatus } from '../store/receipt-status.js';
import type { StoredReport } from '../store/reports.js';
import type { StoredWords } from '../store/words.js';
import { block, field } from './labelled.js';
import { answerField, historyText, judgedText, statusText } from './life-text.js';
import { NOTE, OWN_KEY, RELATION, signatureText } from './reading-words.js';
import { severityText } from './severity-text.js';
import { formatStamp } from './stamp.js';
import { stepLines } from './steps-text.js';
import { forCell } from './terminal.js';

/**
 * One report in full, every word from the mail made safe to print.
 * @param files - its attachments, as kept
 * @param words - of its mails, which the steps are printed from
 * @param history - of its life, oldest first
 * @param mailbox - that it came by; null where there was never more than one
 */
export function reportText(
  report: StoredReport,
  receipt: ReceiptStatus | undefined,
  files: readonly KeptFile[],
  words: readonly StoredWords[],
  timeZone: string,
  history: readonly HistoryEntry[] = [],
  mailbox: string | null = null,
): string {
  const { number, content, recordedAt, discloseBy, life } = report;
  const stamp = (instant: Date) => formatStamp(instant, timeZone);
  const reporter = [content.reporter.name, content.reporter.email && `<${content.reporter.email}>`];
  const lines = [
    pc.bold(`${number}  ${forCell(content.summary ?? '(no summary)', 200)}`),
    '',
    field('Status', statusText(report, timeZone)),
    field('Assigned to', life.assignedTo),
    field('State', content.stateReason ? `${content.state}: ${content.stateReason}` : content.state),
    field('Received', `${stamp(new Date(content.receivedAt))}, recorded ${stamp(recordedAt)}`),
    field(...answerField(report, timeZone)),
    field('Disclose by', stamp(discloseBy)),
    field('Mailbox', mailbox),
    field('Reporter', reporter.filter(Boolean).join(' ')),
    field('Credit', creditText(content)),
    field('Goes by', content.identity.handle),
    field('Names key', namedKeyText(content)),
    field('Encryption', encryptionText(content)),
    field('Signature', signatureText(content)),
    field('Sent inside', protectedHeaderText(content, stamp)),
    field('Differs', content.differences.join(', ')),
    field('Replay', content.replaySuspected ? 'suspected: never answered' : null),
    field('Sender check', authenticationText(content)),
    field(
      'Found by',
      `${content.trigger}${['inbox', 'form'].includes(content.foundIn) ? '' : `, in ${content.foundIn}`}`,
    ),
    field('See also', content.related.map(({ id, because }) => `${id} (${RELATION[because]})`).join(', ')),
    field('Also as', content.furtherIds.join(', ')),
    field('Note', content.notes.map(note => NOTE[note]).join('; ')),
    field('Receipt', receiptText(receipt, stamp)),
    field('Set severity', judgedText(report)),
    field('Severity', severityText(content.severity, content.cvss)),
    field('CWE', content.cwe.join(', ')),
    field('CVE', content.cve.join(', ')),
    field('GHSA', content.ghsa.join(', ')),
    field('Missing', content.missing.join(', ')),
    block('Description', content.description),
    block('Steps', stepsText(content, words)),
    block(
      'Affected',
      content.affected.map(({ product, versions }) => [product, ...versions].join('  ')).join('\n'),
    ),
    block('Endpoints', content.endpoints.join('\n')),
    block('Environment', content.environment),
    block('Mitigations', content.mitigations),
    block('Impact', content.impact),
    block('References', content.references.join('\n')),
    block('Attachments', attachmentsText(content, files)),
    block('Follow-ups', followUpsText(content, stamp)),
    block('History', historyText(history, timeZone)),
  ];
  return `${lines.filter(line => line !== null).join('\n')}\n`;
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
