/**
 * The policy's web form, behind the operator's reverse proxy. Works beside a poll or watch, which sends the receipts; where none is
 * at work it sends them itself.
 */
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config, Configs, FormConfig } from '../config/config.js';
import { Failure } from '../failure.js';
import type { Arrivals } from '../form/admission.js';
import { mailboxRow } from '../form/desk.js';
import type { Reading } from '../form/readings.js';
import type { Refusal } from '../form/words.js';
import type { Log } from '../log.js';
import { unlockPrivateKeys } from '../message/private-keys.js';
import { oneAtATime } from '../passes/one-at-a-time.js';
import { openIntake } from '../passes/opening.js';
import { openSessions } from '../passes/sessions.js';
import { prepareOwnKey } from '../receipt/own-key.js';
import type { SharedDatabase } from '../serving/shared-database.js';
import { summing } from '../serving/summing.js';
import type { Prepared } from './served.js';

/** Milliseconds after which it is tried again to send, where another process is at work, and how often. */
const AGAIN = 10_000;
const TRIES = 6;

/** Bounds that hold for all who send: they go on where the configuration is read again, with what came before. */
const ARRIVALS: Arrivals = { recent: [] };
const READING = new Set<Reading>();

/** What the form is made ready with. */
export interface FormSurroundings {
  readonly database: SharedDatabase;
  readonly log: Log;
  readonly stopping: AbortSignal;
  /** Whether a database may be made, and a mailbox registered: at the start alone, when nobody is writing. */
  readonly isStart: boolean;
}

/**
 * Makes the form ready; nothing listens yet.
 * @throws {Failure} `config` where a key or template is wrong; `database`
 */
export async function prepareForm(
  configs: Configs,
  form: FormConfig,
  surroundings: FormSurroundings,
): Promise<Prepared> {
  const config = configs.find(({ name }) => name === form.mailbox) ?? configs[0];
  await prepare(configs, config, surroundings);
  return open(configs, config, form, surroundings);
}

/**
 * Shows what is wrong with keys, templates and the database before anybody writes. Makes the database and registers the mailbox
 * where no poll or watch has, and takes the lock for that alone: a watch that is started at the same time must get it.
 */
async function prepare(
  configs: Configs,
  config: Config,
  { database, log, stopping, isStart }: FormSurroundings,
): Promise<void> {
  if ((existsSync(config.database) || !isStart) && (await isRegistered(configs, config, database))) return;
  if (!isStart) {
    throw new Failure(
      'config',
      `The mailbox of the form, ${config.name}, was never read by a poll or watch. Have watch read its configuration again first, or restart serve.`,
    );
  }
  const sessions = await openSessions(configs, log, stopping);
  await sessions.close();
}

/** By the connection that others use: closing another one would let go of its locks (POSIX). */
function isRegistered(configs: Configs, config: Config, database: SharedDatabase): Promise<boolean> {
  return database.use(async connection => {
    const { reader } = await openIntake(config, connection);
    await reader.stop();
    return mailboxRow(configs, config, connection) !== null;
  });
}

/** All that it loads, it loads here: an upgrade may take away the files under it. */
async function open(
  configs: Configs,
  config: Config,
  form: FormConfig,
  { database, log, stopping }: FormSurroundings,
): Promise<Prepared> {
  const [modules] = await Promise.all([
    Promise.all([
      import('../form/admission.js'),
      import('../form/app.js'),
      import('../form/assets.js'),
      import('../form/confirming.js'),
      import('../form/desk.js'),
      import('../form/offered-key.js'),
      import('../form/token.js'),
    ]),
    import('../receipt/transport.js'),
    import('../receipt/write-mail.js'),
  ]);
  const [
    { admission },
    { formApp },
    { loadAssets },
    { sendConfirmations },
    { openDesk },
    { offering },
    { formTokens },
  ] = modules;
  const keyAt = offering(await ownKey(config), log);
  // What is wrong with it now is said now, not when somebody comes.
  await keyAt(new Date());
  const confirm = oneAtATime(async () => {
    for (let tries = 0; tries < TRIES && !stopping.aborted; tries += 1) {
      if (await sendConfirmations(configs, config, database, log, stopping)) return;
      await pause(AGAIN, undefined, { signal: stopping }).catch(() => undefined);
    }
  });
  let confirming: Promise<void> = Promise.resolve();
  const sentBack = summing<Refusal>((because, times) => log.info({ because, times }, 'form.sent-back'));
  const app = formApp({
    config: form,
    site: {
      path: form.url.pathname.replace(/\/*$/, '/'),
      address: config.identity.address,
      phrase: config.trigger.subject,
      policyUrl: config.policy.url,
      products: config.products.map(({ name }) => name),
      languages: form.languages,
      bytes: form.bytes,
    },
    ownAddresses: config.ownAddresses,
    keyAt,
    assets: loadAssets(),
    tokens: formTokens(config.privateKeys[0]?.bytes ?? null),
    admission: admission(form, ARRIVALS),
    reading: READING,
    desk: openDesk(configs, config, database),
    onTaken: () => {
      confirming = confirm();
    },
    onSentBack: sentBack.came,
    log,
    now: () => new Date(),
  });
  return {
    key: 'form.listen',
    place: form.listen,
    app,
    begin() {
      log.info({ url: form.url.href }, 'form.listening');
      // What was queued when an earlier process ended.
      confirming = confirm();
    },
    async end(isReplaced) {
      await confirming;
      sentBack.end();
      if (!isReplaced) log.info('form.stopped');
    },
  };
}

/** The key that receipts offer too; null where there is none. */
async function ownKey({ privateKeys, identity, signReceipts }: Config) {
  const [key] = await unlockPrivateKeys(privateKeys.slice(0, 1));
  if (key === undefined) return null;
  const { armored, certificate } = await prepareOwnKey(key, identity.address, signReceipts, new Date());
  return { armored, certificate, fingerprint: key.getFingerprint().toUpperCase() };
}
