/**
 * Mailbox: one IMAP account, read without leaving a trace.
 *
 * Gives the messages that arrived since a position. Opens folders with EXAMINE and fetches with BODY.PEEK, so
 * that it can't set a flag even by mistake; knows no command that changes anything but APPEND, for the copies of
 * receipts in the Sent folder.
 */
import { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../config/config.js';
import { errorProperty, Failure, serverWords } from '../failure.js';
import { withToken } from '../oauth/login.js';
import { explainConnection, isForNow } from './connection-trouble.js';
import { forgetListing, listFolders } from './listing.js';
import { inTime } from './patience.js';

/**
 * Milliseconds. IDLE is renewed well before the ten minutes after which NAT gateways forget a connection; where one did,
 * the silence after that shows it.
 * @param seconds - that a server may keep silent
 */
function timesOf(seconds: number) {
  return {
    connectionTimeout: Math.min(30, seconds) * 1000,
    greetingTimeout: Math.min(20, seconds) * 1000,
    socketTimeout: seconds * 1000,
    maxIdleTime: Math.min(240, seconds * 0.8) * 1000,
  };
}

/** Bytes that a response may hold beside the message it carries. */
const RESPONSE_MARGIN = 4_194_304;

/**
 * Bytes of a literal that are always taken, whatever is read of a message: its Subject alone may be as large as the
 * server takes mail, and a limit that it breaks ends the connection, with this pass and every one after it.
 */
const LEAST_LITERAL = 268_435_456;

/** What a connection may take. */
export interface ConnectionLimits {
  /** Of the largest message that is downloaded. */
  readonly messageBytes: number;
  /** That the server may keep silent. */
  readonly serverSeconds: number;
}

/**
 * Connects and logs in, with OAuth by a token that is asked for where there is none.
 * @throws {Failure} `unreachable`, `host-unknown` or `login-refused`; `config` for a token endpoint that is none
 */
export async function connect(config: MailboxConfig, limits: ConnectionLimits): Promise<ImapFlow> {
  try {
    if (config.oauth === undefined) return await logIn(config, { pass: config.password }, limits);
    return await withToken(
      config.oauth,
      accessToken => logIn(config, { accessToken }, limits),
      error => errorProperty(error, 'authenticationFailed') === true && !isForNow(error),
    );
  } catch (error) {
    throw explainConnection(error, config);
  }
}

async function logIn(
  config: MailboxConfig,
  secret: { readonly pass: string } | { readonly accessToken: string },
  { messageBytes, serverSeconds }: ConnectionLimits,
): Promise<ImapFlow> {
  const literal = Math.max(messageBytes, LEAST_LITERAL) + RESPONSE_MARGIN;
  const client = new ImapFlow({
    host: config.host,
    port: config.port,
    secure: config.security === 'tls',
    // Without this imapflow would go on in the clear where an attacker on the path hides STARTTLS.
    ...(config.security === 'tls' ? {} : { doSTARTTLS: config.security === 'starttls' }),
    ...(config.ca ? { tls: { ca: config.ca } } : {}),
    // Of what the server offers imapflow takes OAUTHBEARER (RFC 7628) before XOAUTH2.
    auth: { user: config.user, ...secret },
    clientInfo: { name: 'security-inbox', version: false, vendor: false, 'support-url': false },
    disableAutoIdle: true,
    disableBinary: true,
    // Its log carries message data.
    logger: false,
    maxLiteralSize: literal,
    maxResponseSize: literal + RESPONSE_MARGIN,
    ...timesOf(serverSeconds),
  });
  // An error event without a listener would end the process; what it says also rejects the command under way.
  client.on('error', () => undefined);
  try {
    await inTime(client, serverSeconds, () => client.connect());
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

/**
 * Opens a folder for reading only.
 * @param folder - its path
 * @param setting - what names it in the configuration's mailbox
 * @returns its UIDVALIDITY, decimal
 * @throws {Failure} `config` where there is no such folder, or the server says why it may not be opened
 */
export async function openFolder(
  client: ImapFlow,
  config: MailboxConfig,
  folder: string,
  setting: 'folder' | 'junkFolder' | 'sentFolder' = settingOf(folder, config),
): Promise<string> {
  try {
    const mailbox = await client.mailboxOpen(folder, { readOnly: true });
    return mailbox.uidValidity.toString();
  } catch (error) {
    if (errorProperty(error, 'responseStatus') !== 'NO' || isForNow(error))
      throw explainConnection(error, config);
    forgetListing(client);
    const names = await folderNames(client);
    if (!isForGood(error, names !== '')) throw explainConnection(error, config);
    throw new Failure(
      'config',
      `The mailbox of ${config.user} on ${config.host} has no folder "${serverWords(folder)}" that can be opened. Check mailbox.${setting}${names}.`,
      { cause: error },
    );
  }
}

/**
 * Whether more waiting does not open a folder that was refused. Microsoft 365 says a bare NO when it is busy, to LIST as
 * well, and a daemon that took it for a mistake in its configuration would end for good.
 */
function isForGood(error: unknown, canList: boolean): boolean {
  if (typeof errorProperty(error, 'serverResponseCode') === 'string') return true;
  return canList && errorProperty(error, 'mailboxMissing') === true;
}

/** Ends a connection politely, or at once where the server does not answer within five seconds. */
export async function disconnect(client: ImapFlow): Promise<void> {
  const timer = setTimeout(() => client.close(), 5_000);
  try {
    await client.logout();
  } catch {
    client.close();
  } finally {
    clearTimeout(timer);
  }
}

function settingOf(folder: string, config: MailboxConfig): 'folder' | 'junkFolder' {
  return folder === config.folder ? 'folder' : 'junkFolder';
}

/**
 * The names of a mailbox's folders, for a sentence to the operator.
 * @returns what goes behind it, or nothing where the server does not tell
 */
async function folderNames(client: ImapFlow): Promise<string> {
  try {
    const folders = await listFolders(client);
    const names = folders.slice(0, 12).map(folder => `"${serverWords(folder.path)}"`);
    return `; it has ${names.join(', ')}${folders.length > 12 ? ' and more' : ''}`;
  } catch {
    return '';
  }
}
