/**
 * `security-inbox init`: from nothing to a checked installation. Asks a person, or takes flags and asks nobody; writes
 * when all is known, and in the end tries it.
 */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../config/load.js';
import { Failure } from '../failure.js';
import type { Answers } from '../setup/answers.js';
import { askCalendar, askEngineers, askIdentity, askPolicy } from '../setup/ask-identity.js';
import { askKey } from '../setup/ask-key.js';
import { askLogin, certificateFile } from '../setup/ask-login.js';
import { askServer } from '../setup/ask-servers.js';
import type { Person } from '../setup/asking.js';
import { type FoundServers, findServers } from '../setup/found-servers.js';
import { FILES, installedFiles } from '../setup/installation.js';
import { missingFlags } from '../setup/missing-flags.js';
import { openNetwork } from '../setup/network.js';
import type { InitOptions } from '../setup/options.js';
import { beginning, foundWords, keyWords, nextSteps, writtenWords } from '../setup/words.js';
import { requireRoom, type WrittenFiles, writeFiles } from '../setup/written-files.js';
import { check } from './check.js';

/** For editors; the program itself does not read it. */
const SCHEMA = fileURLToPath(new URL('../../src/config/config.schema.json', import.meta.url));

/** What a shell gives a program that Ctrl-C ended. */
const GIVEN_UP = 130;

/**
 * Sets up an installation.
 * @throws {Failure} `usage` where a flag is wrong or missing, `output` where something is there already; nothing is
 * written then
 */
export async function init(options: InitOptions): Promise<void> {
  const folder = resolve(options.dir);
  if (!options.force) requireRoom([FILES.config], folder);
  const isAsking = !options.yes && process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (!isAsking) requireFlags(options);
  const terminal = isAsking ? await import('../setup/terminal-person.js') : null;
  try {
    await setUp(options, folder, terminal?.terminalPerson ?? null);
  } catch (error) {
    if (!terminal?.isGivenUp(error)) throw error;
    process.stderr.write('Given up. Nothing was written.\n');
    process.exitCode = GIVEN_UP;
  }
}

/** @throws {Failure} `usage` naming all that only a person could say */
function requireFlags(options: InitOptions): void {
  const missing = missingFlags(options);
  if (missing.length === 0) return;
  throw new Failure(
    'usage',
    `Nobody can be asked here, and these are missing: ${missing.join(', ')}. Say them, or run init in a terminal without --yes.`,
  );
}

async function setUp(options: InitOptions, folder: string, person: Person | null): Promise<void> {
  const now = new Date();
  const caFile = certificateFile(options);
  if (person !== null) say(beginning(folder));
  const identity = await askIdentity(options, person);
  const found = await lookUp(identity.address, options);
  if (found !== null) say(foundWords(found, options));
  if (person === null) requireHosts(options, found);
  const imap = await askServer('imap', options, person, found?.imap?.server ?? null);
  const smtp = await askServer('smtp', options, person, found?.smtp?.server ?? null);
  const logins = await askLogin(options, person, found?.imap?.server.user ?? identity.address);
  const { key, isNew } = await askKey(options, person, { folder, identity, now });
  const answers: Answers = {
    identity,
    imap,
    smtp,
    ...logins,
    folder: options.folder ?? 'INBOX',
    caFile,
    key,
    ...(await askPolicy(options, person, now)),
    calendar: await askCalendar(options, person),
    engineers: await askEngineers(options, person),
    database: options.database === undefined ? usualDatabase(folder) : resolve(options.database),
  };
  const files = installedFiles(answers, SCHEMA);
  if (person !== null && !(await person.confirm(`Write ${files.length} files into ${folder}?`))) {
    say('Nothing was written.');
    return;
  }
  const written = uninterrupted(() => writeFiles(files, { folder, force: options.force, now }));
  say(writtenWords(answers, written, folder));
  say(keyWords(answers.key, isNew, folder));
  await tryIt(answers, written, folder, options);
}

/** What the network says, where anything is left to say. */
async function lookUp(address: string, options: InitOptions): Promise<FoundServers | null> {
  if (!options.lookUp || (options.imapHost !== undefined && options.smtpHost !== undefined)) return null;
  return findServers(address, openNetwork(), options.ispdb);
}

/** @throws {Failure} `usage` naming the hosts that were neither said nor found for sure */
function requireHosts({ imapHost, smtpHost }: InitOptions, found: FoundServers | null): void {
  const missing = [
    { flag: '--imap-host', said: imapHost, found: found?.imap ?? null },
    { flag: '--smtp-host', said: smtpHost, found: found?.smtp ?? null },
  ].filter(({ said, found }) => said === undefined && found?.isSure !== true);
  if (missing.length === 0) return;
  const doubtful = missing.flatMap(({ found }) =>
    found === null ? [] : [`${found.server.host} (${found.by})`],
  );
  throw new Failure(
    'usage',
    `Nobody can be asked here, and these are missing: ${missing.map(({ flag }) => flag).join(', ')}. ${
      doubtful.length === 0
        ? 'The domain of the address does not say where its mail servers are.'
        : `The domain names ${doubtful.join(' and ')}, which is outside it, and DNS can be forged: say it yourself if it is right.`
    }`,
  );
}

/** Ends in `check`, but where a person has still to agree at the provider. */
async function tryIt(
  answers: Answers,
  { written }: WrittenFiles,
  folder: string,
  options: InitOptions,
): Promise<void> {
  const config = join(folder, FILES.config);
  const isLoginToCome = answers.login.kind === 'oauth' && !existsSync(join(folder, FILES.refreshToken));
  if (isLoginToCome) {
    say(nextSteps({ config, folder, isLoginToCome, isWell: false, isRoots: isRoots(written) }));
    return;
  }
  loadConfig(config, sentence => say(sentence));
  const isWell = !options.check || (await check({ config, json: false, quiet: false, online: false }));
  say(nextSteps({ config, folder, isLoginToCome, isWell, isRoots: isRoots(written) }));
}

/** Where they are root's, the service's user can't read them. */
function isRoots([file]: readonly string[]): boolean {
  return file !== undefined && process.getuid?.() === 0 && statSync(file).uid === 0;
}

/** Where the pages put it: an installation of the system keeps its data under /var/lib. */
function usualDatabase(folder: string): string {
  return folder.startsWith('/etc/')
    ? '/var/lib/security-inbox/security-inbox.sqlite'
    : join('data', 'security-inbox.sqlite');
}

/** A signal is taken when all is written: half an installation is none. */
function uninterrupted<T>(write: () => T): T {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const wait = () => undefined;
  for (const name of names) process.on(name, wait);
  try {
    return write();
  } finally {
    for (const name of names) process.off(name, wait);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
