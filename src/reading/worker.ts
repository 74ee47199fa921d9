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
import { subjectsOf } from '../message/header-fields.js';
import { type Keyring, readCertificates, readKeyFiles, withKey, withLookedUp } from '../message/keyring.js';
import { MAX_CONTENT_BYTES, MAX_HEADER_BYTES } from '../message/limits.js';
import { applyOpenPgpSettings } from '../message/openpgp-settings.js';
import { unlockPrivateKeys } from '../message/private-keys.js';
import { readMessage } from '../message/read.js';
import { judge, type Trigger } from '../message/verdict.js';
import { catalogueOf } from '../report/affected/catalogue.js';
import { explainExtraction } from '../report/extract.js';
import { buffersOf } from './large-mail.js';
import {
  contentBytes,
  type ExplainedReading,
  isMuchContent,
  type ReaderSettings,
  type Reading,
  type UnreadableReason,
} from './reading.js';
import { type Answer, type Numbered, READY, type Request, type Told } from './requests.js';

type ReadRequest = Extract<Request, { readonly kind: 'read' }>;

const settings = workerData as ReaderSettings;
const own: OwnMail = {
  addresses: settings.ownAddresses,
  loop: settings.ownAddresses[0] ?? null,
  authservId: settings.authservId,
};

const catalogue = catalogueOf(settings.products);

async function start(): Promise<void> {
  applyOpenPgpSettings();
  const keys = await unlockPrivateKeys(settings.privateKeys);
  let ring = await readKeyFiles(settings.knownKeys);
  for (const key of settings.learnedKeys) ring = await learned(ring, key);
  /** @returns whether so much is answered that it is to be heard before the next is read */
  const answerTo = async ({ number, request }: Extract<Told, { kind: 'asked' }>): Promise<boolean> => {
    const reading = await (request.kind === 'read'
      ? read(request)
      : readUnreadable(request.raw, request.reason));
    // What goes to the other thread is gone here.
    const isMuch = isMuchContent(reading.reading);
    send(number, { kind: 'reading', ...reading });
    return isMuch;
  };
  const hear = hearing();
  // In turn, so that a key is known to the mail that comes right behind it.
  let turn = Promise.resolve();
  parentPort?.on('message', (told: Told) => {
    switch (told.kind) {
      case 'heard':
        return hear.heard();
      case 'learn':
        turn = turn.then(async () => {
          ring = await learned(ring, told);
        });
        return;
      case 'asked':
        turn = turn.then(async () => {
          if (await answerTo(told)) await hear.untilHeard();
        });
    }
  });
  // What got lost is not answered, and nothing behind it may be taken for its answer.
  parentPort?.on('messageerror', error => {
    throw error;
  });
  send(READY, { kind: 'ready', fingerprints: keys.map(key => key.getFingerprint().toUpperCase()) });

  async function read(request: ReadRequest): Promise<ExplainedReading> {
    const { raw, documents, lookedUp, explain, isToSpend } = request;
    const limit = Math.max(MAX_CONTENT_BYTES, raw.byteLength * 2);
    // All that there is of one that was given back before it could not be read.
    const start = isToSpend ? new Uint8Array(raw.subarray(0, MAX_HEADER_BYTES)) : raw;
    const left = () => (raw.byteLength > 0 ? raw : start);
    try {
      const known = lookedUp ? await withLookedUp(ring, lookedUp) : ring;
      const message = await readMessage(raw, keys, own, known, { documents, mayOverwrite: isToSpend });
      // The mail is kept raw in any case; what is copied to the pipeline and the database has to have an end.
      if (contentBytes(message.message) > limit) return readUnreadable(left(), 'too-much-content');
      const trigger = judge(message, settings.phrase);
      const { envelope, protectedHeader, bodies, attachments } = message.message;
      const { report, candidates } = explainExtraction(
        {
          subject: protectedHeader?.subject ?? envelope.subject,
          from: envelope.from[0] ?? null,
          replyTo: envelope.replyTo[0] ?? null,
          bodies,
          attachments,
        },
        { subjectTrigger: settings.phrase, ownAddresses: settings.ownAddresses, catalogue },
      );
      return {
        reading: { kind: 'read', trigger, message: message.message, report },
        candidates: explain ? candidates : null,
      };
    } catch (error) {
      return readUnreadable(left(), reasonOf(error));
    }
  }
}

async function learned(
  ring: Keyring,
  { address, armored }: ReaderSettings['learnedKeys'][number],
): Promise<Keyring> {
  const [key] = await readCertificates(armored);
  return key ? withKey(ring, key, 'learned', address) : ring;
}

/** Waits between two answers. */
function hearing(): { readonly heard: () => void; readonly untilHeard: () => Promise<void> } {
  let goOn = () => {};
  return {
    heard: () => goOn(),
    untilHeard: () =>
      new Promise(resolve => {
        goOn = resolve;
      }),
  };
}

async function readUnreadable(raw: Uint8Array, reason: UnreadableReason): Promise<ExplainedReading> {
  return { reading: await readUnread(raw, reason), candidates: null };
}

async function readUnread(raw: Uint8Array, reason: UnreadableReason): Promise<Reading> {
  try {
    const { envelope, fields } = await readHeader(raw);
    // Of an over-long mail only the header came; that its body was wanted is all there is to go by.
    const trigger =
      triggerOf([envelope.subject, ...subjectsOf(fields)], raw) ??
      (reason === 'larger-than-configured' ? 'unjudged' : null);
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
function triggerOf(subjects: readonly string[], raw: Uint8Array): Trigger | null {
  if (subjects.some(subject => hasTriggerPhrase(subject, settings.phrase))) return 'subject';
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
  return MAY_BE_ENCRYPTED.test(text) || isHiddenSubject(subjects[0] ?? '') ? 'unjudged' : null;
}

function reasonOf(error: unknown): UnreadableReason {
  const text = error instanceof Error ? error.message : '';
  if (/child nodes/i.test(text)) return 'too-many-parts';
  if (/head(?:er)? ?size|header length/i.test(text)) return 'header-too-long';
  return 'broken-mime';
}

function send(number: number, answer: Answer): void {
  const files =
    answer.kind === 'reading' && answer.reading.kind === 'read' ? answer.reading.message.attachments : [];
  parentPort?.postMessage({ number, answer } satisfies Numbered, buffersOf(files));
}

start().catch((error: unknown) => {
  if (error instanceof Failure) send(READY, { kind: 'refused', code: error.code, message: error.message });
  else
    send(READY, {
      kind: 'refused',
      code: 'internal',
      message: `The reading thread did not start (${errorCode(error) ?? 'no code'}).`,
    });
});
