/**
 * config.json → Config, with the secrets and certificates that it names.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import type { Config, Credentials, ServerConfig } from './config.js';
import { loadEngineers, loadWebhooks } from './load-notices.js';
import { loadOAuth } from './load-oauth.js';
import { isLoopback } from './loopback.js';
import { parseConfig } from './parse.js';
import type { ConfigFile } from './schema.js';
import { readPrivateFile, readSecret } from './secret.js';

/**
 * Loads, checks and completes a configuration.
 * @param file - path of config.json; relative paths in it count from its folder
 * @param warn - told, in one sentence, of what works but should not stay so
 * @throws {Failure} `config` with every mistake found, each with its path in the file
 */
export function loadConfig(file: string, warn: (sentence: string) => void): Config {
  const absolute = resolve(file);
  const text = readConfigFile(absolute);
  if (holdsOpenSecret(absolute, text)) {
    warn(
      `${absolute} holds a password and every user of this machine can read it. Run: chmod 600 '${absolute}'`,
    );
  }
  const parsed = parseConfig(text, absolute);
  if (isOpenToAll(absolute) && parsed.webhooks.some(holdsSecretInPlace)) {
    warn(
      `${absolute} holds the URL or a header of a webhook and every user of this machine can read it. Run: chmod 600 '${absolute}'`,
    );
  }
  return completeConfig(parsed, dirname(absolute));
}

/** What commands need that work on the database alone. */
export interface StoreConfig extends Pick<Config, 'database' | 'products'> {
  /** Of the readers. */
  readonly timeZone: string;
  /** Ours. */
  readonly address: string;
  /** As promised. */
  readonly disclosureDays: number;
  /** Addresses of the engineers, lower-case. */
  readonly engineers: readonly string[];
}

/**
 * The configuration of what is on record, without servers and keys.
 * @throws {Failure} `config` as loadConfig does, but for secrets
 */
export function loadStoreConfig(file: string): StoreConfig {
  const absolute = resolve(file);
  const { database, calendar, products, identity, policy, engineers } = parseConfig(
    readConfigFile(absolute),
    absolute,
  );
  return {
    database: resolve(dirname(absolute), database),
    timeZone: calendar.timeZone,
    products,
    address: identity.address,
    disclosureDays: policy.disclosureDays,
    engineers: engineers.map(({ address }) => address.toLowerCase()),
  };
}

/** @throws {Failure} `config` where it is not there or may not be read */
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

/** A password written in place makes config.json itself a secret file. */
function holdsOpenSecret(file: string, text: string): boolean {
  return isOpenToAll(file) && /"(?:password|passphrase|clientSecret|refreshToken)"\s*:\s*"/.test(text);
}

function isOpenToAll(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & 0o007) !== 0;
}

function holdsSecretInPlace({ url, headers = {} }: ConfigFile['webhooks'][number]): boolean {
  return [url, ...Object.values(headers)].some(secret => typeof secret === 'string');
}

function completeConfig(file: ConfigFile, folder: string): Config {
  const { mailbox, smtp } = file;
  return {
    ...file,
    mailbox: {
      ...server(mailbox, 'mailbox', folder),
      user: mailbox.user,
      ...mailboxCredentials(mailbox, folder),
      folder: mailbox.folder,
      junkFolder: mailbox.junkFolder,
      sentFolder: sentFolder(mailbox),
      authservId: mailbox.authservId ?? null,
    },
    smtp: { ...server(smtp, 'smtp', folder), login: smtpLogin(file, folder) },
    privateKeys: file.pgp.privateKeys.map((key, index) => {
      const path = `pgp.privateKeys.${index}`;
      const keyFile = resolve(folder, key.file);
      return {
        file: keyFile,
        bytes: readPrivateFile(keyFile, `${path}.file`),
        passphrase: key.passphrase ? readSecret(key.passphrase, `${path}.passphrase`, folder) : null,
      };
    }),
    knownKeys: file.pgp.knownKeys === undefined ? null : resolve(folder, file.pgp.knownKeys),
    signReceipts: file.pgp.signReceipts,
    lookUpKeys: file.pgp.lookUpKeys,
    answering: {
      ...file.answering,
      ...(file.answering.templates ? { templates: resolve(folder, file.answering.templates) } : {}),
    },
    engineers: loadEngineers(file.engineers, folder),
    webhooks: loadWebhooks(file.webhooks, folder),
    database: resolve(folder, file.database),
  };
}

/** How a mail server is reached. @throws {Failure} `config` where it would be in the clear, or a certificate can't be read */
export function server(
  from: ConfigFile['mailbox'] | ConfigFile['smtp'],
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
    host,
    port,
    security,
    ca: from.caFile ? readCertificate(resolve(folder, from.caFile), path) : null,
  };
}

/** What lies in a folder that is read would be taken for mail that arrived. */
function sentFolder({ sentFolder, folder, junkFolder }: ConfigFile['mailbox']): string | null {
  const isRead = [folder, junkFolder].some(
    read => read === sentFolder || (isInbox(read) && isInbox(sentFolder)),
  );
  if (sentFolder === null || sentFolder === 'auto' || !isRead) return sentFolder;
  throw new Failure(
    'config',
    `mailbox.sentFolder is "${sentFolder}", which reports are read from. Name the folder for sent mail, or "auto", or null for no copies of receipts.`,
  );
}

/** RFC 9051 §5.1: the one name whose case does not count. */
function isInbox(folder: string | false | null): boolean {
  return typeof folder === 'string' && folder.toUpperCase() === 'INBOX';
}

function mailboxCredentials({ user, password, oauth }: ConfigFile['mailbox'], folder: string): Credentials {
  if ((password === undefined) === (oauth === undefined)) {
    throw new Failure('config', 'mailbox.password or mailbox.oauth: give one of both.');
  }
  return oauth !== undefined
    ? { oauth: loadOAuth(oauth, 'mailbox.oauth', user, folder) }
    : { password: readSecret(password ?? '', 'mailbox.password', folder) };
}

/** Who logs in with OAuth to read logs in so to send, unless it is said that nobody need log in: by no user. */
function smtpLogin({ mailbox, smtp }: ConfigFile, folder: string): Config['smtp']['login'] {
  const { password, oauth } = smtp;
  if (password !== undefined && oauth !== undefined) {
    throw new Failure('config', 'smtp.password or smtp.oauth: give one of both.');
  }
  const user = smtp.user ?? (oauth === undefined ? undefined : mailbox.user);
  if (user === undefined && password === undefined) return null;
  if (user !== undefined && password !== undefined) {
    return { user, password: readSecret(password, 'smtp.password', folder) };
  }
  if (user !== undefined && oauth !== undefined) {
    return { user, oauth: loadOAuth(oauth, 'smtp.oauth', user, folder) };
  }
  if (user !== undefined && mailbox.oauth !== undefined) {
    return { user, oauth: loadOAuth(mailbox.oauth, 'mailbox.oauth', user, folder) };
  }
  throw new Failure(
    'config',
    'smtp.user and smtp.password go together: give both or neither. With OAuth, smtp.oauth or mailbox.oauth stands for the password.',
  );
}

function readCertificate(file: string, path: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(
      'config',
      `${path}.caFile: can't read ${file}: ${errorCode(error) ?? 'unknown error'}`,
      {
        cause: error,
      },
    );
  }
}
