/**
 * A real Dovecot on loopback, with a configuration, a mail folder and ports of its own. Runs as root and as an
 * ordinary user; leaves nothing behind.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';

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
  readonly user: string;
  readonly password: string;
  /** Delivers mails in order, without flags. */
  deliver(...raws: readonly Uint8Array[]): Promise<void>;
  deliverTo(folder: string, raws: readonly Uint8Array[], internalDate?: Date): Promise<void>;
  /** Every message of a folder, read over a connection of its own that changes nothing. */
  snapshot(folder?: string): Promise<SnapshotEntry[]>;
  /** Every line the program sent since the server was made, in order of session. */
  commands(): string[];
  /** Makes the folder anew: same mails may be delivered again under another UIDVALIDITY. */
  recreate(folder: string): Promise<void>;
  /** Kills the server and starts it again on the same ports and mail. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const BINARY = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'].find(
  existsSync,
);
const USER = 'support@example.test';
const PASSWORD = 'dovecot-password';

/** Whether this machine has Dovecot; says so loudly where it has not. */
export function dovecotInstalled(): boolean {
  if (BINARY) return true;
  console.warn('\n*** SKIPPED: no Dovecot on this machine. Install dovecot-imapd to run these tests. ***\n');
  return false;
}

/** Starts a server with one account and its INBOX. */
export async function startDovecot(): Promise<Dovecot> {
  if (!BINARY) throw new Error('Dovecot is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'dove-'));
  chmodSync(folder, 0o755);
  const [port, tlsPort] = [await freePort(), await freePort()];
  const { certificate, key } = makeCertificate(folder);
  writeFileSync(join(folder, 'dovecot.conf'), configuration(folder, port, tlsPort, certificate, key));
  let server = await run(BINARY, folder, port);

  const withClient = async <T>(act: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user: USER, pass: PASSWORD },
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

  const deliverTo = (target: string, raws: readonly Uint8Array[], internalDate?: Date) =>
    withClient(async client => {
      if (target !== 'INBOX') await client.mailboxCreate(target);
      for (const raw of raws) await client.append(target, Buffer.from(raw), [], internalDate);
    });

  return {
    host: '127.0.0.1',
    port,
    tlsPort,
    caFile: certificate,
    user: USER,
    password: PASSWORD,
    deliver: (...raws) => deliverTo('INBOX', raws),
    deliverTo,
    snapshot: (target = 'INBOX') => withClient(client => snapshot(client, target)),
    commands: () => readRawLog(folder),
    recreate: target =>
      withClient(async client => {
        await client.mailboxDelete(target);
        await client.mailboxCreate(target);
      }),
    async restart() {
      await end(server);
      server = await run(BINARY, folder, port);
    },
    async stop() {
      await end(server);
      rmSync(folder, { recursive: true, force: true });
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

/** Dovecot gives mail to no root; it wants a user that owns the mail, whoever runs the test. */
function configuration(
  folder: string,
  port: number,
  tlsPort: number,
  certificate: string,
  key: string,
): string {
  const isRoot = userInfo().uid === 0;
  const mailUser = isRoot ? 'mail' : userInfo().username;
  const mail = join(folder, 'mail');
  const raw = join(folder, 'rawlog');
  for (const path of [mail, raw]) mkdirSync(path, { mode: 0o700 });
  if (isRoot) execFileSync('chown', ['-R', 'mail:mail', mail, raw]);
  writeFileSync(join(folder, 'users'), `${USER}:{PLAIN}${PASSWORD}\n`);
  const group = execFileSync('id', ['-gn', mailUser]).toString().trim();
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = ${join(folder, 'log')}
${isRoot ? '' : `default_login_user = ${mailUser}\ndefault_internal_user = ${mailUser}\ndefault_internal_group = ${group}`}
first_valid_uid = 1
first_valid_gid = 1
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${certificate}
ssl_key = <${key}
mail_location = maildir:${mail}
mail_uid = ${mailUser}
mail_gid = ${group}
passdb {
  driver = passwd-file
  args = ${join(folder, 'users')}
}
userdb {
  driver = static
  args = uid=${mailUser} gid=${group} home=${mail}
}
namespace inbox {
  inbox = yes
}
protocol imap {
  mail_max_userip_connections = 100
  rawlog_dir = ${raw}
}
service imap-login {
  ${isRoot ? '' : 'chroot ='}
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  ${isRoot ? '' : 'chroot ='}
}
service stats {
  ${isRoot ? '' : 'chroot ='}
}
`;
}

function makeCertificate(folder: string): { certificate: string; key: string } {
  const certificate = join(folder, 'cert.pem');
  const key = join(folder, 'key.pem');
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      certificate,
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
    ],
    { stdio: 'pipe' },
  );
  return { certificate, key };
}

async function run(binary: string, folder: string, port: number): Promise<ChildProcess> {
  const server = spawn(binary, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'pipe' });
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  process.once('exit', () => server.kill('SIGKILL'));
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) break;
    if (await greets(port)) return server;
    await pause(50);
  }
  server.kill('SIGKILL');
  const log = join(folder, 'log');
  throw new Error(`Dovecot did not start: ${said}\n${existsSync(log) ? readFileSync(log, 'utf8') : ''}`);
}

async function greets(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
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
  if (server.exitCode !== null) return;
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
