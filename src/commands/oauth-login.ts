/**
 * `security-inbox oauth login`: a person logs in at the provider once, and the refresh token that comes of it is put where
 * the configuration takes it from. No token is ever printed.
 */
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { GOOGLE_SCOPE } from '../config/load-oauth.js';
import { authorizationEndpointOf, deviceEndpointOf, isProtected } from '../config/oauth-endpoints.js';
import { meantLogin, type PersonalLogin, personalLogins } from '../config/personal-logins.js';
import { Failure } from '../failure.js';
import { connect, disconnect } from '../mailbox/connection.js';
import { type BrowserLogin, consentInBrowser } from '../oauth/browser-login.js';
import type { Consented, ConsentRequest } from '../oauth/consent.js';
import { consentByDeviceCode, type DeviceCode } from '../oauth/device-code.js';
import { tokensOf } from '../oauth/sources.js';
import { loginByOptions, type ProviderOptions } from './oauth-options.js';
import { requireTokenFile, writeTokenFile } from './token-file.js';

export interface LoginOptions extends ProviderOptions {
  readonly config: string;
  /** What names the login in the configuration; undefined where there is but one. */
  readonly for?: string;
  readonly device: boolean;
  readonly browser: boolean;
  readonly port: string;
  readonly out?: string;
  readonly authorizationEndpoint?: string;
  readonly deviceEndpoint?: string;
}

/** What the try of a new login may take: it reads no mail. */
const LIMITS = { messageBytes: 65_536, serverSeconds: 60 };

/**
 * Has a person log in, keeps the refresh token, and tries it on the mailbox.
 * @throws {Failure} with what to do; where only the try failed, the token is kept
 */
export async function oauthLogin(options: LoginOptions): Promise<void> {
  const login =
    options.provider === undefined
      ? meantLogin(personalLogins(options.config), options.for ?? null, options.config)
      : loginByOptions(options);
  const file = fileFor(login, options);
  requireTokenFile(file);
  const consented = await consentFor(login, options);
  writeTokenFile(file, consented.refreshToken);
  say(`The refresh token is in ${file}.`);
  if (options.provider === undefined) await tryLogin(login, consented, file);
  else say(`In the configuration of the mailbox:\n\n${settingsText(login, file)}`);
}

function fileFor({ tokenFile, path }: PersonalLogin, { out }: LoginOptions): string {
  const file = out === undefined ? tokenFile : resolve(out);
  if (file !== null) return file;
  throw new Failure(
    'usage',
    `${path}.refreshToken names no file that the token could be written to. Write {"file": "refresh-token"} there, or give --out FILE and put it where the configuration takes it from.`,
  );
}

async function consentFor(login: PersonalLogin, options: LoginOptions): Promise<Consented> {
  const config = login.withToken('none yet');
  const { provider, tokenEndpoint, grant } = config;
  if (grant.kind !== 'refresh-token') throw new Error('a login of a person has a refresh token');
  const scope = config.scope ?? (provider === 'google' ? GOOGLE_SCOPE : null);
  const request: ConsentRequest = { config, client: grant.client, scope };
  const device = protectedEndpoint(options.deviceEndpoint, '--device-endpoint');
  const authorization = protectedEndpoint(options.authorizationEndpoint, '--authorization-endpoint');
  const endpoint = {
    device: device ?? deviceEndpointOf(provider, tokenEndpoint),
    authorization: authorization ?? authorizationEndpointOf(provider, tokenEndpoint),
  };
  if (options.device && options.browser)
    throw new Failure('usage', '--device or --browser: give one of both.');
  const isByDevice = options.device || (!options.browser && endpoint.device !== null);
  if (isByDevice) {
    if (endpoint.device === null) throw new Failure('usage', NO_DEVICE[provider]);
    return consentByDeviceCode(request, endpoint.device, code => say(deviceWords(code, login.user)));
  }
  if (endpoint.authorization === null) {
    throw new Failure(
      'usage',
      `Where people log in at ${new URL(tokenEndpoint).host} is not known. Name it with --authorization-endpoint URL or --device-endpoint URL.`,
    );
  }
  const typed = createInterface({ input: process.stdin, terminal: false });
  try {
    return await consentInBrowser(request, {
      endpoint: endpoint.authorization,
      port: portOf(options.port),
      show: page => say(browserWords(page, login.user)),
      lines: typed,
      onWrongLine: () => say('That is not where this login ends. Paste the whole address of the last page.'),
    });
  } finally {
    typed.close();
    process.stdin.unref?.();
  }
}

const NO_DEVICE = {
  google: 'Google gives no right to mail by device code. Leave out --device, and log in with a browser.',
  microsoft: 'No device authorization endpoint is known. Name it with --device-endpoint URL.',
  other: 'No device authorization endpoint is known. Name it with --device-endpoint URL.',
} as const;

function protectedEndpoint(url: string | undefined, option: string): string | null {
  if (url === undefined) return null;
  if (URL.canParse(url) && isProtected(url)) return url;
  throw new Failure('usage', `${option} has to be an https URL, or an http one of this machine.`);
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new Failure('usage', '--port is no port: a number up to 65535, or 0 for any free one.');
}

function whose(user: string): string {
  return user === ''
    ? 'as the account of the mailbox'
    : `as ${user}, or as an account that may open its mailbox`;
}

function deviceWords({ page, code, lifetime }: DeviceCode, user: string): string {
  const minutes = Math.max(1, Math.round(lifetime / 60));
  return `Open ${page} in any browser, type the code ${code}, and agree ${whose(user)}.\nWaiting for that, ${minutes} min at most; Ctrl-C gives up.`;
}

function browserWords({ page, port }: BrowserLogin, user: string): string {
  return `Open this page and agree ${whose(user)}:

${page}

Its last page is on this machine. With a browser on another one, first forward the port from there:

  ssh -L ${port}:127.0.0.1:${port} THIS-MACHINE

or let that page fail, copy its whole address, paste it here and press Enter.
Waiting for either, 15 min at most; Ctrl-C gives up.`;
}

/** With the access token of the login itself: a refresh would already replace the refresh token at some providers. */
async function tryLogin(login: PersonalLogin, consented: Consented, file: string): Promise<void> {
  const mailbox = login.mailbox?.(consented.refreshToken);
  if (mailbox?.oauth === undefined) {
    say(`${login.path} is for sending alone, and was not tried.`);
    return;
  }
  tokensOf(mailbox.oauth).hold(consented.accessToken, consented.lifetime);
  try {
    await disconnect(await connect(mailbox, LIMITS));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.code, `${file} is written, but its first try failed: ${error.message}`, {
      cause: error,
    });
  }
  say(
    `${mailbox.user} is logged in to ${mailbox.host}: ok. A watch that is at work uses it when it has read its configuration again (SIGHUP).`,
  );
}

function settingsText({ settings }: PersonalLogin, file: string): string {
  const oauth = { ...settings, refreshToken: { file } };
  return JSON.stringify({ oauth }, null, 2);
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
