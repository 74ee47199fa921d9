/**
 * The mailbox: that it is reached, logged in to, read and listened to as every poll does it, and nothing in it changed.
 * Folders are opened with EXAMINE, and nothing is fetched.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../config/config.js';
import { counted } from '../counted.js';
import { Failure, serverWords } from '../failure.js';
import { type ConnectionLimits, connect, disconnect, openFolder } from '../mailbox/connection.js';
import { explainConnection } from '../mailbox/connection-trouble.js';
import { junkFolder } from '../mailbox/junk.js';
import { inTime } from '../mailbox/patience.js';
import type { Position } from '../mailbox/position.js';
import { openSentFolder } from '../mailbox/sent-folder.js';
import { judgeCertificate } from './certificate.js';
import { shakeHands } from './handshake.js';
import { type CheckResult, failed, failure, ok, skippedAfter, warning } from './result.js';
import { checkToken } from './token.js';

const AFTER_LOGIN = ['mailbox.folder', 'mailbox.junk', 'mailbox.idle', 'mailbox.quota', 'mailbox.sent'];

/** What is on record of an account. */
export interface OnRecord {
  /** How far a folder was read; null for one never read, or where there is no record to ask. */
  positionOf(folder: string): Position | null;
  /** Whether a refresh token that comes is kept. */
  readonly keepsTokens: boolean;
}

/** Tries all of it, over connections of its own. */
export async function* checkMailbox(
  mailbox: MailboxConfig,
  limits: ConnectionLimits,
  { positionOf, keepsTokens }: OnRecord,
  now: Date,
): AsyncGenerator<CheckResult> {
  const server = `the IMAP server ${mailbox.host}:${mailbox.port}`;
  try {
    const { certificate } = await shakeHands(mailbox, 'imap', limits.serverSeconds);
    yield ok('mailbox.connect', `Reached ${server}.`);
    yield judgeCertificate('mailbox.certificate', certificate, server, now);
  } catch (error) {
    yield failed('mailbox.connect', explainConnection(error, mailbox));
    yield* skippedAfter(
      ['mailbox.certificate', 'mailbox.login', ...AFTER_LOGIN],
      'the IMAP server was not reached',
    );
    return;
  }
  if (mailbox.oauth !== undefined) {
    const token = await checkToken('mailbox.token', mailbox.oauth, keepsTokens);
    yield token;
    if (token.outcome !== 'ok') {
      yield* skippedAfter(['mailbox.login', ...AFTER_LOGIN], 'there is no token to log in with');
      return;
    }
  }
  let client: ImapFlow;
  try {
    client = await connect(mailbox, limits);
    yield ok('mailbox.login', `Logged in as ${mailbox.user}.`);
  } catch (error) {
    yield failed('mailbox.login', error);
    yield* skippedAfter(AFTER_LOGIN, 'the login failed');
    return;
  }
  try {
    yield* checkFolders(client, mailbox, limits, positionOf);
  } finally {
    await disconnect(client);
  }
  yield await checkSent(mailbox, limits);
}

/** Each after the other: a connection has one folder open. */
async function* checkFolders(
  client: ImapFlow,
  mailbox: MailboxConfig,
  { serverSeconds }: ConnectionLimits,
  positionOf: OnRecord['positionOf'],
): AsyncGenerator<CheckResult> {
  const soon = <T>(act: () => Promise<T>) => inTime(client, serverSeconds, act);
  const open = async (id: string, path: string): Promise<CheckResult[]> => {
    const uidValidity = await soon(() => openFolder(client, mailbox, path));
    const { exists = 0, uidNext = null } = client.mailbox === false ? {} : client.mailbox;
    return [
      ok(id, `Opened "${serverWords(path)}" for reading only; it holds ${counted(exists, 'message')}.`),
      ...judgePosition(path, positionOf(path), uidValidity, uidNext),
    ];
  };
  // Junk first, so that the main folder is the one that IDLE listens to.
  yield* await soon(() => junkFolder(client, mailbox))
    .then(path => (path === null ? [ok('mailbox.junk', noJunk(mailbox))] : open('mailbox.junk', path)))
    .catch((error: unknown) => [failed('mailbox.junk', explainConnection(error, mailbox))]);
  const main = await open('mailbox.folder', mailbox.folder).catch((error: unknown) => [
    failed('mailbox.folder', explainConnection(error, mailbox)),
  ]);
  yield* main;
  if (main.some(({ outcome }) => outcome === 'failure')) {
    yield* skippedAfter(['mailbox.idle', 'mailbox.quota'], 'the folder could not be opened');
    return;
  }
  yield await soon(() => listen(client)).catch((error: unknown) =>
    failed('mailbox.idle', explainConnection(error, mailbox)),
  );
  yield await soon(() => checkQuota(client, mailbox)).catch((error: unknown) =>
    failed('mailbox.quota', explainConnection(error, mailbox)),
  );
}

function noJunk({ junkFolder: configured }: MailboxConfig): string {
  return configured === 'auto'
    ? 'The server names no Junk folder, so none is read.'
    : 'No Junk folder is read, as configured.';
}

/** RFC 9051 §2.3.1.1: what UIDs on record are worth. Pure. */
export function judgePosition(
  folder: string,
  position: Position | null,
  uidValidity: string,
  uidNext: number | null,
): CheckResult[] {
  if (position === null) return [];
  const name = `"${serverWords(folder)}"`;
  if (position.uidValidity !== uidValidity) {
    return [
      warning(
        'mailbox.position',
        `The server has numbered the messages of ${name} anew (UIDVALIDITY ${uidValidity}, on record ${position.uidValidity}).`,
        'Nothing need be done: the next poll reads the whole folder again, knows what is on record, and answers nobody twice.',
      ),
    ];
  }
  if (uidNext !== null && uidNext <= position.uid) {
    return [
      warning(
        'mailbox.position',
        `${name} was read up to message ${position.uid}, and its server counts only to ${uidNext - 1}: it was put back to an earlier state.`,
        'Ask whoever runs the server to give the folder a new UIDVALIDITY, or mails that arrive now are not read until their numbers are beyond that.',
      ),
    ];
  }
  return [ok('mailbox.position', `${name} was read up to message ${position.uid}, as the server counts.`)];
}

/** Milliseconds between two looks at whether IDLE was sent. */
const LOOK = 10;

/** RFC 2177: enters IDLE and leaves it. */
async function listen(client: ImapFlow): Promise<CheckResult> {
  if (!client.capabilities.has('IDLE')) {
    return warning(
      'mailbox.idle',
      'The server offers no IDLE: "watch" learns of new mail when it next looks.',
      'Set watch.pollMinutes to how long a report may wait to be seen.',
    );
  }
  let isOver = false;
  const left = client.idle().finally(() => {
    isOver = true;
  });
  while (!client.idling && !isOver) await pause(LOOK);
  // Whatever is asked next ends it.
  await client.noop();
  return (await left) === false
    ? warning(
        'mailbox.idle',
        'The server offers IDLE and refused it: "watch" learns of new mail when it next looks.',
        'Set watch.pollMinutes to how long a report may wait to be seen.',
      )
    : ok('mailbox.idle', 'The server told of IDLE, took it and let go of it.');
}

/** Of what a mailbox may hold, the share beyond which its owner should do something. */
const NEARLY_FULL = 0.9;

/** RFC 9208: a full mailbox takes no report. */
async function checkQuota(client: ImapFlow, { user, folder }: MailboxConfig): Promise<CheckResult> {
  const quota = await client.getQuota(folder);
  const { usage = 0, limit = 0 } = (quota === false ? {} : quota).storage ?? {};
  return judgeQuota(user, usage, limit);
}

/** @param limit - bytes; 0 where the server tells of none. Pure. */
export function judgeQuota(user: string, usage: number, limit: number): CheckResult {
  if (limit === 0) return ok('mailbox.quota', 'The server tells of no limit to what the mailbox may hold.');
  const sentence = `The mailbox of ${user} holds ${megabytes(usage)} of ${megabytes(limit)} that it may.`;
  const remedy = 'Have the limit raised, or old mail moved elsewhere: a full mailbox takes no report.';
  if (usage >= limit) return failure('mailbox.quota', 'not-possible', sentence, remedy);
  return usage >= limit * NEARLY_FULL
    ? warning('mailbox.quota', sentence, remedy)
    : ok('mailbox.quota', sentence);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

/** Found and opened for reading. That a copy may be put there shows only when one is. */
async function checkSent(mailbox: MailboxConfig, limits: ConnectionLimits): Promise<CheckResult> {
  const id = 'mailbox.sent';
  if (mailbox.sentFolder === null) {
    return ok(id, "No copies of receipts are filed and no answers of people's looked for, as configured.");
  }
  const sent = openSentFolder(mailbox, limits);
  try {
    const folder = await sent.examine();
    return folder === null
      ? warning(
          id,
          'No folder for sent mail was found: receipts leave no copy, one whose answer was lost may go twice, and answers that people write are not noticed.',
          'Name the folder in mailbox.sentFolder, or set it to null.',
        )
      : ok(
          id,
          `Opened "${serverWords(folder.path)}" for reading only. Whether copies of receipts may be put there shows with the first: nothing is written to try it.`,
        );
  } catch (error) {
    return failed(id, error instanceof Failure ? error : explainConnection(error, mailbox));
  } finally {
    await sent.close();
  }
}
