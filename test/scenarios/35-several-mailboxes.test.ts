/** Several mailboxes of one program: each reads and answers as itself, and none stands in another's way. */
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dovecotInstalled } from '../world/dovecot.js';
import { startTwoMailboxes, type TwoMailboxes } from '../world/two-mailboxes.js';

const from = (name: string) => ({ from: `${name}@example.org` });

describe.skipIf(!dovecotInstalled())('two mailboxes', () => {
  let world: TwoMailboxes;

  beforeEach(async () => {
    world = await startTwoMailboxes();
  });

  afterEach(() => world.stop());

  const states = () =>
    world.inbox.query(
      `SELECT number, mailboxes.name AS mailbox, state FROM reports JOIN mailboxes ON mailboxes.id = mailbox_id
       ORDER BY reports.id`,
    );

  it('answer each with its own identity, by its own server, under its own prefix, and by its own phrase', async () => {
    const { inbox, deliver, report } = world;
    await deliver('support', [report('support', from('a')), report('product', from('stranger'))]);
    await deliver('product', [report('product', from('b'))]);
    const { status, stdout } = await inbox.run('poll');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^support: 2 new messages, 1 new report \(TS-.*\nproduct: 1 new message, 1 new report \(PR-/m,
    );
    expect(await world.sent('support')).toEqual([
      expect.stringMatching(
        /^"?Example Security"? <support@example\.test> > a@example\.org: .*TS-\d{4}-0001/,
      ),
    ]);
    expect(await world.sent('product')).toEqual([
      expect.stringMatching(
        /^"?Product Security"? <product@example\.test> > b@example\.org: .*PR-\d{4}-0002/,
      ),
    ]);
    const { stdout: listed } = await inbox.run('list', '--mailbox', 'product');
    expect(listed).toMatch(/Mailbox[\s\S]*PR-\d{4}-0002 product/);
    expect(listed).not.toContain('TS-');
    const number = /PR-\d{4}-0002/.exec(listed)?.[0] ?? 'none';
    expect((await inbox.run('show', number)).stdout).toMatch(/^Mailbox +product$/m);
    for (const format of ['text', 'markdown', 'html']) {
      const { stdout } = await inbox.run('digest', '--format', format);
      expect(stdout.replace(/<[^>]*>|\s+/g, ' ')).toMatch(/by mailbox +product/);
    }
    const { open } = JSON.parse((await inbox.run('digest', '--json')).stdout);
    expect(open).toContainEqual(expect.objectContaining({ id: number, mailbox: 'product' }));
  });

  it('open each what is encrypted to its key, and also what came to the other of both', async () => {
    const { inbox, deliver, sealed } = world;
    await deliver('support', [await sealed('support', from('a')), await sealed('product', from('b'))]);
    await deliver('product', [await sealed('product', from('c'))]);
    expect((await inbox.run('poll')).status).toBe(0);
    expect(states().map(({ mailbox, state }) => `${mailbox}: ${state}`)).toEqual([
      'support: received',
      'support: received',
      'product: received',
    ]);
  });

  it('print one line of JSON each, which names it', async () => {
    const { stdout } = await world.inbox.run('poll', '--json');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map(line => JSON.parse(line))).toMatchObject([
      { schema: 'security-inbox/poll@1', mailbox: 'support', looked: 0 },
      { schema: 'security-inbox/poll@1', mailbox: 'product', looked: 0 },
    ]);
  });

  it('are read where another can not be, whichever comes first, and its failure is the exit code', async () => {
    const { inbox, deliver, report, entries, configure } = world;
    const wrong = {
      ...entries.support,
      mailbox: { ...(entries.support.mailbox as object), password: 'wrong' },
    };
    const away = {
      ...entries.support,
      name: 'away',
      mailbox: { host: '127.0.0.1', port: 1, security: 'none', user: 'x', password: 'y' },
    };
    configure([wrong, entries.product, away]);
    await deliver('product', [report('product', from('b'))]);
    const { status, stderr } = await inbox.run('poll');
    expect(status).toBe(77);
    expect(stderr).toContain('support: The IMAP server');
    expect(stderr).toContain('Check mailboxes.0.mailbox.user');
    expect(stderr).toContain('away: The IMAP server');
    expect(await world.sent('product')).toHaveLength(1);
  });

  it('hold their receipts back for their own SMTP server alone', async () => {
    const { inbox, deliver, report, smtp } = world;
    await smtp.support.stop();
    await deliver('support', [report('support', from('a'))]);
    await deliver('product', [report('product', from('b'))]);
    const { status, stderr } = await inbox.run('poll');
    expect(status).toBe(69);
    expect(stderr).toContain('support: ');
    expect(await world.sent('product')).toHaveLength(1);
    expect(
      inbox.query(
        "SELECT number FROM receipts JOIN reports ON reports.id = report_id WHERE receipts.state = 'queued'",
      ),
    ).toEqual([{ number: expect.stringMatching(/^TS-/) }]);
  });

  it('make one report of a mail that came to both in other bytes, and answer it once', async () => {
    const { inbox, deliver, report, sealed } = world;
    const open = { ...from('a'), messageId: '<both@example.org>', subject: 'Security Alert, Product Alert' };
    await deliver('support', [report('support', { ...open, headers: ['X-Way: one'] })]);
    await deliver('product', [report('support', { ...open, headers: ['X-Way: another'] })]);
    // Each copy is encrypted by itself, to the key of its mailbox.
    const secret = { ...from('b'), messageId: '<sealed@example.org>' };
    await deliver('support', [await sealed('support', secret)]);
    await deliver('product', [await sealed('product', secret)]);
    expect((await inbox.run('poll')).status).toBe(0);
    expect(states()).toHaveLength(2);
    expect([...(await world.sent('support')), ...(await world.sent('product'))]).toHaveLength(2);
    expect((await inbox.run('poll')).stdout).toContain('0 receipts sent');
  });

  it('never answer one another', async () => {
    const { inbox, deliver, report } = world;
    await deliver('support', [report('support', { from: 'product@example.test' })]);
    await deliver('product', [report('product', { from: 'Support <support@example.test>' })]);
    expect((await inbox.run('poll')).status).toBe(0);
    expect([...(await world.sent('support')), ...(await world.sent('product'))]).toEqual([]);
  });

  it('keep their reports where one is renamed, and where it moves to another server', async () => {
    const { inbox, deliver, report, entries, configure, smtp } = world;
    await smtp.support.stop();
    await deliver('support', [report('support', from('a'))]);
    await inbox.run('poll');
    const elsewhere = { ...(entries.support.mailbox as object), host: 'localhost' };
    const byProduct = { smtp: entries.product.smtp };
    configure([{ ...entries.support, ...byProduct, name: 'renamed' }, entries.product]);
    const renamed = await inbox.run('list', '--json');
    expect(renamed.status).toBe(0);
    configure([{ ...entries.support, ...byProduct, mailbox: elsewhere }, entries.product]);
    const { status, stderr } = await inbox.run('poll');
    expect(status).toBe(0);
    expect(stderr).toContain('mailbox.moved');
    expect(await world.sent('product')).toEqual([expect.stringContaining('Example Security')]);
  });

  it('let no receipt of one that is gone go out under another identity, until one has its name', async () => {
    const { inbox, deliver, report, entries, configure, smtp } = world;
    await smtp.support.stop();
    await deliver('support', [report('support', from('a'))]);
    await inbox.run('poll');
    configure([entries.product]);
    const without = await inbox.run('poll');
    expect(without.status).toBe(0);
    expect(without.stderr).toContain('mailbox.gone');
    expect(await world.sent('product')).toEqual([]);
    expect((await inbox.run('retry')).stdout).toContain(
      'waits for the mailbox "support", which is no longer',
    );
    expect((await inbox.run('digest')).stdout).toContain('no longer configured');
    configure([{ ...entries.product, name: 'support' }]);
    const heir = await inbox.run('poll');
    expect(heir.stderr).toContain('mailbox.taken-over');
    expect(await world.sent('product')).toEqual([
      expect.stringMatching(/Product Security.*a@example\.org.*TS-/),
    ]);
  });

  it('say of one that is gone that its mail is not read again, and what a released receipt waits for', async () => {
    const { inbox, deliver, sealed, entries, configure, smtp } = world;
    const toSupport = { to: 'support@example.test', subject: 'Security Alert' };
    configure([entries.support]);
    await smtp.support.stop();
    await deliver('support', [await sealed('product', { ...from('a'), ...toSupport })]);
    await inbox.run('poll');
    configure([entries.product]);
    await inbox.run('poll');
    const [report] = inbox.query('SELECT number, state FROM reports');
    expect(report?.state).toBe('undecryptable');
    const retried = await inbox.run('quarantine', 'retry');
    expect(retried.status).toBe(65);
    expect(retried.stderr).toContain('came by the mailbox "support", which is no longer configured');
    expect(inbox.query('SELECT state FROM reports')).toEqual([{ state: 'undecryptable' }]);
    const connection = new Database(inbox.database);
    connection.exec("UPDATE receipts SET state = 'held', reason = 'a person decides'");
    connection.close();
    const released = await inbox.run('receipt', 'release', String(report?.number));
    expect(released.status).toBe(0);
    expect(released.stdout).toContain('"support" is no longer configured');
    expect(released.stdout).not.toContain('next poll');
  });

  it('take over what one alone had on record, as the first of them', async () => {
    const { inbox, deliver, report, entries, configure, smtp } = world;
    const { mailbox, ...rest } = entries.support;
    const { name: _name, ...alone } = rest;
    await smtp.support.stop();
    configure([], { mailboxes: undefined, mailbox, ...alone });
    await deliver('support', [report('support', from('a'))]);
    expect((await inbox.run('poll')).status).toBe(69);
    configure([{ ...entries.support, smtp: entries.product.smtp }, entries.product]);
    expect((await inbox.run('poll')).status).toBe(0);
    expect(await world.sent('product')).toEqual([expect.stringMatching(/Example Security.*TS-/)]);
    expect(states()).toMatchObject([{ mailbox: 'support' }]);
  });

  it('have mail from files taken in by the one that is named', async () => {
    const { inbox, report } = world;
    const raw = report('product', from('b'));
    expect((await inbox.runWithInput(raw, 'ingest', '-')).stderr).toContain('--mailbox: support, product');
    expect((await inbox.runWithInput(raw, 'ingest', '-', '--mailbox', 'product')).status).toBe(0);
    expect(await world.sent('product')).toHaveLength(1);
    expect(states()).toMatchObject([{ number: expect.stringMatching(/^PR-/), mailbox: 'product' }]);
  });
});
