/**
 * `security-inbox receipt` and `ask`: what a person decides about the mails we send. They work beside a running
 * poll or watch, which does the sending.
 */
import type { Config } from '../config/config.js';
import { loadConfig } from '../config/load.js';
import { Failure } from '../failure.js';
import { canEncrypt } from '../message/keyring.js';
import { unlockPrivateKeys } from '../message/private-keys.js';
import { mailboxOf } from '../passes/registering.js';
import { composeReceipt } from '../receipt/compose.js';
import { PHRASES } from '../receipt/phrases.js';
import { composeQuestion } from '../receipt/question.js';
import { type Responder, responderOf } from '../receipt/responder.js';
import { loadTemplates, type ReceiptLanguage, type Templates } from '../receipt/templates.js';
import { type Decided, dropReceipts, firstReceipt, isInOutbox, releaseReceipts } from '../store/decisions.js';
import { goneMailboxOf } from '../store/mailboxes.js';
import { queueReceipt } from '../store/outbox.js';
import type { StoredReport } from '../store/reports.js';
import { type DecisionOptions, decideOn } from './deciding.js';
import { mailboxGone } from './mailbox-gone.js';
import { namedMailbox } from './one-mailbox.js';

export interface PreviewOptions extends DecisionOptions {
  readonly language: ReceiptLanguage;
  readonly html: boolean;
  /** The name of the mailbox, where there are several. */
  readonly mailbox?: string;
}

/**
 * Lets a report's held receipts go.
 * @throws {Failure} `no-such-report`, or `not-possible` where none is held
 */
export function releaseReceipt(number: string, options: DecisionOptions): void {
  decideOn(number, options, (connection, report) => {
    const released = someHeld(releaseReceipts(connection, report.number, new Date()), report);
    const gone = goneMailboxOf(connection, report.number);
    return released.map(({ kind, recipient }) =>
      gone === null
        ? `The ${kind} for ${report.number} goes to ${recipient} with the next poll.\n`
        : `The ${kind} for ${report.number} to ${recipient} waits for no person any more, but for its mailbox: "${gone}" is no longer configured. It goes once that is configured again, or its name is given to the mailbox that is to answer in its place.\n`,
    );
  });
}

/**
 * Withholds a report's held receipts for good.
 * @throws {Failure} `no-such-report`, or `not-possible` where none is held
 */
export function dropReceipt(number: string, options: DecisionOptions): void {
  decideOn(number, options, (connection, report) => {
    const dropped = someHeld(dropReceipts(connection, report.number), report);
    return dropped.map(
      ({ kind, recipient }) => `The ${kind} for ${report.number} to ${recipient} is never sent.\n`,
    );
  });
}

/**
 * Queues the question for what a report does not say.
 * @throws {Failure} `no-such-report`, or `not-possible` with the reason
 */
export async function ask(number: string, options: DecisionOptions): Promise<void> {
  const configs = loadConfig(options.config, () => undefined);
  const composers = new Map<Config, Composer>();
  for (const config of configs) composers.set(config, await composerOf(config));
  decideOn(number, options, (connection, report) => {
    const { row, name, config } = mailboxOf(report.number, configs, connection);
    const composer = config && composers.get(config);
    if (!composer) throw mailboxGone(report.number, name);
    const { responder, templates } = composer;
    const receipt = firstReceipt(connection, report.number);
    const question = composeQuestion(report, receipt, responder, templates);
    if (!question.possible || receipt === null) {
      const because = question.possible ? 'it has no receipt' : question.because;
      throw new Failure('not-possible', `${report.number} was not asked for anything: ${because}.`);
    }
    const { mail, missing } = question;
    if (isInOutbox(connection, mail.messageId)) {
      throw new Failure('not-possible', `${report.number} was asked for the same already.`);
    }
    queueReceipt(connection, receipt.reportId, 'question', { state: 'queued', mail }, new Date(), row);
    const parts = missing.map(part => PHRASES.en.parts[part]).join('; ');
    return [
      `The question for ${report.number} goes to ${mail.recipient} with the next poll. It asks for: ${parts}.\n`,
    ];
  });
}

/**
 * Prints a receipt with made-up facts, as the configured templates make it.
 * @throws {Failure} `config`
 */
export async function previewReceipt(options: PreviewOptions): Promise<void> {
  const config = namedMailbox(
    loadConfig(options.config, () => undefined),
    options.mailbox,
  );
  const { responder, templates } = await composerOf(config);
  const now = new Date();
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
  const mail = composeReceipt(
    {
      number: `${config.reportIdPrefix}-${now.getUTCFullYear()}-0001`,
      recipient: 'researcher@example.org',
      envelope: { messageId: null, references: [] },
      rawHash: '',
      receivedAt: now,
      acknowledgeBy: inDays(config.policy.acknowledgeWorkingDays),
      discloseBy: inDays(config.policy.disclosureDays),
      missing: ['steps', 'affected'],
      language: options.language,
      adviseEncryption: true,
      isLate: false,
      encryptTo: null,
    },
    responder,
    templates,
  );
  process.stdout.write(options.html ? mail.html : `Subject: ${mail.subject}\n\n${mail.text}`);
}

/** What mails of a mailbox are composed with. */
interface Composer {
  readonly responder: Responder;
  readonly templates: Templates;
}

async function composerOf(config: Config): Promise<Composer> {
  const responder = await responderWithKey(config);
  return { responder, templates: loadTemplates(config.answering.templates ?? null) };
}

async function responderWithKey(config: Config): Promise<Responder> {
  const [key] = await unlockPrivateKeys(config.privateKeys.slice(0, 1));
  const isOffered = key !== undefined && (await canEncrypt(key, new Date()));
  return responderOf(config, isOffered ? key.getFingerprint().toUpperCase() : null);
}

function someHeld(decided: Decided[], { number }: StoredReport): Decided[] {
  if (decided.length > 0) return decided;
  throw new Failure(
    'not-possible',
    `No receipt for ${number} waits for a person. "security-inbox show ${number}" says what became of it.`,
  );
}
