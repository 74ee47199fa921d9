/**
 * Notices, bound to a configuration: what is due is queued, and what waits goes out by SMTP and to webhooks; the digests
 * that somebody asked for go the same way.
 */
import type { Config } from '../config/config.js';
import type { Calendar } from '../deadlines/calendar.js';
import { digestOf } from '../digest/digest.js';
import { mailedDigest } from '../digest/mailed.js';
import { readRecord } from '../digest/record.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import { domainOf } from '../message/address.js';
import { dueNotices } from '../notice/due.js';
import { type Engineer, prepareEngineers } from '../notice/engineers.js';
import { poster } from '../notice/post.js';
import { type Telling, tellByMail, tellByWebhook } from '../notice/tell.js';
import { writeDigest } from '../notice/write-digest.js';
import { type NoticeWriting, writeNotice } from '../notice/write-notice.js';
import type { OwnKey } from '../receipt/own-key.js';
import { openTransport } from '../receipt/transport.js';
import type { Connection } from '../store/database.js';
import { explainDatabase } from '../store/database-trouble.js';
import { makeDispatches, type QueuedDispatch } from '../store/dispatches.js';
import {
  NOTICE_KINDS,
  type NoticeTarget,
  queueNotices,
  toldNotices,
  watchedReports,
} from '../store/notices.js';
import { findReport } from '../store/reports.js';

/** Who is to be told, by the configuration: each address once, and each webhook. */
export function targetsOf({ engineers, notices, webhooks }: Config): NoticeTarget[] {
  return [
    ...(notices.mail ? engineers : []).map(({ address }) => ({
      channel: 'mail' as const,
      target: address.toLowerCase(),
      kinds: NOTICE_KINDS,
    })),
    ...webhooks.map(({ name, events }) => ({
      channel: 'webhook' as const,
      target: name,
      kinds: events ?? NOTICE_KINDS,
    })),
  ];
}

/**
 * The engineers with their keys. An expired key is no reason to be told nothing: the mail then says less.
 * @throws {Failure} `config` naming the file that holds none
 */
export function engineersOf({ engineers }: Config, log: Log): Promise<Engineer[]> {
  return prepareEngineers(engineers, new Date(), ({ address }, file) =>
    log.warn(
      {
        engineer: address,
        message: `${file} can't be encrypted to: it has expired, was revoked, or has no part for it. Notices to ${address} say nothing of a report until a new one is in its place.`,
      },
      'engineer.key-unusable',
    ),
  );
}

/** What telling is bound to. */
export interface TellingSettings {
  readonly connection: Connection;
  readonly config: Config;
  readonly calendar: Calendar;
  readonly engineers: readonly Engineer[];
  readonly ownKey: OwnKey | null;
  readonly log: Log;
  readonly stopping: AbortSignal;
}

/**
 * Tells what is due. Never throws: what fails is logged and tried with the next pass, and neither a receipt nor the
 * reading of mail depends on it.
 */
export async function tellDue(settings: TellingSettings): Promise<void> {
  const { connection, config, stopping } = settings;
  const targets = targetsOf(config);
  // Where no notices are wanted, a digest may be.
  if (stopping.aborted || (targets.length === 0 && config.engineers.length === 0)) return;
  try {
    queueDue(settings, targets);
    makeDispatches(connection, domainOf(config.identity.address), new Date());
  } catch (error) {
    sayFailure(settings, error);
    return;
  }
  // Neither waits for the other: a mail server that is away is what a post may have to tell of.
  await Promise.all([
    byMail(settings).catch(error => sayFailure(settings, error)),
    byWebhook(settings).catch(error => sayFailure(settings, error)),
  ]);
}

function queueDue({ connection, config, calendar }: TellingSettings, targets: readonly NoticeTarget[]): void {
  const now = new Date();
  const due = dueNotices(watchedReports(connection), toldNotices(connection), config.notices, calendar, now);
  if (due.length === 0) return;
  connection.transaction(() => queueNotices(connection, due, targets, now)).immediate();
}

async function byMail(settings: TellingSettings): Promise<void> {
  const { config, engineers } = settings;
  const transport = openTransport(config.smtp, config.identity.address, config.limits.serverSeconds);
  try {
    await tellByMail(
      engineers,
      transport,
      (dispatch, engineer) => write(dispatch, engineer, settings),
      tellingOf(settings),
    );
  } finally {
    transport.close();
  }
}

/** A digest is made when it goes, of what is then on record. */
async function write(
  dispatch: QueuedDispatch,
  engineer: Engineer,
  settings: TellingSettings,
): Promise<Buffer> {
  const { connection, config } = settings;
  const now = new Date();
  const writing = writingOf(settings);
  if (dispatch.digestSince === null) return writeNotice(dispatch, engineer, writing, now);
  const since = dispatch.digestSince;
  const contents = digestOf(readRecord(connection, since, now), {
    since,
    now,
    timeZone: config.calendar.timeZone,
    disclosureDays: config.policy.disclosureDays,
  });
  return writeDigest(dispatch, engineer, mailedDigest(contents), writing, now);
}

function byWebhook(settings: TellingSettings): Promise<void> {
  const { config } = settings;
  return tellByWebhook(
    config.webhooks,
    poster(config.limits.serverSeconds, () => new Date()),
    { timeZone: config.calendar.timeZone, sender: config.identity.name },
    tellingOf(settings),
  );
}

function tellingOf({ connection, log, stopping }: TellingSettings): Telling {
  return {
    connection,
    now: () => new Date(),
    listener: (fate, told, answer) => {
      if (fate === 'sent') log.info({ ...told, answer }, 'notice.sent');
      else log.warn({ ...told, answer }, fate === 'refused' ? 'notice.refused' : 'notice.deferred');
    },
    stop: () => stopping.aborted,
  };
}

function writingOf({ connection, config, ownKey, log }: TellingSettings): NoticeWriting {
  return {
    sender: config.identity,
    key: ownKey,
    timeZone: config.calendar.timeZone,
    find: number => findReport(connection, number),
    shortfall: (messageId, shortfall) => log.warn({ messageId, shortfall }, 'notice.unprotected'),
  };
}

function sayFailure({ config, log }: TellingSettings, error: unknown): void {
  const { code, message } = error instanceof Failure ? error : explainDatabase(config.database, error);
  log.error({ code, message }, 'notices.failed');
}
