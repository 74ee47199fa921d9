/**
 * Telling: what waits goes to each target in one mail or one post. The attempt is noted before and marked after, and
 * who may have been told is not told again: a mail goes a second time at most, under the same Message-ID, by which a
 * mailbox knows the copy; a post, which a chat would show twice, never.
 */
import type { WebhookConfig } from '../config/config.js';
import type { Transport } from '../receipt/transport.js';
import type { Connection } from '../store/database.js';
import { beginAttempt, dispatchDeferred, dispatchRefused, dispatchSent } from '../store/dispatch-marks.js';
import { dueDispatches, type QueuedDispatch } from '../store/dispatches.js';
import type { NoticeChannel } from '../store/notices.js';
import type { Engineer } from './engineers.js';
import { nextTry } from './patience.js';
import type { SendPost } from './post.js';
import { bodyOf } from './shapes.js';

export type Fate = 'sent' | 'refused' | 'deferred';

/** Told of each dispatch's fate; never of content or of a URL. */
export type NoticeListener = (
  fate: Fate,
  told: { readonly channel: NoticeChannel; readonly target: string; readonly reports: readonly string[] },
  answer: string,
) => void;

/** What telling needs around it. */
export interface Telling {
  readonly connection: Connection;
  readonly now: () => Date;
  readonly listener: NoticeListener;
  /** Asked before each; true leaves the rest for the next pass. */
  readonly stop: () => boolean;
}

const MAY_HAVE_ARRIVED = 'it may have arrived';
const CUT_OFF = 'the program ended before an answer came';

/**
 * Sends the mails that are due.
 * @param write - the mail's bytes
 * @throws {Failure} where the SMTP server can't be used; what waits stays so
 */
export async function tellByMail(
  engineers: readonly Engineer[],
  transport: Transport,
  write: (dispatch: QueuedDispatch, engineer: Engineer) => Promise<Buffer>,
  telling: Telling,
): Promise<void> {
  const { connection, now, stop } = telling;
  for (const waiting of dueDispatches(connection, 'mail', now())) {
    if (stop()) return;
    const engineer = engineers.find(({ address }) => address.toLowerCase() === waiting.target);
    if (engineer === undefined) continue;
    // That the program ended in an attempt is an attempt without an answer.
    const dispatch = waiting.inFlight ? { ...waiting, unanswered: waiting.unanswered + 1 } : waiting;
    if (dispatch.unanswered > 1) {
      refuse('mail', dispatch, `${CUT_OFF}; ${MAY_HAVE_ARRIVED}`, telling);
      continue;
    }
    const raw = await write(dispatch, engineer).catch(() => null);
    beginAttempt(connection, dispatch.id, dispatch.unanswered, now());
    if (raw === null) {
      // A defect of ours, which must not hold up the mails behind it.
      defer('mail', dispatch, 'not sent: it could not be written', null, telling);
      continue;
    }
    try {
      const { outcome, answer } = await transport.send(engineer.address, raw);
      if (outcome === 'accepted') accept('mail', dispatch, answer, telling);
      else if (outcome === 'refused') refuse('mail', dispatch, answer, telling);
      else if (outcome === 'deferred') defer('mail', dispatch, answer, null, telling);
      else if (dispatch.unanswered > 0) refuse('mail', dispatch, `${answer}; ${MAY_HAVE_ARRIVED}`, telling);
      else defer('mail', { ...dispatch, unanswered: 1 }, answer, null, telling);
    } catch (error) {
      // Nothing was handed over: the server could not even be talked to.
      dispatchDeferred(
        connection,
        dispatch.id,
        'the mail server could not be used',
        null,
        dispatch.unanswered,
      );
      throw error;
    }
  }
}

/** Posts what is due; no webhook waits for another. */
export async function tellByWebhook(
  webhooks: readonly WebhookConfig[],
  send: SendPost,
  words: { readonly timeZone: string; readonly sender: string },
  telling: Telling,
): Promise<void> {
  const due = dueDispatches(telling.connection, 'webhook', telling.now());
  await Promise.all(
    webhooks.map(webhook =>
      post(
        webhook,
        due.filter(({ target }) => target === webhook.name),
        send,
        words,
        telling,
      ),
    ),
  );
}

async function post(
  webhook: WebhookConfig,
  due: readonly QueuedDispatch[],
  send: SendPost,
  words: { readonly timeZone: string; readonly sender: string },
  telling: Telling,
): Promise<void> {
  const { connection, now, stop } = telling;
  for (const dispatch of due) {
    if (stop()) return;
    if (dispatch.inFlight) {
      refuse('webhook', dispatch, `${CUT_OFF}; ${MAY_HAVE_ARRIVED}`, telling);
      continue;
    }
    const body = bodyOf(webhook.shape, { id: dispatch.token, notices: dispatch.notices, ...words });
    beginAttempt(connection, dispatch.id, dispatch.unanswered, now());
    const result = await send(webhook, body, dispatch.token);
    // The host tells an operator of several webhooks which one; the rest of the URL is the secret.
    const answer = `${webhook.url.host}: ${result.answer}`;
    if (result.outcome === 'accepted') accept('webhook', dispatch, answer, telling);
    else if (result.outcome === 'refused') refuse('webhook', dispatch, answer, telling);
    else {
      if (result.outcome === 'deferred') defer('webhook', dispatch, answer, result.retryAfter, telling);
      else refuse('webhook', dispatch, `${answer}; ${MAY_HAVE_ARRIVED}`, telling);
      // Each further one might take as long to fail, and reporters wait for the next pass.
      return;
    }
  }
}

function accept(channel: NoticeChannel, dispatch: QueuedDispatch, answer: string, telling: Telling): void {
  dispatchSent(telling.connection, dispatch.id, answer, telling.now());
  say('sent', channel, dispatch, answer, telling);
}

function refuse(channel: NoticeChannel, dispatch: QueuedDispatch, answer: string, telling: Telling): void {
  dispatchRefused(telling.connection, dispatch.id, answer);
  say('refused', channel, dispatch, answer, telling);
}

function defer(
  channel: NoticeChannel,
  dispatch: QueuedDispatch,
  answer: string,
  asked: number | null,
  telling: Telling,
): void {
  const { connection, now } = telling;
  const next = nextTry(dispatch.createdAt, dispatch.attempts + 1, asked, now());
  if (next === null) {
    refuse(channel, dispatch, `${answer}; given up`, telling);
    return;
  }
  dispatchDeferred(connection, dispatch.id, answer, next, dispatch.unanswered);
  say('deferred', channel, dispatch, answer, telling);
}

function say(
  fate: Fate,
  channel: NoticeChannel,
  { target, notices }: QueuedDispatch,
  answer: string,
  { listener }: Telling,
): void {
  listener(fate, { channel, target, reports: [...new Set(notices.map(({ number }) => number))] }, answer);
}
