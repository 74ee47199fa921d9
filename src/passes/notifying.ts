/**
 * Notices, bound to a configuration: what is due is queued, and what waits goes out by `telling.ts`.
 */
import type { Config } from '../config/config.js';
import type { Calendar } from '../deadlines/calendar.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import { domainOf } from '../message/domain.js';
import { type Engineer, prepareEngineers } from '../notice/engineers.js';
import { mayBeDue } from '../notice/nearly-due.js';
import type { OwnKey } from '../receipt/own-key.js';
import type { Connection } from '../store/database.js';
import { explainDatabase } from '../store/database-trouble.js';
import { isDispatchDue, makeDispatches } from '../store/dispatches.js';
import {
  NOTICE_KINDS,
  type NoticeTarget,
  queueNotices,
  toldNotices,
  watchedReports,
} from '../store/notices.js';

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
    await queueDue(settings, targets);
    makeDispatches(connection, domainOf(config.identity.address), new Date());
    if (!isDispatchDue(connection, new Date())) return;
  } catch (error) {
    sayFailure(settings, error);
    return;
  }
  // Most passes tell nothing, and what writes notices and digests takes longer to load than they do.
  const { sendDispatches } = await import('./telling.js');
  await sendDispatches(settings, error => sayFailure(settings, error));
}

async function queueDue(
  { connection, config, calendar }: TellingSettings,
  targets: readonly NoticeTarget[],
): Promise<void> {
  if (targets.length === 0) return;
  const { notices } = config;
  const told = toldNotices(connection);
  if (!watchedReports(connection).some(report => mayBeDue(report, told, notices, new Date()))) return;
  const { dueNotices } = await import('../notice/due.js');
  // Asked for anew: other mailboxes go on meanwhile.
  const now = new Date();
  const due = dueNotices(watchedReports(connection), toldNotices(connection), notices, calendar, now);
  if (due.length === 0) return;
  connection.transaction(() => queueNotices(connection, due, targets, now)).immediate();
}

function sayFailure({ config, log }: TellingSettings, error: unknown): void {
  const { code, message } = error instanceof Failure ? error : explainDatabase(config.database, error);
  log.error({ code, message }, 'notices.failed');
}
