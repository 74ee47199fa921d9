/** What any program has to do between a mail's arrival and its receipt, each step alone and in a process that is warm. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { decrypt, readMessage, readPrivateKey } from 'openpgp';
import type { EmbeddedSmtp } from '../src/demo/embedded-smtp.js';
import { SQLite } from '../src/store/sqlite.js';
import type { Dovecot, DovecotAccount } from '../test/world/dovecot.js';
import { SMTP_LOGIN } from '../test/world/program.js';
import { openClient } from './world/delivery.js';
import { timed } from './world/figures.js';
import { openGnupgHome } from './world/gnupg-home.js';

export const STEPS = [
  'Dovecot tells an idling imapflow',
  'fetching the mail',
  'decrypting it (the faster of openpgp.js and gpg)',
  'one synced insert',
  'one SMTP transaction',
] as const;
export type Step = (typeof STEPS)[number];

export interface Unavoidable {
  /**
   * Milliseconds of each step for one mail.
   * @param deliver - delivers it
   * @param ciphertext - what is encrypted in it, armored
   */
  measure(deliver: () => Promise<void>, ciphertext: Buffer | undefined): Promise<Record<Step, number>>;
  close(): Promise<void>;
}

const GPG = ['--batch', '--quiet', '--homedir'];

/** About what a receipt of the program has. */
const RECEIPT_CHARACTERS = 4000;

/** @param world - `folder` is for the database; `secretKey` armored, without a passphrase */
export async function openUnavoidable(world: {
  readonly dovecot: Dovecot;
  readonly account: DovecotAccount;
  readonly smtp: EmbeddedSmtp;
  readonly secretKey: string;
  readonly folder: string;
}): Promise<Unavoidable> {
  const client = await openClient(world.dovecot, world.account);
  await client.mailboxOpen('INBOX', { readOnly: true });
  const decryptionKeys = await readPrivateKey({ armoredKey: world.secretKey });
  const home = openGnupgHome([world.secretKey]);
  const file = join(world.folder, 'unavoidable.asc');
  const database = new SQLite(join(world.folder, 'unavoidable.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS mails (id INTEGER PRIMARY KEY, raw BLOB, words BLOB)');
  const insert = database.prepare('INSERT INTO mails (raw, words) VALUES (?, ?)');
  const receipt = {
    from: 'support@example.test',
    to: 'finder@finder.example',
    subject: 'We have received your report',
    text: 'Thank you for your report. '.repeat(RECEIPT_CHARACTERS / 27),
  };

  const send = async () => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: world.smtp.port,
      secure: false,
      ignoreTLS: true,
      auth: { user: SMTP_LOGIN.user, pass: SMTP_LOGIN.password },
    });
    await transport.sendMail(receipt);
    transport.close();
  };

  return {
    async measure(deliver, ciphertext) {
      const idling = client.idle();
      // It is told once the server has taken IDLE.
      while (!client.idling) await pause(5);
      await pause(20);
      const told = once(client, 'exists');
      const arrival = await timed(async () => {
        await Promise.all([deliver(), told]);
      });
      const fetched = await timed(() => client.fetchOne('*', { uid: true, source: true }));
      await idling;
      const raw = fetched.value ? (fetched.value.source ?? Buffer.alloc(0)) : Buffer.alloc(0);
      writeFileSync(file, String(ciphertext));
      const opened = await timed(async () => {
        const message = await readMessage({ armoredMessage: String(ciphertext) });
        return (await decrypt({ message, decryptionKeys, format: 'binary' })).data;
      });
      const byGnupg = await timed(() => promisify(execFile)('gpg', [...GPG, home.folder, '--decrypt', file]));
      const inserted = await timed(() => insert.run(raw, Buffer.from(opened.value)));
      const sent = await timed(send);
      const [tells, fetches, decrypts, inserts, sends] = STEPS;
      return {
        [tells]: arrival.milliseconds,
        [fetches]: fetched.milliseconds,
        [decrypts]: Math.min(opened.milliseconds, byGnupg.milliseconds),
        [inserts]: inserted.milliseconds,
        [sends]: sent.milliseconds,
      } as Record<Step, number>;
    },
    async close() {
      database.close();
      home.stop();
      await client.logout();
    },
  };
}
