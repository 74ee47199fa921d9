/**
 * `security-inbox serve`: the policy's web form, and the engineers' page, each on an address of its own.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { loadConfig, loadServed } from '../config/load.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import { serviceManager } from '../service-manager/service-manager.js';
import type { ListeningServer } from '../serving/server.js';
import { writeNewSecret } from './new-secret.js';
import { logOf, stopSignal, type WorkOptions } from './options.js';

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
 * Serves what is configured until asked to stop, or makes a token for the page.
 * @throws {Failure} `config` where nothing is configured, or an address can't be listened on; `database`; `output` for a token
 */
export async function serve(options: ServeOptions): Promise<void> {
  if (options.makeToken !== undefined) return makeToken(resolve(options.makeToken));
  const log = logOf(options);
  const stopping = stopSignal(log);
  const manager = serviceManager(log);
  stopping.addEventListener('abort', () => manager.stopping(), { once: true });
  const servers = await open(options, log, stopping);
  manager.ready('Answers the proxy.');
  try {
    await stopped(stopping);
  } finally {
    await Promise.all(servers.map(server => server.close()));
    await manager.close();
  }
}

async function open(
  { config: file, only }: ServeOptions,
  log: Log,
  stopping: AbortSignal,
): Promise<ListeningServer[]> {
  const { hasForm, page, store } = loadServed(file);
  const wantsForm = only !== 'page' && hasForm;
  const wantsPage = only !== 'form' && page !== null;
  if (!wantsForm && !wantsPage)
    throw new Failure('config', `${LACKING[only ?? 'both']} docs/form.md says how it is set up.`);
  // One for both: closing a second connection of this process would let go of the first one's locks (POSIX), and with them of
  // what the form has just recorded.
  const { sharedDatabase } = await import('../serving/shared-database.js');
  const database = sharedDatabase(store);
  const servers: ListeningServer[] = [];
  try {
    if (wantsForm) {
      const configs = loadConfig(file, sentence => log.warn({ message: sentence }, 'config.warning'));
      const { form } = configs[0];
      const { serveForm } = await import('./serve-form.js');
      if (form !== null) servers.push(await serveForm(configs, form, database, log, stopping));
    }
    if (wantsPage) {
      const { servePage } = await import('./serve-page.js');
      servers.push(await servePage(page, store, database, log));
    }
    return servers;
  } catch (error) {
    // The one that listens already would keep the process from ending.
    await Promise.all(servers.map(server => server.close()));
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
