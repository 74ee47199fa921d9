/**
 * A mailbox with reports and other mail, an SMTP server, a proxy before each, and the program between the proxies.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createMessage, encrypt, generateKey, type PrivateKey, readKey } from 'openpgp';
import { pino } from 'pino';
import { loadConfig } from '../../dist/config/load.js';
import { connect, disconnect } from '../../dist/mailbox/connection.js';
import { makePass, type PassResult } from '../../dist/passes/pass.js';
import type { Session } from '../../dist/passes/session.js';
import { openSessions } from '../../dist/passes/sessions.js';
import {
  type EmbeddedSmtp,
  type EmbeddedSmtpOptions,
  startEmbeddedSmtp,
} from '../../src/demo/embedded-smtp.js';
import type { Dovecot, SnapshotEntry } from '../world/dovecot.js';
import { type FaultProxy, startFaultProxy } from '../world/fault-proxy.js';
import { type ProtectedOptions, pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Finished, type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';
import { startTlsFront } from '../world/tls-front.js';
import { inLaterHours } from './clock.js';

/** A mail as it was put into the mailbox. */
export interface Delivered {
  readonly from: string;
  readonly raw: Buffer;
  readonly isReport: boolean;
  readonly folder: string;
  readonly uid: number;
}

type Mail = Pick<Delivered, 'from' | 'raw' | 'isReport'>;

export interface FaultyWorld {
  readonly dovecot: Dovecot;
  /** Of this world alone, in a Dovecot that several may share. */
  readonly folder: string;
  /** Read as Junk, or null. */
  readonly junk: string | null;
  readonly smtp: EmbeddedSmtp;
  /** Before the mailbox. */
  readonly imapProxy: FaultProxy;
  /** Before the SMTP server. */
  readonly smtpProxy: FaultProxy;
  readonly inbox: Installation;
  readonly delivered: readonly Delivered[];
  /** Words that stand in encrypted parts and nowhere else. */
  readonly secrets: readonly string[];
  /** Where the program's temporary files would be. */
  readonly temporary: string;
  /** What every run of the program wrote. */
  readonly said: readonly string[];
  /** What the folder must look like. */
  expected(folder: string): SnapshotEntry[];
  /** Puts in a report in the clear, an encrypted one, and a mail that is none. @returns the senders of the reports */
  deliver(folder?: string): Promise<string[]>;
  /** Puts in a mail of the test's own. @param by - how, giving its UID; by default over a connection of its own */
  put(mail: Mail, by?: (folder: string, raw: Buffer) => Promise<number>): Promise<void>;
  /** Puts in an encrypted report with a file. @returns the mail's size in bytes */
  deliverLarge(from: string, file: Uint8Array): Promise<number>;
  /** Makes the folder anew, and puts the same mails in under other UIDs. */
  recreate(): Promise<void>;
  /** Moves a mail out of the folder, as a person does. */
  takeAway(from: string): Promise<void>;
  /** Moves a mail out of Junk into the folder, as a person does. */
  rescue(from: string): Promise<void>;
  /** Starts the program on its own. */
  start(command: 'poll' | 'watch'): Running;
  /** Polls to the end. @param clock - in faketime's words, "+1y"; by default the true one */
  poll(clock?: string): Promise<Finished>;
  /** Opens the program's session in this process, where a pass costs no start of the program. Keeps it from others. */
  /** @param serverSeconds - in place of what the world has */
  openHere(serverSeconds?: number): Promise<Here>;
  /** Makes due what was put off, as an operator does after an outage. */
  retry(): Promise<Finished>;
  /** The faults are over: makes due what was put off, and polls once. */
  pollInPeace(): Promise<Finished>;
  /** Passes without faults at later and later hours, so that whatever waits for its time is due. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** The program's session in this process. */
export interface Here {
  readonly session: Session;
  /** Connects and makes a pass, as `poll` does. */
  pass(): Promise<PassResult>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly smtp?: EmbeddedSmtpOptions;
  /** Seconds after which the program gives a silent server up. */
  readonly serverSeconds?: number;
  /** How the program reaches the mailbox. */
  readonly security?: 'tls' | 'starttls' | 'none';
  /** How it reaches the SMTP server. */
  readonly smtpSecurity?: 'tls' | 'none';
  /** Whether a Junk folder is read. */
  readonly junk?: boolean;
  /** Of the configuration, over what a world sets itself. */
  readonly overrides?: Record<string, unknown>;
}

let keyPair: Promise<PrivateKey> | null = null;

function disclosureKey(): Promise<PrivateKey> {
  keyPair ??= generateKey({
    userIDs: [{ name: 'Support', email: 'support@example.test' }],
    format: 'object',
  }).then(({ privateKey }) => privateKey);
  return keyPair;
}

/** Makes a world of its own in a folder of a running Dovecot. */
export async function startFaultyWorld(dovecot: Dovecot, options: WorldOptions = {}): Promise<FaultyWorld> {
  const key = await disclosureKey();
  const folder = `World-${randomUUID()}`;
  await dovecot.deliverTo(folder, []);
  const smtp = await startEmbeddedSmtp({ ...SMTP_LOGIN, ...options.smtp });
  const security = options.security ?? 'none';
  const imapProxy = await startFaultProxy({ port: security === 'tls' ? dovecot.tlsPort : dovecot.port });
  const certificate = { certFile: dovecot.caFile, keyFile: dovecot.keyFile };
  const front = options.smtpSecurity === 'tls' ? await startTlsFront(smtp, certificate) : null;
  const smtpProxy = await startFaultProxy(front ?? smtp);
  const junk = options.junk === true ? `${folder}-junk` : null;
  if (junk !== null) await dovecot.deliverTo(junk, []);
  const inbox = install({
    imap: {
      ...dovecot,
      port: imapProxy.port,
      folder,
      security,
      junkFolder: junk ?? false,
      sentFolder: null,
    },
    smtp: smtpProxy,
    keys: [{ secretKey: key.armor() }],
    overrides: {
      limits: { serverSeconds: options.serverSeconds ?? 5 },
      answering: { perSenderPerHour: 5, perDomainPerHour: 10_000, perHour: 100_000 },
      ...(front
        ? {
            smtp: {
              host: smtpProxy.host,
              port: smtpProxy.port,
              security: 'tls',
              caFile: dovecot.caFile,
              ...SMTP_LOGIN,
            },
          }
        : {}),
      ...options.overrides,
    },
  });
  const temporary = join(mkdtempSync(join(tmpdir(), 'faults-')), 'tmp');
  mkdirSync(temporary);
  const delivered: Delivered[] = [];
  const secrets: string[] = [];
  const said: string[] = [];
  let names = 0;

  const put = async (target: string, mails: readonly Mail[]) => {
    const raws = mails.map(({ raw }) => raw);
    const uids = await dovecot.deliverTo(target, raws);
    delivered.push(...mails.map((mail, index) => ({ ...mail, folder: target, uid: uids[index] ?? 0 })));
  };

  const start = (command: 'poll' | 'watch'): Running => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = temporary;
    try {
      const running = inbox.start(command);
      running.child.stdin?.end();
      void running.finished.then(({ stdout, stderr }) => said.push(stdout, stderr));
      return running;
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  };
  const poll = async (clock?: string) => {
    if (clock === undefined) return start('poll').finished;
    const finished = await inbox.runAt(clock, 'poll');
    said.push(finished.stdout, finished.stderr);
    return finished;
  };
  const inPeace = () => {
    imapProxy.plan(() => ({}));
    smtpProxy.plan(() => ({}));
  };
  return {
    dovecot,
    folder,
    junk,
    smtp,
    imapProxy,
    smtpProxy,
    inbox,
    delivered,
    secrets,
    temporary,
    said,
    expected: target =>
      delivered
        .filter(mail => mail.folder === target)
        .map(({ uid, raw }) => ({ uid, flags: [], sha256: createHash('sha256').update(raw).digest('hex') })),
    async deliver(target = folder) {
      const name = names.toString();
      names += 1;
      const [clear, sealed, other] = [`clear-${name}`, `sealed-${name}`, `other-${name}`].map(
        user => `${user}@${user}.example`,
      ) as [string, string, string];
      const secret = `secret${randomUUID().replaceAll('-', '')}`;
      secrets.push(secret);
      await put(target, [
        { from: clear, raw: plainMail({ from: clear }, `Description\nThe ${name} leaks.\n`), isReport: true },
        {
          from: other,
          raw: plainMail({ from: other, subject: 'Invoice' }, 'Where is it?\n'),
          isReport: false,
        },
        { from: sealed, raw: await sealedMail(key, sealed, secret), isReport: true },
      ]);
      return [clear, sealed];
    },
    async put(mail, by) {
      if (!by) return put(folder, [mail]);
      delivered.push({ ...mail, folder, uid: await by(folder, mail.raw) });
    },
    async deliverLarge(from, bytes) {
      const secret = `secret${randomUUID().replaceAll('-', '')}`;
      secrets.push(secret);
      const raw = await sealedMail(key, from, secret, [{ filename: 'core.bin', bytes }]);
      await put(folder, [{ from, raw, isReport: true }]);
      return raw.length;
    },
    async recreate() {
      await dovecot.recreate(folder);
      const again = delivered.splice(0);
      await put(folder, again);
    },
    async takeAway(from) {
      const index = delivered.findIndex(mail => mail.from === from);
      const [mail] = delivered.splice(index, 1);
      await dovecot.deliverTo(`${folder}-away`, []);
      await dovecot.move(mail?.uid ?? 0, folder, `${folder}-away`);
    },
    async rescue(from) {
      const index = delivered.findIndex(mail => mail.from === from);
      const [mail] = delivered.splice(index, 1);
      if (!mail) throw new Error(`${from} has sent nothing`);
      await dovecot.move(mail.uid, mail.folder, folder);
      const uid = (await dovecot.snapshot(folder)).at(-1)?.uid ?? 0;
      delivered.push({ ...mail, folder, uid });
    },
    start,
    poll,
    openHere: serverSeconds => openHere(join(inbox.folder, 'config.json'), said, serverSeconds),
    retry: () => inbox.run('retry'),
    async pollInPeace() {
      inPeace();
      await inbox.run('retry');
      return poll();
    },
    async settle() {
      inPeace();
      const here = await openHere(join(inbox.folder, 'config.json'), said);
      try {
        await inLaterHours([0, 300], () => here.pass());
      } finally {
        await here.close();
      }
    },
    async stop() {
      await imapProxy.stop();
      await smtpProxy.stop();
      await front?.stop();
      await smtp.stop();
      inbox.remove();
      rmSync(join(temporary, '..'), { recursive: true, force: true });
    },
  };
}

async function openHere(file: string, said: string[], serverSeconds?: number): Promise<Here> {
  const [{ limits, ...loaded }] = loadConfig(file, sentence => said.push(sentence));
  const config = { ...loaded, limits: { ...limits, serverSeconds: serverSeconds ?? limits.serverSeconds } };
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.push(chunk.toString());
      done();
    },
  });
  const sessions = await openSessions(
    [config],
    pino({ messageKey: 'event' }, sink),
    new AbortController().signal,
  );
  const [session] = sessions.all;
  return {
    session,
    async pass() {
      const client = await connect(config.mailbox, config.limits);
      try {
        return await makePass(client, session);
      } finally {
        await disconnect(client);
      }
    },
    close: () => sessions.close(),
  };
}

async function sealedMail(
  key: PrivateKey,
  from: string,
  secret: string,
  attachments: ProtectedOptions['attachments'] = [],
): Promise<Buffer> {
  const text = `Description\nThe ${secret} leaks.\n`;
  const entity = protectedEntity('Security Alert', text, { from, attachments });
  const armored = await encrypt({
    message: await createMessage({ binary: entity }),
    encryptionKeys: await readKey({ armoredKey: key.toPublic().armor() }),
  });
  return pgpMimeMail({ from, subject: '...' }, Buffer.from(armored as string));
}
