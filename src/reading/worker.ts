/**
 * The reading thread: message and report stages on one mail at a time, away from the connections and the
 * database. A mail that hangs or exhausts it costs this thread and nothing else.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { errorCode, Failure } from '../failure.js';
import { hasTriggerPhrase, isHiddenSubject } from '../mailbox/subject.js';
import { decideAnswerability, type OwnMail } from '../message/answerability.js';
import { readAuthentication } from '../message/authentication-results.js';
import { readHeader } from '../message/header.js';
import { applyOpenPgpSettings } from '../message/openpgp-settings.js';
import { unlockPrivateKeys } from '../message/private-keys.js';
import { readMessage } from '../message/read.js';
import { judge, type Trigger } from '../message/verdict.js';
import { extractReport } from '../report/extract.js';
import type { ReaderSettings, Reading, UnreadableReason } from './reading.js';

/** Pipeline → thread. */
export type Request =
  | { readonly kind: 'read'; readonly raw: Uint8Array }
  /** The header alone, after the whole mail proved too much. */
  | { readonly kind: 'read-header'; readonly raw: Uint8Array; readonly reason: UnreadableReason };

/** Thread → pipeline. */
export type Answer =
  | { readonly kind: 'ready'; readonly fingerprints: readonly string[] }
  | { readonly kind: 'refused'; readonly code: Failure['code']; readonly message: string }
  | { readonly kind: 'reading'; readonly reading: Reading };

const settings = workerData as ReaderSettings;
const own: OwnMail = {
  addresses: settings.ownAddresses,
  loop: settings.ownAddresses[0] ?? null,
  authservId: settings.authservId,
};

async function start(): Promise<void> {
  applyOpenPgpSettings();
  const keys = await unlockPrivateKeys(settings.privateKeys);
  parentPort?.on('message', async (request: Request) => {
    const reading =
      request.kind === 'read' ? await read(request.raw) : await readUnreadable(request.raw, request.reason);
    send({ kind: 'reading', reading });
  });
  send({ kind: 'ready', fingerprints: keys.map(key => key.getFingerprint().toUpperCase()) });

  async function read(raw: Uint8Array): Promise<Reading> {
    try {
      const message = await readMessage(raw, keys, own);
      const trigger = judge(message, settings.phrase);
      const { envelope, protectedHeader, bodies, attachments } = message.message;
      const report = extractReport(
        {
          subject: protectedHeader?.subject ?? envelope.subject,
          from: envelope.from[0] ?? null,
          replyTo: envelope.replyTo[0] ?? null,
          bodies,
          attachments,
        },
        { subjectTrigger: settings.phrase, ownAddresses: settings.ownAddresses },
      );
      return { kind: 'read', trigger, message: message.message, report };
    } catch (error) {
      return readUnreadable(raw, reasonOf(error));
    }
  }
}

async function readUnreadable(raw: Uint8Array, reason: UnreadableReason): Promise<Reading> {
  try {
    const { envelope, fields } = await readHeader(raw);
    // Of an over-long mail only the header came; that its body was wanted is all there is to go by.
    const trigger =
      triggerOf(envelope.subject, raw) ?? (reason === 'larger-than-configured' ? 'unjudged' : null);
    const header = {
      envelope,
      answerability: decideAnswerability(fields, envelope, own),
      authentication: readAuthentication(fields, own.authservId),
    };
    return { kind: 'unreadable', trigger, reason, header };
  } catch {
    // Not knowing is no reason to lose a report: a person looks.
    return { kind: 'unreadable', trigger: 'unjudged', reason, header: null };
  }
}

/** What candidate.ts looks for, in the raw bytes; the long word is how armor begins in base64. */
const MAY_BE_ENCRYPTED =
  /BEGIN PGP MESSAGE|LS0tLS1CRUdJTiBQR1AgTUVTU0FHR|multipart\/encrypted|application\/(?:(?:x-)?pgp|octet-stream)\b|\.(?:asc|pgp|gpg)\b/i;

/** The verdict on a mail that can't be read: by what shows outside. */
function triggerOf(subject: string, raw: Uint8Array): Trigger | null {
  if (hasTriggerPhrase(subject, settings.phrase)) return 'subject';
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
  return MAY_BE_ENCRYPTED.test(text) || isHiddenSubject(subject) ? 'unjudged' : null;
}

function reasonOf(error: unknown): UnreadableReason {
  const text = error instanceof Error ? error.message : '';
  if (/child nodes/i.test(text)) return 'too-many-parts';
  if (/head(?:er)? ?size|header length/i.test(text)) return 'header-too-long';
  return 'broken-mime';
}

function send(answer: Answer): void {
  parentPort?.postMessage(answer);
}

start().catch((error: unknown) => {
  if (error instanceof Failure) send({ kind: 'refused', code: error.code, message: error.message });
  else
    send({
      kind: 'refused',
      code: 'internal',
      message: `The reading thread did not start (${errorCode(error) ?? 'no code'}).`,
    });
});
