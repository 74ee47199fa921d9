/** A connection that delivers mails and stays open, so that delivering one costs an APPEND alone. */
import { ImapFlow } from 'imapflow';
import type { Dovecot, DovecotAccount } from '../../test/world/dovecot.js';

export interface Delivery {
  /** Puts a mail into INBOX. */
  put(raw: Buffer): Promise<void>;
  close(): Promise<void>;
}

export async function openDelivery(dovecot: Dovecot, account: DovecotAccount): Promise<Delivery> {
  const client = await openClient(dovecot, account);
  return {
    async put(raw) {
      if (!(await client.append('INBOX', raw))) throw new Error('Dovecot did not take the mail');
    },
    close: () => client.logout(),
  };
}

/** Connected and logged in; idles only when told to. */
export async function openClient({ port }: Dovecot, { name, password }: DovecotAccount): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: name, pass: password },
    logger: false,
    disableAutoIdle: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
