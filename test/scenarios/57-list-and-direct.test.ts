/** One mail that reaches us by a mailing list and straight from its sender: its receipt goes for the second, once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dovecotInstalled } from '../world/dovecot.js';
import type { MailFields } from '../world/mails.js';
import { startTwoMailboxes, type TwoMailboxes } from '../world/two-mailboxes.js';

const LIST = ['Precedence: list', 'List-Id: <reports.example.net>', 'Received: from lists.example.net'];
const ADA = {
  from: 'ada@example.org',
  messageId: '<both@example.org>',
  subject: 'Security Alert, Product Alert',
};
const RECEIPT = expect.stringMatching(
  /^"?Example Security"? <.*> > ada@example\.org: \[TS-\d{4}-0001\] We have received/,
);

describe.skipIf(!dovecotInstalled())('a report by a list and straight from its sender', () => {
  let world: TwoMailboxes;
  let byList: Buffer;
  let direct: Buffer;

  beforeEach(async () => {
    world = await startTwoMailboxes();
    byList = world.report('support', { ...ADA, headers: LIST });
    direct = world.report('support', ADA);
  });

  afterEach(() => world.stop());

  const poll = async () => {
    expect((await world.inbox.run('poll')).status).toBe(0);
  };
  const sent = async () => [...(await world.sent('support')), ...(await world.sent('product'))];
  /** What else comes of the same mail changes nothing. */
  const onceForAll = async () => {
    await world.deliver('support', [
      world.report('support', { ...ADA, headers: ['X-Way: a third'] }),
      byList,
    ]);
    await world.deliver('product', [world.report('support', { ...ADA, headers: ['X-Way: a fourth'] })]);
    await poll();
    expect(await sent()).toEqual([RECEIPT]);
    expect(world.inbox.query('SELECT number FROM reports')).toHaveLength(1);
  };

  it('is answered once where both are read by one poll', async () => {
    await world.deliver('support', [byList, direct]);
    await poll();
    expect(await sent()).toEqual([RECEIPT]);
    expect((await world.inbox.run('show', 'TS-2026-0001')).stdout).toMatch(
      /Receipt\s+sent to ada@example\.org/,
    );
    await onceForAll();
  });

  it('is answered by the second poll where the list was faster', async () => {
    await world.deliver('support', [byList]);
    await poll();
    expect(await sent()).toEqual([]);
    await world.deliver('support', [direct]);
    await poll();
    expect(await sent()).toEqual([RECEIPT]);
  });

  it('is answered by the first where the list was slower', async () => {
    await world.deliver('support', [direct]);
    await poll();
    await world.deliver('support', [byList]);
    await onceForAll();
  });

  it('is answered as the mailbox that it came straight to', async () => {
    await world.deliver('support', [byList]);
    await world.deliver('product', [world.report('support', { ...ADA, to: 'product@example.test' })]);
    await poll();
    expect(await world.sent('support')).toEqual([]);
    expect(await world.sent('product')).toEqual([
      expect.stringMatching(/^"?Product Security"? <.*> > ada@example\.org: \[TS-\d{4}-0001\]/),
    ]);
    await poll();
    expect(await sent()).toHaveLength(1);
  });

  it('is answered once where it is encrypted, each copy by itself or both alike', async () => {
    const raw = await world.sealed('support', { ...ADA, headers: LIST });
    const alike = Buffer.from(raw.toString('latin1').replace(`${LIST.join('\r\n')}\r\n`, ''), 'latin1');
    const secret: MailFields = { from: 'eve@example.org', messageId: '<apart@example.org>' };
    await world.deliver('support', [raw, alike, alike]);
    await world.deliver('support', [await world.sealed('support', { ...secret, headers: LIST })]);
    await world.deliver('product', [
      await world.sealed('product', { ...secret, to: 'product@example.test' }),
    ]);
    await poll();
    expect((await sent()).map(line => line.replace(/.* > /, ''))).toEqual([
      expect.stringMatching(/^ada@example\.org: \[TS-\d{4}-0001\]/),
      expect.stringMatching(/^eve@example\.org: \[TS-\d{4}-0002\]/),
    ]);
  });

  it('is answered once where the program was killed between the two', async () => {
    await world.deliver('support', [byList, direct]);
    const killed = world.inbox.start('poll');
    await killed.logged('report.recorded');
    killed.child.kill('SIGKILL');
    await killed.finished;
    await poll();
    expect(await sent()).toEqual([RECEIPT]);
    await onceForAll();
  });

  it('that somebody else sends again earns them nothing, nor does a forged sender', async () => {
    const { entries, configure } = world;
    const mailbox = { ...(entries.support.mailbox as object), authservId: 'mx.example.test' };
    configure([{ ...entries.support, mailbox }, entries.product]);
    const raw = await world.sealed('support', { ...ADA, headers: LIST });
    const bare = raw.toString('latin1').replace(`${LIST.join('\r\n')}\r\n`, '');
    const mallory = Buffer.from(bare.replace('ada@example.org', 'mallory@example.net'), 'latin1');
    const forged = `Authentication-Results: mx.example.test; dmarc=fail header.from=example.org\r\n${bare}`;
    await world.deliver('support', [raw, mallory, Buffer.from(forged, 'latin1')]);
    await poll();
    expect(await sent()).toEqual([]);
    expect(world.inbox.query('SELECT state, reason FROM receipts ORDER BY report_id')).toEqual([
      { state: 'held', reason: 'its sender may be forged (DMARC failed)' },
      { state: 'withheld', reason: expect.stringContaining('replay suspected') },
    ]);
  });
});
