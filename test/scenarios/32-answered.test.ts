/** Who answered: what an engineer sends from a mail program is seen in the Sent folder, by the built program. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type ImapProxy, startImapProxy } from '../world/imap-proxy.js';
import { type MailFields, plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

/** What reports are read from, and what Dovecot is told to call \Sent. */
const WATCHED = 'Reports';
const SENT = 'Outgoing';

/** The headers of mails there. */
const LOOK = /UID FETCH [\d,:]+ .*\(FROM TO CC SUBJECT .*AUTO-SUBMITTED PRECEDENCE\)/i;

const HOUR = 3_600_000;
/** IMAP's dates are whole seconds. */
const ago = (hours: number) => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * HOUR);

const ADA = 'ada@example.org';
const US = 'Support <support@example.test>';
const TEXT = 'Description\nSomething is wrong with the export.\n';
const report = (from: string, messageId: string) => plainMail({ from, messageId }, TEXT);

/** As Thunderbird files what it sent; the Date field is the sender's word, and here it lies. */
const reply = (messageId: string, fields: MailFields = {}) =>
  plainMail(
    {
      from: US,
      to: `Ada <${ADA}>`,
      subject: 'Re: Security Alert',
      date: new Date('2020-01-01T00:00:00Z'),
      ...fields,
      headers: [
        'User-Agent: Mozilla Thunderbird',
        `References: ${messageId}`,
        `In-Reply-To: ${messageId}`,
        ...(fields.headers ?? []),
      ],
    },
    'Thank you, we look into it.\n',
  );

describe.skipIf(!dovecotInstalled())('an answer in the Sent folder', { timeout: 240_000 }, () => {
  let dovecot: Dovecot;
  let proxy: ImapProxy;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(async () => {
    dovecot = await startDovecot();
    for (const folder of [WATCHED, SENT]) await dovecot.deliverTo(folder, []);
  });
  beforeEach(async () => {
    for (const folder of [WATCHED, SENT]) await dovecot.recreate(folder);
    proxy = await startImapProxy(dovecot.port);
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    const { user, password } = dovecot;
    inbox = install({
      imap: { host: proxy.host, port: proxy.port, user, password, folder: WATCHED, junkFolder: false },
      smtp,
      overrides: { engineers: [{ name: 'Ben', address: 'ben@example.test' }], notices: { mail: false } },
    });
  });
  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
    await proxy.stop();
  });
  afterAll(() => dovecot?.stop());

  const poll = async () => {
    const polled = await inbox.run('poll');
    expect(polled).toMatchObject({ status: 0 });
    return polled.stderr;
  };
  const answers = () =>
    inbox.query('SELECT acknowledged_at AS at FROM reports ORDER BY id').map(({ at }) => at);
  /** The headers that were asked for in the Sent folder, a command each. */
  const looks = () => dovecot.commands().filter(line => LOOK.test(line));

  it('ends the wait at the instant it was filed, and only the fact is kept', async () => {
    await dovecot.deliverTo(WATCHED, [report(ADA, '<a@example.org>')], ago(5));
    await poll();
    expect(answers()).toEqual([null]);
    const at = ago(2);
    await dovecot.deliverTo(SENT, [reply('<a@example.org>', { from: 'Ben <Ben@example.test>' })], at);
    const before = await dovecot.snapshot(SENT);
    expect(await poll()).toContain('"event":"report.answered"');
    expect(answers()).toEqual([at.toISOString()]);
    const { life } = JSON.parse((await inbox.run('show', '1', '--json')).stdout);
    expect(life).toMatchObject({
      status: 'acknowledged',
      history: [{ kind: 'acknowledged', who: 'ben@example.test', how: 'seen-in-sent' }],
    });
    expect(inbox.query('SELECT count(*) AS mails FROM messages')).toEqual([{ mails: 1 }]);
    expect(await dovecot.snapshot(SENT)).toEqual(before);
    // Nobody waits any more: the folder is not even connected to.
    const { connections } = proxy;
    await poll();
    expect(proxy.connections).toBe(connections + 1);
  });

  it('is looked for over a connection of its own only where something came into the folder', async () => {
    await dovecot.deliverTo(WATCHED, [report(ADA, '<a@example.org>')], ago(5));
    await poll();
    const { connections } = proxy;
    await poll();
    expect(proxy.connections).toBe(connections + 1);
    expect(dovecot.commands().at(-2)).toMatch(/^\S+ STATUS Outgoing \(UIDNEXT UIDVALIDITY\)$/);
    await dovecot.deliverTo(SENT, [plainMail({ from: US, to: 'Eve <eve@example.org>' }, 'Hello.\n')]);
    await poll();
    expect([proxy.connections, answers()]).toEqual([connections + 3, [null]]);
    // The UIDs are lower than before, and mean something else.
    await dovecot.recreate(SENT);
    await dovecot.deliverTo(SENT, [reply('<a@example.org>')], ago(2));
    await poll();
    expect([proxy.connections, answers()]).toEqual([connections + 5, [expect.any(String)]]);
  });

  it('is neither a responder’s mail, nor our receipt, nor what goes to others or stands elsewhere', async () => {
    const bens = report('ben@example.test', '<ben@example.test>');
    await dovecot.deliverTo(WATCHED, [report(ADA, '<a@example.org>'), bens], ago(5));
    await poll();
    // An engineer's own report is on record, and no machine answers it.
    expect([answers().length, smtp.received.length]).toEqual([2, 1]);
    const receipt = smtp.received[0]?.raw.toString() ?? '';
    expect(receipt).toContain(ADA);
    await dovecot.deliverTo(SENT, [
      Buffer.from(receipt),
      Buffer.from(receipt.replace(/^Message-ID: .*$/im, 'Message-ID: <anew@server.example>')),
      reply('<a@example.org>', { headers: ['Auto-Submitted: auto-replied'] }),
      reply('<a@example.org>', { to: 'dev@example.test' }),
      reply('<invoice@example.org>'),
      reply('<a@example.org>', { from: 'mallory@example.com' }),
    ]);
    await poll();
    expect(looks()).not.toEqual([]);
    expect(answers()).toEqual([null, null]);
  });

  it('counts from the report’s arrival on, and not later than now, whatever the folder says', async () => {
    const received = ago(5);
    await dovecot.deliverTo(
      WATCHED,
      [report(ADA, '<a@example.org>'), report('bob@example.org', '<b@example.org>')],
      received,
    );
    await poll();
    await dovecot.deliverTo(SENT, [reply('<a@example.org>')], ago(20));
    await dovecot.deliverTo(SENT, [reply('<b@example.org>', { to: 'bob@example.org' })], ago(-30));
    await poll();
    const [first, second] = answers();
    expect(first).toBe(received.toISOString());
    expect(Date.parse(String(second))).toBeLessThanOrEqual(Date.now());
    expect(Date.parse(String(second))).toBeGreaterThan(ago(1).getTime());
  });

  it('is found where the folder was read beyond it before the report was on record, and where it was made anew', async () => {
    await dovecot.deliverTo(WATCHED, [report('bob@example.org', '<b@example.org>')], ago(9));
    const at = ago(2);
    await dovecot.deliverTo(SENT, [reply('<a@example.org>')], at);
    await poll();
    expect(answers()).toEqual([null]);
    await dovecot.deliverTo(WATCHED, [report(ADA, '<a@example.org>')], ago(5));
    await poll();
    expect(answers()).toEqual([null, at.toISOString()]);

    // Made anew, its UIDs begin anew.
    const later = ago(1);
    await dovecot.recreate(SENT);
    await dovecot.deliverTo(SENT, [reply('<b@example.org>', { to: 'bob@example.org' })], later);
    expect(await poll()).toContain('"event":"sent.uidvalidity-changed"');
    expect(answers()).toEqual([later.toISOString(), at.toISOString()]);
  });

  it('is looked for among the mails since the report alone, and among those once', async () => {
    const old = Array.from({ length: 300 }, (_, index) => reply(`<old.${index}@example.org>`));
    await dovecot.deliverTo(SENT, old, ago(24 * 300));
    await dovecot.deliverTo(SENT, [reply('<other@example.org>')], ago(1));
    await dovecot.deliverTo(WATCHED, [report(ADA, '<a@example.org>')], ago(5));
    const before = looks().length;
    await poll();
    const [first, ...others] = looks().slice(before);
    expect(others).toEqual([]);
    expect(first).toMatch(/UID FETCH 301 \(/);
    await poll();
    expect(looks()).toHaveLength(before + 1);
  });

  it('does not hold the pass up where the folder refuses or breaks, and says what to do', async () => {
    await dovecot.deliverTo(WATCHED, [report(ADA, '<a@example.org>')], ago(5));
    await dovecot.deliverTo(SENT, [reply('<a@example.org>')], ago(1));
    proxy.onCommand = command => (/^EXAMINE "?Outgoing/i.test(command) ? 'NO [NOPERM] not yours' : null);
    const failed = await poll();
    expect(smtp.received).toHaveLength(1);
    expect(failed.split('"event":"sent.failed"')).toHaveLength(2);
    expect(failed).toContain('mailbox.sentFolder');
    expect(failed).toContain('security-inbox acknowledge ID');
    proxy.onCommand = command => (LOOK.test(command) ? 'BAD broken' : null);
    expect(await poll()).toContain('"event":"sent.failed"');
    expect(answers()).toEqual([null]);
    proxy.onCommand = () => null;
    await poll();
    expect(answers()).not.toEqual([null]);
  });
});
