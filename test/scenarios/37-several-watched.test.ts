/** Several mailboxes watched by one daemon, side by side. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dovecotInstalled } from '../world/dovecot.js';
import type { Running } from '../world/program.js';
import { startTwoMailboxes, type TwoMailboxes } from '../world/two-mailboxes.js';

const LONG = 240_000;
const MANY = 12;

describe.skipIf(!dovecotInstalled())('watch over two mailboxes', () => {
  let world: TwoMailboxes;
  let watch: Running;

  beforeEach(async () => {
    world = await startTwoMailboxes();
  });

  afterEach(async () => {
    watch.child.kill('SIGKILL');
    await watch.finished;
    await world.stop();
  });

  const withPassword = (entry: Record<string, unknown>, password: string) => ({
    ...entry,
    mailbox: { ...(entry.mailbox as object), password },
  });

  const names = (prefix: string) =>
    Array.from({ length: MANY }, (_, index) => `${prefix}${index}@example.org`);

  const deliverMany = async () => {
    const { deliver, report } = world;
    await deliver(
      'support',
      names('s').map(from => report('support', { from })),
    );
    await deliver(
      'product',
      names('p').map(from => report('product', { from })),
    );
  };

  /** Each reporter by what answered them, once for every mail under a Message-ID of its own. */
  const answers = () => {
    const answered = (['support', 'product'] as const).flatMap(which =>
      world.smtp[which].received.map(({ envelope, raw }) => {
        const id = /^Message-ID: (.*)$/im.exec(raw.toString('latin1'))?.[1];
        return `${envelope.to.join()} by ${which} ${id}`;
      }),
    );
    return [...new Set(answered)].map(line => line.split(' ').slice(0, 3).join(' ')).sort();
  };

  const allOnce = () =>
    [...names('s').map(name => `${name} by support`), ...names('p').map(name => `${name} by product`)].sort();

  it(
    'answers what comes to either, at once',
    async () => {
      watch = world.inbox.start('watch');
      await watch.logged('mailbox.connected');
      await watch.logged('mailbox.connected');
      await world.deliver('support', [world.report('support', { from: 'a@example.org' })]);
      await world.smtp.support.accepted(1);
      await world.deliver('product', [world.report('product', { from: 'b@example.org' })]);
      await world.smtp.product.accepted(1);
      expect(answers()).toEqual(['a@example.org by support', 'b@example.org by product']);
    },
    LONG,
  );

  it(
    'goes on with one where the login of the other is refused, and names it in the log',
    async () => {
      const { entries, configure, inbox } = world;
      configure([withPassword(entries.support, 'wrong'), entries.product]);
      watch = inbox.start('watch');
      await watch.logged('mailbox.failed');
      await world.deliver('product', [world.report('product', { from: 'b@example.org' })]);
      await world.smtp.product.accepted(1);
      watch.child.kill('SIGTERM');
      const { status, stderr } = await watch.finished;
      expect(status).toBe(0);
      expect(stderr).toMatch(/"mailbox":"support".*login-refused.*"event":"mailbox.failed"/);
    },
    LONG,
  );

  it(
    'ends with the failure where the login of all is refused',
    async () => {
      const { entries, configure, inbox } = world;
      configure([withPassword(entries.support, 'wrong'), withPassword(entries.product, 'wrong')]);
      watch = inbox.start('watch');
      expect((await watch.finished).status).toBe(77);
    },
    LONG,
  );

  it(
    'finishes what it has in hand on SIGTERM in the middle of a pass, and the next one goes on there',
    async () => {
      await deliverMany();
      watch = world.inbox.start('watch');
      await watch.logged('report.recorded');
      watch.child.kill('SIGTERM');
      const { status, stderr } = await watch.finished;
      expect(status).toBe(0);
      expect(stderr).toContain('watch.stopped');
      expect(world.inbox.query("SELECT 1 FROM sent_mails WHERE state = 'in-doubt'")).toEqual([]);
      expect((await world.inbox.run('poll')).status).toBe(0);
      expect(answers()).toEqual(allOnce());
      const received = world.smtp.support.received.length + world.smtp.product.received.length;
      expect(received).toBe(2 * MANY);
    },
    LONG,
  );

  it(
    'loses and mixes up nothing where it is killed in the middle of a pass',
    async () => {
      await deliverMany();
      watch = world.inbox.start('watch');
      await watch.logged('receipt.sent');
      watch.child.kill('SIGKILL');
      await watch.finished;
      expect((await world.inbox.run('poll')).status).toBe(0);
      expect(answers()).toEqual(allOnce());
      expect(world.inbox.query('SELECT count(*) AS reports FROM reports')).toEqual([{ reports: 2 * MANY }]);
    },
    LONG,
  );
});
