/** A mail of which only the header was kept, fetched again from a real server. */
import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, disconnect, openFolder } from '../../src/mailbox/connection.js';
import { fetchAgain, type Wanted } from '../../src/mailbox/fetch-again.js';
import { downloadHeader } from '../../src/mailbox/one-message.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';

const ID = '<large@example.org>';
const LIMITS = { messageBytes: 1_000_000, serverSeconds: 20 };

describe.skipIf(!dovecotInstalled())('a mail of which only the header was kept', () => {
  const raw = plainMail({ messageId: ID }, 'Some words of it.\n'.repeat(100));
  const twin = plainMail({ messageId: ID, subject: 'Security Alert, again' }, 'Other words.\n');
  let dovecot: Dovecot;
  let client: ImapFlow;
  let header: Uint8Array;
  let uidValidity: string;

  beforeAll(async () => {
    dovecot = await startDovecot();
    await dovecot.deliver(twin, raw, twin);
    client = await connect(configOf(), LIMITS);
    uidValidity = await openFolder(client, configOf(), 'INBOX');
    const given = await downloadHeader(client, 2);
    if (given.kind !== 'given') throw new Error('no header');
    header = given.value;
  });
  afterAll(async () => {
    if (client) await disconnect(client);
    await dovecot?.stop();
  });

  const configOf = () => ({
    host: dovecot.host,
    port: dovecot.port,
    security: 'none' as const,
    user: dovecot.user,
    password: dovecot.password,
    folder: 'INBOX',
    junkFolder: false as const,
    sentFolder: null,
    authservId: null,
    path: 'mailbox',
    foldersOfOthers: [],
    ca: null,
  });
  const place = (uid: number, validity = uidValidity, folder = 'INBOX') => ({
    folder: { mailbox: 'm', folder },
    position: { uidValidity: validity, uid },
  });
  const fetch = (wanted: Partial<Wanted>, limits = LIMITS) =>
    fetchAgain(client, configOf(), limits, { header, messageId: ID, place: null, ...wanted });

  it.each<[string, () => Partial<Wanted>]>([
    ['by its place alone', () => ({ messageId: null, place: place(2) })],
    ['by its Message-ID, among others that have it', () => ({})],
    ['by its Message-ID, where its UID is another mail’s', () => ({ place: place(1) })],
    ['by its Message-ID, where UIDs mean something else now', () => ({ place: place(2, '1') })],
    ['by its Message-ID, where its folder is not read any more', () => ({ place: place(2, '1', 'Away') })],
  ])('is found %s', async (_name, wanted) => {
    expect(await fetch(wanted())).toEqual({ kind: 'found', raw });
  });

  it.each<[string, () => Partial<Wanted>]>([
    ['another mail lies in its place', () => ({ messageId: null, place: place(1) })],
    ['nothing lies there', () => ({ messageId: null, place: place(99) })],
    ['none of its Message-ID has its header', () => ({ header: Buffer.from(`Message-ID: ${ID}\r\n\r\n`) })],
  ])('is not found where %s', async (_name, wanted) => {
    expect(await fetch(wanted())).toEqual({ kind: 'not-found' });
  });

  it('is not downloaded where it is larger than is read', async () => {
    expect(await fetch({}, { ...LIMITS, messageBytes: 1000 })).toEqual({
      kind: 'too-large',
      bytes: raw.length,
    });
  });

  it('has no flag after all of that', async () => {
    expect((await dovecot.snapshot()).map(({ flags }) => flags)).toEqual([[], [], []]);
  });
});
