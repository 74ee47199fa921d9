/**
 * Two mailboxes of one program: two accounts of a real Dovecot, each with a key, an identity, a phrase, a prefix and an
 * SMTP server of its own.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { createMessage, encrypt, generateKey, readKey } from 'openpgp';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, type DovecotAccount, startDovecot } from './dovecot.js';
import { type MailFields, pgpMimeMail, plainMail } from './mails.js';
import { type Installation, install, SMTP_LOGIN } from './program.js';

export type Which = 'support' | 'product';

const ACCOUNTS: Readonly<Record<Which, DovecotAccount>> = {
  support: { name: 'support@example.test', password: 'dovecot-password' },
  product: { name: 'product@example.test', password: 'other-password' },
};

/** The phrase that each mailbox goes by. */
export const PHRASE: Readonly<Record<Which, string>> = {
  support: 'Security Alert',
  product: 'Product Alert',
};

export interface TwoMailboxes {
  readonly dovecot: Dovecot;
  readonly smtp: Readonly<Record<Which, EmbeddedSmtp>>;
  readonly inbox: Installation;
  /** The entries of the configuration; `configure` takes others in their place. */
  readonly entries: Readonly<Record<Which, Record<string, unknown>>>;
  /** Writes the configuration anew. */
  configure(mailboxes: readonly object[], overrides?: Record<string, unknown>): void;
  /** Delivers to INBOX, or to a folder, which is made. */
  deliver(which: Which, raws: readonly Uint8Array[], folder?: string): Promise<void>;
  /** A report under the phrase of a mailbox. */
  report(which: Which, fields?: MailFields): Buffer;
  /** The same, encrypted to the key of that mailbox. */
  sealed(which: Which, fields?: MailFields): Promise<Buffer>;
  /** What was sent by the SMTP server of a mailbox, each as "from > to: subject". */
  sent(which: Which): Promise<string[]>;
  stop(): Promise<void>;
}

const TEXT = 'Description\nThe export of every list is wrong.\n';

/** Starts all of it; nothing is run. */
export async function startTwoMailboxes(): Promise<TwoMailboxes> {
  const dovecot = await startDovecot([ACCOUNTS.support, ACCOUNTS.product]);
  const smtp = {
    support: await startEmbeddedSmtp(SMTP_LOGIN),
    product: await startEmbeddedSmtp(SMTP_LOGIN),
  };
  const inbox = install({ imap: dovecot, smtp: smtp.support });
  const keys = { support: await newKey(), product: await newKey() };
  for (const which of ['support', 'product'] as const) {
    writeFileSync(join(inbox.folder, `${which}.asc`), keys[which].privateKey, { mode: 0o600 });
  }
  const entryOf = (which: Which, identity: string, prefix: string) => ({
    name: which,
    mailbox: {
      host: dovecot.host,
      port: dovecot.port,
      security: 'none',
      user: ACCOUNTS[which].name,
      password: ACCOUNTS[which].password,
    },
    smtp: { host: smtp[which].host, port: smtp[which].port, security: 'none', ...SMTP_LOGIN },
    identity: { name: identity, address: ACCOUNTS[which].name },
    trigger: { subject: PHRASE[which] },
    pgp: { privateKeys: [{ file: `${which}.asc` }] },
    reportIdPrefix: prefix,
  });
  const entries = {
    support: entryOf('support', 'Example Security', 'TS'),
    product: entryOf('product', 'Product Security', 'PR'),
  };
  const configure = (mailboxes: readonly object[], overrides: Record<string, unknown> = {}) => {
    const config = {
      mailboxes,
      database: 'data/inbox.sqlite',
      policy: { url: 'https://example.test/policy' },
      ...overrides,
    };
    writeFileSync(join(inbox.folder, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  };
  configure([entries.support, entries.product]);
  const fieldsOf = (which: Which, fields: MailFields) => ({
    to: ACCOUNTS[which].name,
    subject: PHRASE[which],
    ...fields,
  });
  return {
    dovecot,
    smtp,
    inbox,
    entries,
    configure,
    async deliver(which, raws, folder = 'INBOX') {
      await dovecot.deliverTo(folder, raws, undefined, ACCOUNTS[which]);
    },
    report: (which, fields = {}) => plainMail(fieldsOf(which, fields), TEXT),
    async sealed(which, fields = {}) {
      const armored = await encrypt({
        message: await createMessage({ text: `Content-Type: text/plain\r\n\r\n${TEXT}` }),
        encryptionKeys: await readKey({ armoredKey: keys[which].publicKey }),
      });
      return pgpMimeMail(fieldsOf(which, { subject: '...', ...fields }), Buffer.from(armored as string));
    },
    sent: which =>
      Promise.all(
        smtp[which].received.map(async ({ raw, envelope }) => {
          const { from, subject } = await simpleParser(raw);
          return `${from?.text} > ${envelope.to.join()}: ${subject}`;
        }),
      ),
    async stop() {
      inbox.remove();
      await smtp.support.stop();
      await smtp.product.stop();
      await dovecot.stop();
    },
  };
}

function newKey() {
  return generateKey({ userIDs: [{ email: 'security@example.test' }], format: 'armored' });
}
