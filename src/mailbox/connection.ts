/**
 * Mailbox: one IMAP account, read without leaving a trace.
 *
 * Gives the messages that arrived since a position. Opens folders with EXAMINE and fetches with BODY.PEEK, so
 * that it can't set a flag even by mistake; knows no command that changes anything but APPEND, for the copies of
 * receipts in the Sent folder.
 */
import { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../config/config.js';
import { errorCode, errorProperty, Failure, serverWords } from '../failure.js';
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

/** Node's names for a certificate that no known authority vouches for, or that is for another host or time. */
const UNTRUSTED_CERTIFICATE =
  /SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY|GET)|^CERT_|^ERR_TLS_CERT_ALTNAME_INVALID$/;

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
 * Connects and logs in.
 * @throws {Failure} `unreachable`, `host-unknown` or `login-refused`
 */
export async function connect(
  config: MailboxConfig,
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
    auth: { user: config.user, pass: config.password },
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
    throw explainConnection(error, config);
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

/**
 * What went wrong between us and an IMAP server, for the operator.
 */
export function explainConnection(error: unknown, config: MailboxConfig): Failure {
  if (error instanceof Failure) return error;
  const server = `${config.host}:${config.port}`;
  const code = errorCode(error);
  const said = serverWords(
    // The last: what the server said when it hung up, RFC 9051 §7.1.5.
    errorProperty(error, 'responseText') ??
      errorProperty(error, 'response') ??
      errorProperty(error, 'reason'),
  );
  if (errorProperty(error, 'authenticationFailed') === true && !isForNow(error)) {
    return new Failure(
      'login-refused',
      `The IMAP server ${server} refused the login of ${config.user}${said && ` (${said})`}. Check mailbox.user and mailbox.password; many providers want an app password.`,
      { cause: error },
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new Failure(
      'host-unknown',
      `The name of the IMAP server ${config.host} can't be resolved (${code}). Check mailbox.host and this machine's DNS.`,
      { cause: error },
    );
  }
  if (code !== null && UNTRUSTED_CERTIFICATE.test(code)) {
    return new Failure(
      'unreachable',
      `The certificate of the IMAP server ${server} is not trusted (${code}). If it is your own, name the file of its authority in mailbox.caFile; if not, somebody may stand between. No password was sent.`,
      { cause: error },
    );
  }
  const words = error instanceof Error ? serverWords(error.message) : 'no answer';
  const reason = code === null ? words : code === 'ETIMEOUT' ? `${code}, no answer in time` : code;
  return new Failure(
    'unreachable',
    `The IMAP server ${server} can't be used (${reason}${said && `: ${said}`}). Check mailbox.host, mailbox.port and mailbox.security (now "${config.security}"), and that it is up; the next poll goes on where this one stopped.`,
    { cause: error },
  );
}

function settingOf(folder: string, config: MailboxConfig): 'folder' | 'junkFolder' {
  return folder === config.folder ? 'folder' : 'junkFolder';
}

/**
 * The names of a mailbox's folders, for a sentence to the operator.
 * @returns what goes behind it, or nothing where the server does not tell
 */
export async function folderNames(client: ImapFlow): Promise<string> {
  try {
    const folders = await client.list();
    const names = folders.slice(0, 12).map(folder => `"${serverWords(folder.path)}"`);
    return `; it has ${names.join(', ')}${folders.length > 12 ? ' and more' : ''}`;
  } catch {
    return '';
  }
}

/**
 * RFC 5530 §3: the server can't tell now whether the password is right or the folder is there, or takes no more sessions for
 * now; the last two are Gmail's words where an account did too much of late.
 */
function isForNow(error: unknown): boolean {
  const code = errorProperty(error, 'serverResponseCode');
  return (
    typeof code === 'string' && /^(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|OVERQUOTA|THROTTLED)$/i.test(code)
  );
}
