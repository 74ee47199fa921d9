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
import { makePass, type PassResult } from '../../dist/pass.js';
import { openSession } from '../../dist/session.js';
import {
  type EmbeddedSmtp,
  type EmbeddedSmtpOptions,
  startEmbeddedSmtp,
} from '../../src/demo/embedded-smtp.js';
import type { Dovecot, SnapshotEntry } from '../world/dovecot.js';
import { type FaultProxy, startFaultProxy } from '../world/fault-proxy.js';
import { pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Finished, type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';

/** A mail as it was put into the mailbox. */
export interface Delivered {
  readonly from: string;
  readonly raw: Buffer;
  readonly isReport: boolean;
}

export interface FaultyWorld {
  readonly dovecot: Dovecot;
  /** Of this world alone, in a Dovecot that several may share. */
  readonly folder: string;
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
  /** What the mailbox must look like. */
  expected(): SnapshotEntry[];
  /** Puts in a report in the clear, an encrypted one, and a mail that is none. @returns the senders of the reports */
  deliver(): Promise<string[]>;
  /** Moves a mail out of the folder, as a person does. */
  takeAway(from: string): Promise<void>;
  /** Starts the program on its own. */
  start(command: 'poll' | 'watch'): Running;
  /** Polls to the end. */
  poll(): Promise<Finished>;
  /** Opens the program's session in this process, where a pass costs no start of the program. Keeps it from others. */
  openHere(): Promise<Here>;
  /** Makes due what was put off, as an operator does after an outage. */
  retry(): Promise<Finished>;
  /** The faults are over: makes due what was put off, and polls once. */
  pollInPeace(): Promise<Finished>;
  stop(): Promise<void>;
}

/** The program's session in this process. */
export interface Here {
  /** Connects and makes a pass, as `poll` does. */
  pass(): Promise<PassResult>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly smtp?: EmbeddedSmtpOptions;
  /** Seconds after which the program gives a silent server up. */
  readonly serverSeconds?: number;
  /** How the program reaches the mailbox. */
  readonly security?: 'starttls' | 'none';
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
  const imapProxy = await startFaultProxy(dovecot);
  const smtpProxy = await startFaultProxy(smtp);
  const security = options.security ?? 'none';
  const inbox = install({
    imap: { ...dovecot, port: imapProxy.port, folder, security, junkFolder: false, sentFolder: null },
    smtp: smtpProxy,
    keys: [{ secretKey: key.armor() }],
    overrides: {
      limits: { serverSeconds: options.serverSeconds ?? 5 },
      answering: { perSenderPerHour: 5, perDomainPerHour: 10_000, perHour: 100_000 },
    },
  });
  const temporary = join(mkdtempSync(join(tmpdir(), 'faults-')), 'tmp');
  mkdirSync(temporary);
  const delivered: Delivered[] = [];
  const secrets: string[] = [];
  const said: string[] = [];
  const uids: number[] = [];

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
  const poll = () => start('poll').finished;
  return {
    dovecot,
    folder,
    smtp,
    imapProxy,
    smtpProxy,
    inbox,
    delivered,
    secrets,
    temporary,
    said,
    expected: () =>
      delivered.map(({ raw }, index) => ({
        uid: uids[index] ?? 0,
        flags: [],
        sha256: createHash('sha256').update(raw).digest('hex'),
      })),
    async deliver() {
      const name = delivered.length.toString();
      const [clear, sealed, other] = [`clear-${name}`, `sealed-${name}`, `other-${name}`].map(
        user => `${user}@${user}.example`,
      ) as [string, string, string];
      const secret = `secret${randomUUID().replaceAll('-', '')}`;
      secrets.push(secret);
      const mails: Delivered[] = [
        { from: clear, raw: plainMail({ from: clear }, `Description\nThe ${name} leaks.\n`), isReport: true },
        {
          from: other,
          raw: plainMail({ from: other, subject: 'Invoice' }, 'Where is it?\n'),
          isReport: false,
        },
        { from: sealed, raw: await sealedMail(key, sealed, secret), isReport: true },
      ];
      uids.push(...(await append(dovecot, folder, mails)));
      delivered.push(...mails);
      return [clear, sealed];
    },
    async takeAway(from) {
      const index = delivered.findIndex(mail => mail.from === from);
      const [uid = 0] = uids.splice(index, 1);
      delivered.splice(index, 1);
      await dovecot.deliverTo(`${folder}-away`, []);
      await dovecot.move(uid, folder, `${folder}-away`);
    },
    start,
    poll,
    openHere: () => openHere(join(inbox.folder, 'config.json'), said),
    retry: () => inbox.run('retry'),
    async pollInPeace() {
      imapProxy.plan(() => ({}));
      smtpProxy.plan(() => ({}));
      await inbox.run('retry');
      return poll();
    },
    async stop() {
      await imapProxy.stop();
      await smtpProxy.stop();
      await smtp.stop();
      inbox.remove();
      rmSync(join(temporary, '..'), { recursive: true, force: true });
    },
  };
}

async function openHere(file: string, said: string[]): Promise<Here> {
  const config = loadConfig(file, sentence => said.push(sentence));
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.push(chunk.toString());
      done();
    },
  });
  const session = await openSession(
    config,
    pino({ messageKey: 'event' }, sink),
    new AbortController().signal,
  );
  return {
    async pass() {
      const client = await connect(config.mailbox, config.limits);
      try {
        return await makePass(client, session);
      } finally {
        await disconnect(client);
      }
    },
    close: () => session.close(),
  };
}

async function append(dovecot: Dovecot, folder: string, mails: readonly Delivered[]): Promise<number[]> {
  return dovecot.deliverTo(
    folder,
    mails.map(({ raw }) => raw),
  );
}

async function sealedMail(key: PrivateKey, from: string, secret: string): Promise<Buffer> {
  const entity = protectedEntity('Security Alert', `Description\nThe ${secret} leaks.\n`, { from });
  const armored = await encrypt({
    message: await createMessage({ binary: entity }),
    encryptionKeys: await readKey({ armoredKey: key.toPublic().armor() }),
  });
  return pgpMimeMail({ from, subject: '...' }, Buffer.from(armored as string));
}
