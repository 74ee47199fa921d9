/**
 * config.json → Config, with the secrets and certificates that it names.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import { readCertificateFile } from './certificate-file.js';
import type {
  Config,
  Configs,
  Credentials,
  PrivateKeyConfig,
  PublicationConfig,
  ServerConfig,
} from './config.js';
import { loadDatabaseKeys } from './database-key.js';
import { databasePath } from './database-path.js';
import { type EngineersPageConfig, loadEngineersPage } from './load-engineers-page.js';
import { loadForm } from './load-form.js';
import { loadMonitoring } from './load-monitoring.js';
import { loadEngineers, loadWebhooks } from './load-notices.js';
import { loadOAuth } from './load-oauth.js';
import { isLoopback } from './loopback.js';
import { isSameAccount, type MailboxEntry, mailboxEntries, readsSentOf } from './mailbox-list.js';
import { ownAddressesOf } from './own-addresses.js';
import { parseConfig } from './parse.js';
import { readPrivateKeyFile } from './private-key-file.js';
import type { ConfigFile } from './schema.js';
import { secretsInPlace } from './schema-places.js';
import { readSecret } from './secret.js';

/**
 * Loads, checks and completes a configuration.
 * @param file - path of config.json; relative paths in it count from its folder
 * @param warn - told, in one sentence, of what works but should not stay so
 * @returns one for each mailbox; they share all but its own parts
 * @throws {Failure} `config` with every mistake found, each with its path in the file
 */
export function loadConfig(file: string, warn: (sentence: string) => void): Configs {
  const absolute = resolve(file);
  const parsed = parseConfig(readConfigFile(absolute), absolute);
  const secrets = secretsInPlace(parsed);
  if (secrets.length > 0 && isOpenToAll(absolute)) {
    warn(
      `${absolute} holds ${secrets.join(', ')} and every user of this machine can read it. Run: chmod 600 '${absolute}'`,
    );
  }
  return completeConfigs(parsed, dirname(absolute));
}

/** What commands need that work on the database alone. */
export interface StoreConfig extends Pick<Config, 'database' | 'databaseKeys' | 'products'> {
  /** Of the readers. */
  readonly timeZone: string;
  /** Between two looks of `watch`, at most. */
  readonly pollMinutes: number;
  /** Names of the mailboxes, in the order of the file. */
  readonly mailboxes: readonly string[];
  /** Ours: that of the first mailbox, by which engineers are told. */
  readonly address: string;
  /** As promised by the first mailbox. */
  readonly disclosureDays: number;
  /** Addresses of the engineers, lower-case. */
  readonly engineers: readonly string[];
}

/**
 * The configuration of what is on record, without servers and keys.
 * @throws {Failure} as loadConfig does, but of the secrets for the database's keys alone
 */
export function loadStoreConfig(file: string): StoreConfig {
  const absolute = resolve(file);
  return storeConfigOf(parseConfig(readConfigFile(absolute), absolute), dirname(absolute));
}

function storeConfigOf(parsed: ConfigFile, folder: string): StoreConfig {
  const entries = mailboxEntries(parsed);
  const [{ identity, policy }] = entries;
  return {
    database: databasePath(parsed.database, folder),
    databaseKeys: loadDatabaseKeys(parsed, folder),
    timeZone: parsed.calendar.timeZone,
    products: parsed.products,
    pollMinutes: parsed.watch.pollMinutes,
    mailboxes: entries.map(({ name }) => name),
    address: identity.address,
    disclosureDays: policy.disclosureDays,
    engineers: parsed.engineers.map(({ address }) => address.toLowerCase()),
  };
}

/**
 * What `serve` is to serve, without servers and keys: the engineers' page needs none of them.
 * @throws {Failure} as loadConfig does, but of the secrets for the page's token and the database's keys alone
 */
export function loadServed(file: string): {
  readonly hasForm: boolean;
  /** null where none is configured. */
  readonly page: EngineersPageConfig | null;
  readonly store: StoreConfig;
} {
  const absolute = resolve(file);
  const parsed = parseConfig(readConfigFile(absolute), absolute);
  const folder = dirname(absolute);
  return {
    hasForm: parsed.form !== undefined,
    page: loadEngineersPage(parsed, folder),
    store: storeConfigOf(parsed, folder),
  };
}

/**
 * The text of the configuration.
 * @throws {Failure} `config` where it can't be read
 */
export function readConfigFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    throw new Failure(
      'config',
      code === 'EACCES'
        ? `Can't read the configuration ${file}: permission denied. Make the user that runs security-inbox its owner.`
        : `Can't read the configuration ${file}: ${code === 'ENOENT' ? 'there is no such file' : (code ?? 'unknown error')}. Name it with --config FILE; config.example.json shows its shape.`,
      { cause: error },
    );
  }
}

function isOpenToAll(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & 0o007) !== 0;
}

function completeConfigs(file: ConfigFile, folder: string): Configs {
  const entries = mailboxEntries(file);
  const keys = entries.map(entry => loadKeys(entry, folder));
  const shared = {
    calendar: file.calendar,
    limits: file.limits,
    products: file.products,
    watch: file.watch,
    notices: file.notices,
    engineers: loadEngineers(file.engineers, folder),
    webhooks: loadWebhooks(file.webhooks, folder),
    monitoring: loadMonitoring(file.monitoring, folder),
    form: loadForm(
      file,
      entries.map(({ name }) => name),
    ),
    database: databasePath(file.database, folder),
    databaseKeys: loadDatabaseKeys(file, folder),
    ownAddresses: ownAddressesOf(
      entries.map(({ identity }) => identity),
      file.engineers,
    ),
  };
  const complete = (entry: MailboxEntry, index: number): Config => ({
    ...shared,
    ...completeEntry(entry, entries, folder),
    privateKeys: keys[index] ?? [],
    furtherKeys: keysBeside(keys[index] ?? [], keys.flat()),
  });
  const [first, ...others] = entries;
  return [complete(first, 0), ...others.map((entry, index) => complete(entry, index + 1))];
}

function completeEntry(entry: MailboxEntry, entries: readonly MailboxEntry[], folder: string) {
  const { name, mailbox, smtp, identity, trigger, pgp, policy, answering, reportIdPrefix } = entry;
  return {
    name,
    identity,
    trigger,
    policy,
    reportIdPrefix,
    publication: publicationOf(entry),
    mailbox: {
      ...server(mailbox, entry.pathOf('mailbox'), folder),
      user: mailbox.user,
      ...mailboxCredentials(entry, folder),
      folder: mailbox.folder,
      junkFolder: mailbox.junkFolder,
      sentFolder: sentFolder(entry),
      authservId: mailbox.authservId ?? null,
      foldersOfOthers: entries
        .filter(other => other !== entry && isSameAccount(other.mailbox, mailbox))
        .map(other => other.mailbox.folder),
    },
    smtp: { ...server(smtp, entry.pathOf('smtp'), folder), login: smtpLogin(entry, folder) },
    knownKeys: pgp.knownKeys === undefined ? null : resolve(folder, pgp.knownKeys),
    signReceipts: pgp.signReceipts,
    lookUpKeys: pgp.lookUpKeys,
    answering: {
      ...answering,
      ...(answering.templates ? { templates: resolve(folder, answering.templates) } : {}),
    },
  };
}

function publicationOf({ publication, identity }: MailboxEntry): PublicationConfig | null {
  if (publication === undefined) return null;
  const { url, name = identity.name, languages } = publication;
  const root = new URL(url).href;
  return { url: root, name, namespace: publication.namespace ?? root, languages };
}

function loadKeys({ pgp, pathOf }: MailboxEntry, folder: string): PrivateKeyConfig[] {
  return pgp.privateKeys.map((key, index) => {
    const path = `${pathOf('pgp')}.privateKeys.${index}`;
    const file = resolve(folder, key.file);
    return {
      file,
      bytes: readPrivateKeyFile(file, `${path}.file`),
      passphrase: key.passphrase ? readSecret(key.passphrase, `${path}.passphrase`, folder) : null,
    };
  });
}

/** Keys of the other mailboxes, each file once. */
function keysBeside(own: readonly PrivateKeyConfig[], all: readonly PrivateKeyConfig[]): PrivateKeyConfig[] {
  const files = new Set(own.map(({ file }) => file));
  return all.filter(({ file }) => !files.has(file) && files.add(file));
}

/** How a mail server is reached. @throws {Failure} `config` where it would be in the clear, or a certificate can't be read */
export function server(
  from: MailboxEntry['mailbox'] | MailboxEntry['smtp'],
  path: string,
  folder: string,
): ServerConfig {
  if (from.security === 'none' && !isLoopback(from.host)) {
    throw new Failure(
      'config',
      `${path}.security is "none", but ${from.host} is not this machine: passwords and mail would cross the network in the clear. Use "tls" or "starttls".`,
    );
  }
  const { host, port, security } = from;
  return {
    path,
    host,
    port,
    security,
    ca: from.caFile ? readCertificateFile(resolve(folder, from.caFile), `${path}.caFile`) : null,
  };
}

/** What lies in a folder that is read would be taken for mail that arrived. */
function sentFolder({ mailbox, pathOf }: MailboxEntry): string | null {
  if (!readsSentOf(mailbox, mailbox)) return mailbox.sentFolder;
  throw new Failure(
    'config',
    `${pathOf('mailbox')}.sentFolder is "${mailbox.sentFolder}", which reports are read from. Name the folder for sent mail, or "auto", or null for no copies of receipts.`,
  );
}

function mailboxCredentials(
  { mailbox: { user, password, oauth }, pathOf }: MailboxEntry,
  folder: string,
): Credentials {
  const path = pathOf('mailbox');
  if ((password === undefined) === (oauth === undefined)) {
    throw new Failure('config', `${path}.password or ${path}.oauth: give one of both.`);
  }
  return oauth !== undefined
    ? { oauth: loadOAuth(oauth, `${path}.oauth`, user, folder) }
    : { password: readSecret(password ?? '', `${path}.password`, folder) };
}

/** Who logs in with OAuth to read logs in so to send, unless it is said that nobody need log in: by no user. */
function smtpLogin({ mailbox, smtp, pathOf }: MailboxEntry, folder: string): Config['smtp']['login'] {
  const { password, oauth } = smtp;
  const path = pathOf('smtp');
  if (password !== undefined && oauth !== undefined) {
    throw new Failure('config', `${path}.password or ${path}.oauth: give one of both.`);
  }
  const user = smtp.user ?? (oauth === undefined ? undefined : mailbox.user);
  if (user === undefined && password === undefined) return null;
  if (user !== undefined && password !== undefined) {
    return { user, password: readSecret(password, `${path}.password`, folder) };
  }
  if (user !== undefined && oauth !== undefined) {
    return { user, oauth: loadOAuth(oauth, `${path}.oauth`, user, folder) };
  }
  if (user !== undefined && mailbox.oauth !== undefined) {
    return { user, oauth: loadOAuth(mailbox.oauth, `${pathOf('mailbox')}.oauth`, user, folder) };
  }
  throw new Failure(
    'config',
    `${path}.user and ${path}.password go together: give both or neither. With OAuth, ${path}.oauth or ${pathOf('mailbox')}.oauth stands for the password.`,
  );
}
