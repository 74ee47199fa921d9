/**
 * The built program as an operator runs it: a process of its own, with a configuration in a folder of its own.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when a log event of that name was written; rejects when the process ends without it. */
  logged(event: string): Promise<void>;
}

export interface Installation {
  readonly folder: string;
  /** Absolute path of the database. */
  readonly database: string;
  /** Runs a command to its end. */
  run(...words: readonly string[]): Promise<Finished>;
  runWithInput(input: Uint8Array, ...words: readonly string[]): Promise<Finished>;
  start(...words: readonly string[]): Running;
  /** Runs a command to its end under another clock, in faketime's words: "-1y". */
  runAt(clock: string, ...words: readonly string[]): Promise<Finished>;
  /** Rows of a query on the database. */
  query(sql: string): Record<string, unknown>[];
  remove(): void;
}

export interface Account {
  readonly imap: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password?: string;
    /** In place of the password. */
    readonly oauth?: object;
    readonly security?: 'tls' | 'starttls' | 'none';
    readonly caFile?: string;
    readonly folder?: string;
    readonly junkFolder?: string | false;
    readonly sentFolder?: string | null;
  };
  readonly smtp: { readonly host: string; readonly port: number };
  /** Armored private keys, the disclosure key first. */
  readonly keys?: readonly { readonly secretKey: string; readonly passphrase?: string }[];
  /** Laid over the configuration, by its top-level keys. */
  readonly overrides?: Record<string, unknown>;
}

export const SMTP_LOGIN = { user: 'support@example.test', password: 'smtp-password' };

const PROGRAM = resolve('dist/main.js');

/** Whether this machine has faketime; says so loudly where it has not. */
export function faketimeInstalled(): boolean {
  if (spawnSync('faketime', ['--version']).status === 0) return true;
  console.warn('\n*** SKIPPED: no faketime on this machine. Install faketime to run these tests. ***\n');
  return false;
}

/** Writes a configuration for an account, and gives the means to run the program with it. */
export function install(account: Account): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'inbox-'));
  const database = join(folder, 'data', 'inbox.sqlite');
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify(configuration(account, folder)), { mode: 0o600 });

  const start = (...words: readonly string[]): Running => startAs([process.execPath], words);
  const startAs = ([command = '', ...before]: readonly string[], words: readonly string[]): Running => {
    const child = spawn(command, [...before, PROGRAM, ...words, '--config', config], {
      cwd: folder,
      stdio: 'pipe',
      env: { ...process.env, NO_COLOR: '1' },
    });
    return follow(child);
  };
  const runWithInput = (input: Uint8Array, ...words: readonly string[]) => {
    const { child, finished } = start(...words);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    return finished;
  };
  return {
    folder,
    database,
    start,
    runWithInput,
    run: (...words) => runWithInput(new Uint8Array(), ...words),
    runAt(clock, ...words) {
      const { child, finished } = startAs(['faketime', '-f', clock, process.execPath], words);
      child.stdin?.end();
      return finished;
    },
    query(sql) {
      const connection = new Database(database, { readonly: true });
      try {
        return connection.prepare(sql).all() as Record<string, unknown>[];
      } finally {
        connection.close();
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function configuration({ imap, smtp, keys = [], overrides = {} }: Account, folder: string): unknown {
  const privateKeys = keys.map(({ secretKey, passphrase }, index) => {
    const file = join(folder, `key-${index}.asc`);
    writeFileSync(file, secretKey, { mode: 0o600 });
    return passphrase === undefined ? { file } : { file, passphrase };
  });
  return {
    mailbox: {
      host: imap.host,
      port: imap.port,
      user: imap.user,
      ...(imap.oauth ? { oauth: imap.oauth } : { password: imap.password }),
      security: imap.security ?? 'none',
      folder: imap.folder ?? 'INBOX',
      ...(imap.junkFolder === undefined ? {} : { junkFolder: imap.junkFolder }),
      ...(imap.sentFolder === undefined ? {} : { sentFolder: imap.sentFolder }),
      ...(imap.security && imap.caFile ? { caFile: imap.caFile } : {}),
    },
    smtp: {
      host: smtp.host,
      port: smtp.port,
      security: 'none',
      ...(imap.oauth ? { user: imap.user } : SMTP_LOGIN),
    },
    identity: { name: 'Example Security', address: 'support@example.test' },
    trigger: { subject: 'Security Alert' },
    pgp: { privateKeys },
    database: 'data/inbox.sqlite',
    reportIdPrefix: 'TS',
    policy: { url: 'https://example.test/policy', acknowledgeWorkingDays: 1, disclosureDays: 90 },
    calendar: { timeZone: 'Europe/Berlin', country: 'DE', state: 'HE' },
    ...overrides,
  };
}

function follow(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  let heard: () => void = () => undefined;
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    heard();
  });
  const finished = new Promise<Finished>(done => {
    child.once('close', status => {
      done({ status, stdout, stderr });
      heard();
    });
  });
  let from = 0;
  return {
    child,
    finished,
    async logged(event) {
      const mark = `"event":"${event}"`;
      for (;;) {
        const at = stderr.indexOf(mark, from);
        if (at >= 0) {
          from = at + mark.length;
          return;
        }
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`ended before ${event}: ${stderr}`);
        await new Promise<void>(resolve => {
          heard = resolve;
        });
      }
    },
  };
}
