/**
 * A real Dovecot on loopback, with a configuration, a mail folder and ports of its own. Runs as root and as an
 * ordinary user; leaves nothing behind.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ImapFlow } from 'imapflow';
import { makeCertificate } from './certificate.js';
import { configuration, type DovecotAccount, type TokenLogins } from './dovecot-config.js';
import { clearUpIfWeDie } from './leftovers.js';

export type { DovecotAccount };

export interface SnapshotEntry {
  readonly uid: number;
  /** Sorted; \Recent is a matter of the session, not of the message. */
  readonly flags: readonly string[];
  readonly sha256: string;
}

export interface Dovecot {
  readonly host: '127.0.0.1';
  /** Plain, with STARTTLS offered. */
  readonly port: number;
  /** TLS from the start. */
  readonly tlsPort: number;
  /** Of the certificate made for this server. */
  readonly caFile: string;
  /** Of the same certificate. */
  readonly keyFile: string;
  readonly user: string;
  readonly password: string;
  /**
   * Delivers mails in order, without flags. Dovecot stores CRLF for a bare LF, and 0x80 for NUL.
   * @returns their UIDs
   */
  deliver(...raws: readonly Uint8Array[]): Promise<number[]>;
  /** The same into a folder, which is made where there is none. */
  deliverTo(
    folder: string,
    raws: readonly Uint8Array[],
    internalDate?: Date,
    account?: DovecotAccount,
  ): Promise<number[]>;
  /** Every message of a folder, read over a connection of its own that changes nothing. */
  snapshot(folder?: string, account?: DovecotAccount): Promise<SnapshotEntry[]>;
  /** Every line the program sent since the server was made, in order of session. */
  commands(): string[];
  /** The bytes and internal dates of every message of a folder, read as snapshot does. */
  contents(folder: string): Promise<{ readonly raw: Buffer; readonly internalDate: Date }[]>;
  /** Moves a message as a person does. */
  move(uid: number, from: string, to: string): Promise<void>;
  /** Makes the folder anew: same mails may be delivered again under another UIDVALIDITY. */
  recreate(folder: string): Promise<void>;
  /** Has the server look at every message of INBOX, as it does when mail is delivered. */
  index(): Promise<void>;
  /** Kills the server and starts it again on the same ports and mail. */
  restart(): Promise<void>;
  /** Ends every session, as a server does whose tokens end. */
  kick(): Promise<void>;
  stop(): Promise<void>;
}

const BINARY = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'].find(
  existsSync,
);
const ACCOUNT = { name: 'support@example.test', password: 'dovecot-password' };

/** Whether this machine has Dovecot; says so loudly where it has not. */
export function dovecotInstalled(): boolean {
  if (BINARY) return true;
  console.warn('\n*** SKIPPED: no Dovecot on this machine. Install dovecot-imapd to run these tests. ***\n');
  return false;
}

/**
 * Starts a server; what is delivered and looked at is the first account's.
 * @param fill - writes the first account's INBOX as one mbox file, where there are to be very many mails; by default they
 *   are in Maildir
 * @param byToken - where logins are taken by token alone; an account's password is then a token of the test's own
 * @param keepsCommands - whether `commands` gives any: a file a session, which a day's worth of sessions fills the disk with
 */
export async function startDovecot(
  users: readonly [DovecotAccount, ...DovecotAccount[]] = [ACCOUNT],
  fill: ((write: (text: string) => void) => void) | null = null,
  byToken: TokenLogins | null = null,
  keepsCommands = true,
): Promise<Dovecot> {
  if (!BINARY) throw new Error('Dovecot is not installed');
  const binary = BINARY;
  const [{ name, password }] = users;
  const folder = mkdtempSync(join(tmpdir(), 'dove-'));
  chmodSync(folder, 0o755);
  const callOff = clearUpIfWeDie(folder, 'kill "$(cat run/master.pid)"; sleep 1');
  const remove = () => {
    callOff();
    rmSync(folder, { recursive: true, force: true });
  };
  const [port, tlsPort] = await Promise.all([freePort(), freePort()]);
  const certificate = makeCertificate(folder);
  const format = fill ? 'mbox' : 'maildir';
  writeFileSync(
    join(folder, 'dovecot.conf'),
    configuration(folder, port, tlsPort, certificate, users, format, byToken, keepsCommands),
  );
  if (fill) fillMbox(join(folder, 'mail'), name, fill);
  let server = await run(binary, folder, port).catch((error: unknown) => {
    remove();
    throw error;
  });

  const withClient = async <T>(
    act: (client: ImapFlow) => Promise<T>,
    account: DovecotAccount = users[0],
  ): Promise<T> => {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth: {
        user: account.name,
        ...(byToken ? { accessToken: account.password } : { pass: account.password }),
      },
      logger: false,
      disableAutoIdle: true,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await act(client);
    } finally {
      await client.logout();
    }
  };

  const deliverTo = (
    target: string,
    raws: readonly Uint8Array[],
    internalDate?: Date,
    account?: DovecotAccount,
  ) =>
    withClient(async client => {
      if (target !== 'INBOX') await client.mailboxCreate(target);
      const uids: number[] = [];
      for (const raw of raws) {
        const appended = await client.append(target, Buffer.from(raw), [], internalDate);
        if (!appended || appended.uid === undefined) throw new Error('Dovecot did not take the mail');
        uids.push(appended.uid);
      }
      return uids;
    }, account);

  return {
    host: '127.0.0.1',
    port,
    tlsPort,
    caFile: certificate.certificateFile,
    keyFile: certificate.keyFile,
    user: name,
    password,
    deliver: (...raws) => deliverTo('INBOX', raws),
    deliverTo,
    snapshot: (target = 'INBOX', account) => withClient(client => snapshot(client, target), account),
    contents: target =>
      withClient(async client => {
        const { exists } = await client.mailboxOpen(target, { readOnly: true });
        if (exists === 0) return [];
        const messages = await client.fetchAll('1:*', { source: true, internalDate: true });
        return messages.map(({ source, internalDate }) => ({
          raw: source ?? Buffer.alloc(0),
          internalDate: new Date(internalDate ?? 0),
        }));
      }),
    commands: () => readRawLog(folder),
    move: (uid, from, to) =>
      withClient(async client => {
        await client.mailboxOpen(from);
        await client.messageMove(String(uid), to, { uid: true });
      }),
    recreate: target =>
      withClient(async client => {
        await client.mailboxDelete(target);
        await client.mailboxCreate(target);
      }),
    async index() {
      await promisify(execFile)('doveadm', [
        '-c',
        join(folder, 'dovecot.conf'),
        'index',
        '-u',
        name,
        'INBOX',
      ]);
    },
    async restart() {
      await end(server);
      server = await run(binary, folder, port);
    },
    async kick() {
      await promisify(execFile)('doveadm', ['-c', join(folder, 'dovecot.conf'), 'kick', name]);
    },
    async stop() {
      await end(server);
      remove();
    },
  };
}

async function snapshot(client: ImapFlow, folder: string): Promise<SnapshotEntry[]> {
  const mailbox = await client.mailboxOpen(folder, { readOnly: true });
  if (mailbox.exists === 0) return [];
  const messages = await client.fetchAll('1:*', { uid: true, flags: true, source: true }, { uid: true });
  return messages
    .map(({ uid, flags, source }) => ({
      uid,
      flags: [...(flags ?? [])].filter(flag => flag !== '\\Recent').sort(),
      sha256: createHash('sha256')
        .update(source ?? Buffer.alloc(0))
        .digest('hex'),
    }))
    .sort((a, b) => a.uid - b.uid);
}

/** Latin-1, in pieces of some megabytes. */
function fillMbox(mail: string, user: string, fill: (write: (text: string) => void) => void): void {
  const home = join(mail, user);
  mkdirSync(join(home, 'mbox'), { recursive: true, mode: 0o700 });
  const file = openSync(join(home, 'inbox'), 'w', 0o600);
  let pieces: string[] = [];
  const flush = () => {
    writeSync(file, pieces.join(''), null, 'latin1');
    pieces = [];
  };
  fill(text => {
    pieces.push(text);
    if (pieces.length > 10_000) flush();
  });
  flush();
  closeSync(file);
  if (userInfo().uid === 0) execFileSync('chown', ['-R', 'mail:mail', home]);
}

async function run(binary: string, folder: string, port: number): Promise<ChildProcess> {
  const server = spawn(binary, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'pipe' });
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null || server.signalCode !== null) break;
    if (await greets(port)) return server;
    await pause(50);
  }
  server.kill('SIGKILL');
  const log = join(folder, 'log');
  throw new Error(`Dovecot did not start: ${said}\n${existsSync(log) ? readFileSync(log, 'utf8') : ''}`);
}

function greets(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise(resolve => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Dovecot writes a file a session for what came in; each line may be led by its time. */
function readRawLog(folder: string): string[] {
  const raw = join(folder, 'rawlog');
  return readdirSync(raw)
    .filter(name => name.endsWith('.in'))
    .sort()
    .map(name => readFileSync(join(raw, name), 'latin1'))
    .filter(session => session.includes('"name" "security-inbox"'))
    .flatMap(session => session.split(/\r?\n/))
    .map(line => line.replace(/^\d+\.\d+ /, ''))
    .filter(line => line !== '');
}
