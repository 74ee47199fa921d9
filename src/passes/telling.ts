/**
 * Dispatches, bound to a configuration: what waits goes out by SMTP and to webhooks; the digests that somebody asked for
 * go the same way.
 */
import { digestOf } from '../digest/digest.js';
import { mailedDigest } from '../digest/mailed.js';
import { readRecord } from '../digest/record.js';
import type { Engineer } from '../notice/engineers.js';
import { poster } from '../notice/post.js';
import { type Telling, tellByMail, tellByWebhook } from '../notice/tell.js';
import { writeDigest } from '../notice/write-digest.js';
import { type NoticeWriting, writeNotice } from '../notice/write-notice.js';
import { openTransport } from '../receipt/transport.js';
import type { QueuedDispatch } from '../store/dispatches.js';
import { findReport } from '../store/reports.js';
import type { TellingSettings } from './notifying.js';

/**
 * Sends what is due. Neither channel waits for the other: a mail server that is away is what a post may have to tell of.
 * @param failed - told what kept a channel from being used
 */
export async function sendDispatches(
  settings: TellingSettings,
  failed: (error: unknown) => void,
): Promise<void> {
  await Promise.all([byMail(settings).catch(failed), byWebhook(settings).catch(failed)]);
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
