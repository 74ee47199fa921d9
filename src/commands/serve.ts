/**
 * `security-inbox serve`: the policy's web form, and the engineers' page, each on an address of its own.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { loadConfig, loadServed } from '../config/load.js';
import { Failure, kindAndPlace } from '../failure.js';
import type { Log } from '../log.js';
import { serviceManager } from '../service-manager/service-manager.js';
import type { SharedDatabase } from '../serving/shared-database.js';
import { hangUps } from './hang-ups.js';
import { writeNewSecret } from './new-secret.js';
import { logOf, stopSignal, type WorkOptions } from './options.js';
import { type Prepared, type Serving, serving } from './served.js';

/** What `serve` can serve. */
export const SERVED = ['form', 'page'] as const;

export interface ServeOptions extends Omit<WorkOptions, 'json'> {
  readonly only?: (typeof SERVED)[number];
  readonly makeToken?: string;
}

const TOKEN_BYTES = 32;

const LACKING = {
  form: 'There is no form in the configuration: give form.listen and form.url.',
  page: "There is no engineers' page in the configuration: give engineersPage.listen and engineersPage.token.",
  both: "There is neither a form nor an engineers' page in the configuration: give form.listen and form.url, or engineersPage.listen and engineersPage.token.",
} as const;

/**
 * Serves what is configured until asked to stop, or makes a token for the page. SIGHUP has the configuration and its keys read again.
 * @throws {Failure} `config` where nothing is configured, or an address can't be listened on; `database`; `output` for a token
 */
export async function serve(options: ServeOptions): Promise<void> {
  if (options.makeToken !== undefined) return makeToken(resolve(options.makeToken));
  const hups = hangUps();
  const log = logOf(options);
  const stopping = stopSignal(log);
  const manager = serviceManager(log);
  stopping.addEventListener('abort', () => manager.stopping(), { once: true });
  const served = serving();
  let database = await serveBy(options, { served, before: null, log, stopping });
  let work: Promise<void> = Promise.resolve();
  const reload = async () => {
    if (stopping.aborted) return;
    manager.reloading();
    try {
      database = await serveBy(options, { served, before: database, log, stopping });
      log.info('config.reloaded');
    } catch (error) {
      log.error(notReloaded(error), 'config.reload-failed');
    }
    manager.ready(READY);
  };
  hups.listen(() => {
    work = work.then(reload);
  });
  manager.ready(READY);
  try {
    await stopped(stopping);
    await work;
  } finally {
    await served.close();
    await manager.close();
  }
}

const READY = 'Answers the proxy.';

function notReloaded(error: unknown): { readonly code: string; readonly message: string } {
  const { code, message } =
    error instanceof Failure ? error : new Failure('internal', `An unexpected ${kindAndPlace(error)}.`);
  return {
    code,
    message: `${message} The configuration of before stays in use; mend it and send SIGHUP again.`,
  };
}

interface Present {
  readonly served: Serving;
  /** That was served from up to now; null at the start. */
  readonly before: SharedDatabase | null;
  readonly log: Log;
  readonly stopping: AbortSignal;
}

/**
 * Reads the configuration and serves what it says from now on.
 * @returns the database that it is served from
 * @throws {Failure} where it can't be used; what was served before stays as it was
 */
async function serveBy(
  { config: file, only }: ServeOptions,
  { served, before, log, stopping }: Present,
): Promise<SharedDatabase> {
  const { hasForm, page, store } = loadServed(file);
  const wantsForm = only !== 'page' && hasForm;
  const wantsPage = only !== 'form' && page !== null;
  if (!wantsForm && !wantsPage)
    throw new Failure('config', `${LACKING[only ?? 'both']} docs/form.md says how it is set up.`);
  const { sharedDatabase } = await import('../serving/shared-database.js');
  // One for both, and for as long as it is the same file: closing a second connection of this process would let go of the first one's
  // locks (POSIX), and with them of what the form has just recorded.
  const isSame = before?.file.database === store.database;
  const database = isSame ? before : sharedDatabase(store);
  const keys = before?.file ?? store;
  database.change(store);
  try {
    const prepared: Prepared[] = [];
    if (wantsForm) {
      const configs = loadConfig(file, sentence => log.warn({ message: sentence }, 'config.warning'));
      const { form } = configs[0];
      const { prepareForm } = await import('./serve-form.js');
      const isStart = before === null;
      if (form !== null)
        prepared.push(await prepareForm(configs, form, { database, log, stopping, isStart }));
    }
    if (wantsPage) {
      const { preparePage } = await import('./serve-page.js');
      prepared.push(await preparePage(page, store, database, log));
    }
    await served.replace(prepared);
    return database;
  } catch (error) {
    if (isSame) database.change(keys);
    throw error;
  }
}

function makeToken(file: string): void {
  writeNewSecret(file, randomBytes(TOKEN_BYTES).toString('base64url'), 'token');
  process.stdout.write(
    `Wrote a new token to ${file}. Write "token": {"file": ${JSON.stringify(file)}} under "engineersPage" in the configuration, restart "security-inbox serve", and give the token to the engineers: it is the password that their browser asks for, whatever name they give.\n`,
  );
}

function stopped(stopping: AbortSignal): Promise<void> {
  return new Promise(done => {
    if (stopping.aborted) done();
    else stopping.addEventListener('abort', () => done(), { once: true });
  });
}
