/**
 * `security-inbox ingest`: mail from files or standard input through the same pipeline, without IMAP.
 */
import type { Configs } from '../config/config.js';
import { loadConfig } from '../config/load.js';
import { forTerminal, jsonForTerminal } from '../digest/terminal.js';
import { Failure } from '../failure.js';
import { type Outcome, takeIn } from '../intake.js';
import type { Log } from '../log.js';
import type { Session } from '../passes/session.js';
import { openSessions } from '../passes/sessions.js';
import { reportOf } from '../reading/report-of.js';
import { explainDatabase } from '../store/database-trouble.js';
import { dryReader, messagesOf } from './dry-reading.js';
import { namedMailbox } from './one-mailbox.js';
import { logOf, stopSignal, type WorkOptions } from './options.js';

export interface IngestOptions extends WorkOptions {
  readonly dryRun: boolean;
  readonly send: boolean;
  /** The name of the mailbox that the mail is taken in as if it came by it; needed where there are several. */
  readonly mailbox?: string;
}

/**
 * Takes in every message of the paths.
 * @param paths - files, Maildirs, folders of .eml files, or `-`
 * @throws {Failure} `no-input`, or what the database says
 */
export async function ingest(paths: readonly string[], options: IngestOptions): Promise<void> {
  const log = logOf(options);
  const warn = (sentence: string) => log.warn({ message: sentence }, 'config.warning');
  if (options.dryRun) {
    await dryRun(paths, options, warn);
    return;
  }
  await record(paths, options, loadConfig(options.config, warn), log);
}

/** Reads and prints, one JSON object a line; writes and sends nothing. */
async function dryRun(
  paths: readonly string[],
  options: IngestOptions,
  warn: (sentence: string) => void,
): Promise<void> {
  const reader = await dryReader(options.config, options.mailbox, warn);
  try {
    for (const message of messagesOf(paths)) {
      const reading = await reader.read(message.raw);
      const { trigger } = reading;
      if (trigger === null) {
        process.stderr.write(`${forTerminal(message.name)}: not a report, left alone.\n`);
        continue;
      }
      const header = reading.kind === 'read' ? reading.message : reading.header;
      const receivedAt = header?.envelope.deliveredAt ?? new Date();
      const circumstances = { receivedAt, foundIn: 'file' as const, related: [], replaySuspected: false };
      const report = { ...reportOf({ ...reading, trigger }, circumstances), id: null };
      process.stdout.write(`${jsonForTerminal(report, options.json ? 0 : 2)}\n`);
    }
  } finally {
    await reader.stop();
  }
}

async function record(
  paths: readonly string[],
  options: IngestOptions,
  configs: Configs,
  log: Log,
): Promise<void> {
  const { name } = namedMailbox(configs, options.mailbox);
  const sessions = await openSessions(configs, log, stopSignal(log));
  const session = sessions.all.find(({ config }) => config.name === name) ?? sessions.all[0];
  try {
    for (const { name: file, raw } of messagesOf(paths)) {
      if (session.stopping.aborted) break;
      const arrival = { raw, isComplete: true, foundIn: 'file' as const, receivedAt: null, place: null };
      const outcome = await takeIn(arrival, session.intake);
      if (!options.quiet) process.stdout.write(`${line(file, outcome, options.json)}\n`);
    }
    if (options.send) await send(session);
  } catch (error) {
    throw explainDatabase(session.config.database, error);
  } finally {
    await sessions.close();
  }
}

/**
 * What is on record is safe, so a mail server's trouble is a warning here: an exit code would make a mail server
 * that pipes into this command send the mail back to its sender. Copies of what is sent are for a poll to file.
 */
async function send(session: Session): Promise<void> {
  const sent = session.openSent();
  try {
    await session.deliverApart(sent);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    session.log.error({ code: error.code, message: error.message }, 'receipts.failed');
  } finally {
    await sent.close();
    await session.tell();
  }
}

function line(file: string, outcome: Outcome, json: boolean): string {
  const name = forTerminal(file);
  if (json) {
    const { kind } = outcome;
    return jsonForTerminal({
      file,
      outcome: kind,
      ...(kind === 'left-alone' ? {} : { id: outcome.number }),
    });
  }
  switch (outcome.kind) {
    case 'recorded':
      return `${name}: ${outcome.number}, ${outcome.report.state}${outcome.withheld === null ? '' : `; no receipt: ${outcome.withheld}`}`;
    case 'follow-up':
      return `${name}: added to ${outcome.number}`;
    case 'own-reply':
      return `${name}: our own reply, kept with ${outcome.number}`;
    case 'known':
      return `${name}: on record already as ${outcome.number}`;
    case 'delivery-report':
      return `${name}: ${outcome.failed ? 'says that our receipt did not arrive' : 'speaks of our receipt'}, ${outcome.number}`;
    case 'left-alone':
      return `${name}: not a report, left alone`;
  }
}
