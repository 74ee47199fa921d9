import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedImap, startEmbeddedImap } from '../../src/demo/embedded-imap.js';
import { startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { makeCertificate } from './certificate.js';
import { pgpMimeMail, plainMail } from './mails.js';

const LOGIN = { user: 'support@example.test', password: 'p' };
const ARMOR = '-----BEGIN PGP MESSAGE-----\n\nwcBM\n-----END PGP MESSAGE-----\n';

describe('the IMAP server in this process', () => {
  const first = plainMail({ subject: 'one' }, 'x\n');
  const date = new Date('2026-11-20T23:30:00Z');
  let imap: EmbeddedImap;
  let client: ImapFlow;

  beforeEach(async () => {
    imap = await startEmbeddedImap({
      ...LOGIN,
      folders: [
        { name: 'INBOX', messages: [{ raw: first, internalDate: date }] },
        { name: 'Old/2025', messages: [{ raw: first, flags: ['\\Seen'] }] },
      ],
    });
    client = new ImapFlow({
      host: imap.host,
      port: imap.port,
      secure: false,
      doSTARTTLS: false,
      auth: { user: LOGIN.user, pass: LOGIN.password },
      logger: false,
      disableAutoIdle: true,
    });
    client.on('error', () => undefined);
    await client.connect();
    await client.mailboxOpen('INBOX', { readOnly: true });
  });

  afterEach(async () => {
    await imap.stop();
    client.close();
  });

  it('previews, searches and gives the bytes, and changes no flag', async () => {
    const encrypted = pgpMimeMail({ subject: '...' }, Buffer.from(ARMOR));
    const uid = imap.append('INBOX', encrypted);
    await client.noop();
    const query = { uid: true, size: true, internalDate: true, bodyStructure: true, headers: ['subject'] };
    const previews = await client.fetchAll('1:*', query, { uid: true });
    expect(previews.map(({ uid, size }) => [uid, size])).toEqual([
      [1, first.length],
      [uid, encrypted.length],
    ]);
    expect(previews[0]?.internalDate).toEqual(date);
    expect(previews[1]?.headers?.toString()).toBe('Subject: ...\r\n\r\n');
    expect(previews[1]?.bodyStructure?.childNodes?.map(({ type }) => type)).toEqual([
      'application/pgp-encrypted',
      'application/octet-stream',
    ]);
    expect(await client.search({ uid: '1:*', body: 'BEGIN PGP MESSAGE' }, { uid: true })).toEqual([uid]);
    const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
    expect(message ? message.source : null).toEqual(encrypted);
    expect([...imap.flags('INBOX').values()]).toEqual([[], []]);
    expect(imap.commands().filter(command => command.includes('EXAMINE INBOX'))).toHaveLength(1);
  });

  it('tells who idles of a new mail, and can stop under them', async () => {
    const heard = new Promise<number>(resolve => client.once('exists', ({ count }) => resolve(count)));
    const idling = client.idle();
    await expect.poll(() => imap.commands().at(-1)).toMatch(/ IDLE$/);
    imap.append('INBOX', first);
    expect(await heard).toBe(2);
    const closed = once(client, 'close');
    await imap.stop();
    await closed;
    await idling;
    expect(client.usable).toBe(false);
  });

  it('has the folders that it was given', async () => {
    await client.mailboxOpen('Old/2025', { readOnly: true });
    const message = await client.fetchOne('1', { flags: true });
    expect(message && [...(message.flags ?? [])]).toEqual(['\\Seen']);
  });
});

describe('the SMTP server in this process', () => {
  const letter = { from: 'a@example.org', to: 'b@example.org', subject: 's', text: 't' };

  it('takes mail from anybody, and wakes everyone who waits for it', async () => {
    const smtp = await startEmbeddedSmtp();
    const waiting = [smtp.accepted(1), smtp.accepted(1)];
    await createTransport({ host: smtp.host, port: smtp.port }).sendMail({
      ...letter,
      envelope: { from: '', to: [letter.to] },
    });
    await Promise.all(waiting);
    expect(smtp.received.map(({ envelope }) => envelope)).toEqual([{ from: '', to: ['b@example.org'] }]);
    await smtp.stop();
  });

  it('wants STARTTLS before a login where it has a certificate', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'smtp-'));
    const { cert, key } = makeCertificate(folder);
    const smtp = await startEmbeddedSmtp({ ...LOGIN, tls: { cert, key } });
    const auth = { user: LOGIN.user, pass: LOGIN.password };
    const server = { host: smtp.host, port: smtp.port, auth };
    await createTransport({ ...server, requireTLS: true, tls: { ca: cert } }).sendMail(letter);
    await expect(createTransport({ ...server, ignoreTLS: true }).sendMail(letter)).rejects.toThrow();
    await expect(createTransport({ ...server, requireTLS: true }).sendMail(letter)).rejects.toThrow(
      /self-signed/,
    );
    expect(smtp.received).toHaveLength(1);
    await smtp.stop();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['for good at RCPT', { refuseRecipient: () => ({ code: 550, message: '5.1.1 nobody' }) }, 550],
    ['for now after DATA', { refuseData: () => ({ code: 451, message: '4.7.1 later' }) }, 451],
  ])('refuses %s', async (_when, refusals, code) => {
    const smtp = await startEmbeddedSmtp(refusals);
    const sending = createTransport({ host: smtp.host, port: smtp.port }).sendMail(letter);
    await expect(sending).rejects.toMatchObject({ responseCode: code });
    expect(smtp.received).toEqual([]);
    await smtp.stop();
  });
});
