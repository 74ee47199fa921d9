/**
 * The logins of a configuration that go by a person's refresh token, as they are before there is one: what it is asked for
 * with, and where it belongs.
 */
import { dirname, resolve } from 'node:path';
import { Failure } from '../failure.js';
import type { MailboxConfig } from './config.js';
import { readConfigFile, server } from './load.js';
import { loadOAuth } from './load-oauth.js';
import { type MailboxEntry, mailboxEntries } from './mailbox-list.js';
import type { OAuthConfig } from './oauth.js';
import type { OAuthSettings } from './oauth-schema.js';
import { parseConfig } from './parse.js';

/** One of them. */
export interface PersonalLogin {
  /** What names it in config.json: `mailbox.oauth`. */
  readonly path: string;
  readonly user: string;
  readonly settings: PersonalSettings;
  /** Absolute path of the file that the configuration takes the token from, or null where it is no file. */
  readonly tokenFile: string | null;
  /** The settings with that token in place. @throws {Failure} `config` for a client secret that can't be read */
  withToken(refreshToken: string): OAuthConfig;
  /** Gives the mailbox that it opens, with that token; null for a login that only sends. */
  readonly mailbox: ((refreshToken: string) => MailboxConfig) | null;
}

export type PersonalSettings = Extract<OAuthSettings, { grant: 'refresh-token' }>;

/**
 * All of a configuration, those of mailboxes first.
 * @param file - path of config.json
 * @throws {Failure} `config` with every mistake found
 */
export function personalLogins(file: string): PersonalLogin[] {
  const absolute = resolve(file);
  const folder = dirname(absolute);
  const entries = mailboxEntries(parseConfig(readConfigFile(absolute), absolute));
  const all = entries.flatMap(({ mailbox, smtp, pathOf }) => [
    ...loginsAt(pathOf('mailbox'), mailbox.user, mailbox.oauth, folder, mailbox),
    ...loginsAt(pathOf('smtp'), smtp.user ?? mailbox.user, smtp.oauth, folder, null),
  ]);
  // Mailboxes may share the way out.
  return [...new Map(all.map(login => [login.path, login])).values()].sort(
    (one, other) => Number(one.mailbox === null) - Number(other.mailbox === null),
  );
}

/**
 * The one that is meant.
 * @param path - what names it, or null where there is but one
 * @throws {Failure} `usage` where it is none or can't be told
 */
export function meantLogin(
  logins: readonly PersonalLogin[],
  path: string | null,
  file: string,
): PersonalLogin {
  const known = logins.map(login => login.path).join(', ');
  if (logins.length === 0) {
    throw new Failure(
      'usage',
      `${file} has no oauth with "grant": "refresh-token", which is what a person logs in for. docs/oauth.md has an example; without a configuration give --provider.`,
    );
  }
  const meant = path === null ? logins : logins.filter(login => login.path === path);
  const [login, another] = meant;
  if (login !== undefined && another === undefined) return login;
  throw new Failure(
    'usage',
    path === null
      ? `${file} has several logins of persons (${known}). Name one with --for.`
      : `${file} has no login of a person at ${path}; it has ${known}.`,
  );
}

function loginsAt(
  holder: string,
  user: string,
  settings: OAuthSettings | undefined,
  folder: string,
  mailbox: MailboxEntry['mailbox'] | null,
): PersonalLogin[] {
  if (settings?.grant !== 'refresh-token') return [];
  const path = `${holder}.oauth`;
  const { refreshToken: reference } = settings;
  const isFile = typeof reference !== 'string' && 'file' in reference;
  const withToken = (refreshToken: string) => loadOAuth({ ...settings, refreshToken }, path, user, folder);
  return [
    {
      path,
      user,
      settings,
      tokenFile: isFile ? resolve(folder, reference.file) : null,
      withToken,
      mailbox:
        mailbox &&
        (refreshToken => {
          const { junkFolder, sentFolder, authservId = null } = mailbox;
          return {
            ...server(mailbox, holder, folder),
            ...{ user, folder: mailbox.folder, junkFolder, sentFolder, authservId, foldersOfOthers: [] },
            oauth: withToken(refreshToken),
          };
        }),
    },
  ];
}
