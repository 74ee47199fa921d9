/**
 * What taking mail in needs of a configuration: the reading thread with its keys, our own key, the calendar and the
 * promises of the policy.
 */
import type { Config } from '../config/config.js';
import { loadKnownKeys } from '../config/known-keys.js';
import { type Calendar, createCalendar } from '../deadlines/calendar.js';
import { httpsAsk } from '../directory/https.js';
import { lookingUp } from '../directory/looking-up.js';
import { Failure } from '../failure.js';
import type { Intake } from '../intake.js';
import { applyOpenPgpSettings } from '../message/openpgp-settings.js';
import { unlockPrivateKeys } from '../message/private-keys.js';
import { lateReader } from '../reading/late-reader.js';
import { type Reader, startReader } from '../reading/reader.js';
import type { ReaderSettings } from '../reading/reading.js';
import { type OwnKey, prepareOwnKey } from '../receipt/own-key.js';
import { responderOf } from '../receipt/responder.js';
import { loadTemplates, type Templates } from '../receipt/templates.js';
import { openApparentThreads } from '../store/apparent-threads.js';
import type { Connection } from '../store/database.js';
import { learnedKeys, type NewSenderKey } from '../store/sender-keys.js';
import { openThreads } from '../store/threads.js';
import { targetsOf } from './notifying.js';

/** What is opened to take mail in. */
export interface Parts {
  readonly intake: Intake;
  /** null where none is configured. */
  readonly ownKey: OwnKey | null;
}

/**
 * What taking mail in needs around it, over an open database; sends nothing. For the caller to stop its reader.
 * @throws {Failure} `config` for keys, templates and calendar
 */
export async function openIntake(config: Config, connection: Connection): Promise<Intake> {
  return (await openParts(config, connection)).intake;
}

/** When the threads start that read mail. */
export type ReadingStarts =
  | 'now'
  /** For what may well end without one. Their keys are tried now all the same. */
  | 'with-the-first-mail';

/**
 * The same with our key, which also signs what goes out.
 * @throws {Failure} as openIntake does
 */
export async function openParts(
  config: Config,
  connection: Connection,
  starts: ReadingStarts = 'now',
): Promise<Parts> {
  const templates = loadTemplates(config.answering.templates ?? null);
  applyOpenPgpSettings();
  const reader = await openReader(config, connection, starts);
  try {
    const ownKey = await ownKeyOf(config);
    return { intake: intakeOf(config, connection, reader, templates, ownKey), ownKey };
  } catch (error) {
    await reader.stop();
    throw error;
  }
}

async function openReader(config: Config, connection: Connection, starts: ReadingStarts): Promise<Reader> {
  const start = starts === 'now' ? startReader : lateReader;
  const settings = readerSettings(config, learnedKeys(connection));
  const reader = await start(settings, config.limits.readingSeconds * 1000);
  return config.lookUpKeys ? lookingUp(reader, httpsAsk()) : reader;
}

/**
 * What the reading thread needs of a configuration.
 * @param learned - from the store
 * @throws {Failure} `config` where the folder of known keys can't be read
 */
export function readerSettings(config: Config, learned: readonly NewSenderKey[]): ReaderSettings {
  return {
    privateKeys: [...config.privateKeys, ...config.furtherKeys],
    knownKeys: loadKnownKeys(config.knownKeys),
    learnedKeys: learned,
    phrase: config.trigger.subject,
    ownAddresses: config.ownAddresses,
    authservId: config.mailbox.authservId,
    products: config.products,
  };
}

function intakeOf(
  config: Config,
  connection: Connection,
  reader: Reader,
  templates: Templates,
  ownKey: OwnKey | null,
): Intake {
  return {
    connection,
    threads: openThreads(connection),
    apparentThreads: openApparentThreads(connection),
    reader,
    calendar: calendarOf(config),
    responder: responderOf(config, ownKey?.isOffered ? (reader.fingerprints[0] ?? null) : null),
    rules: { ...config.answering, maxAgeDays: config.limits.receiptAgeDays },
    templates,
    ownAddresses: config.ownAddresses,
    reportIdPrefix: config.reportIdPrefix,
    noticeTargets: targetsOf(config),
    now: () => new Date(),
  };
}

function calendarOf(config: Config): Calendar {
  try {
    return createCalendar(config.calendar);
  } catch (error) {
    throw new Failure(
      'config',
      `The calendar of the configuration can't be used: ${error instanceof Error ? error.message : 'unknown error'}. Name calendar.country and calendar.state by their ISO codes, as in "DE" and "HE", and leave working days.`,
      { cause: error },
    );
  }
}

/** The disclosure key, unlocked in this thread too: what the reading thread holds never leaves it. */
async function ownKeyOf({ privateKeys, identity, signReceipts }: Config): Promise<OwnKey | null> {
  const [privateKey] = await unlockPrivateKeys(privateKeys.slice(0, 1));
  return privateKey === undefined
    ? null
    : prepareOwnKey(privateKey, identity.address, signReceipts, new Date());
}
