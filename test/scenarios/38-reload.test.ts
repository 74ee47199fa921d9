/** SIGHUP: the configuration is read again while the daemon watches. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dovecotInstalled } from '../world/dovecot.js';
import type { Running } from '../world/program.js';
import { startTwoMailboxes, type TwoMailboxes } from '../world/two-mailboxes.js';

const LONG = 240_000;
const KEY = 'ab'.repeat(32);

describe.skipIf(!dovecotInstalled())('SIGHUP to watch', () => {
  let world: TwoMailboxes;
  let watch: Running;

  beforeEach(async () => {
    world = await startTwoMailboxes();
    world.configure([world.entries.support]);
    watch = world.inbox.start('watch');
    await watch.logged('mailbox.connected');
  });

  afterEach(async () => {
    watch.child.kill('SIGKILL');
    await watch.finished;
    await world.stop();
  });

  const answeredBySupport = async (from: string, count: number) => {
    await world.deliver('support', [world.report('support', { from })]);
    await world.smtp.support.accepted(count);
  };

  const end = async () => {
    watch.child.kill('SIGTERM');
    return watch.finished;
  };

  it(
    'has it watch what is configured now, without letting go of the database',
    async () => {
      const { entries, configure, inbox } = world;
      configure([
        { ...entries.support, identity: { name: 'New Name', address: 'support@example.test' } },
        entries.product,
      ]);
      watch.child.kill('SIGHUP');
      await watch.logged('config.reloaded');
      expect((await inbox.run('poll')).status).toBe(75);
      await answeredBySupport('a@example.org', 1);
      await world.deliver('product', [world.report('product', { from: 'b@example.org' })]);
      await world.smtp.product.accepted(1);
      expect(await world.sent('support')).toEqual([expect.stringContaining('New Name')]);
      expect((await end()).status).toBe(0);
    },
    LONG,
  );

  it.each<[string, (world: TwoMailboxes) => void]>([
    ['is no JSON', ({ inbox }) => writeFileSync(join(inbox.folder, 'config.json'), '{')],
    [
      'names a key that is none',
      ({ inbox, entries, configure }) => {
        writeFileSync(join(inbox.folder, 'no-key.asc'), 'no key', { mode: 0o600 });
        configure([{ ...entries.support, pgp: { privateKeys: [{ file: 'no-key.asc' }] } }]);
      },
    ],
    [
      'names a database that can not be opened',
      ({ inbox, entries, configure }) => {
        writeFileSync(join(inbox.folder, 'other.sqlite'), 'something else'.repeat(100));
        configure([entries.support], { database: 'other.sqlite' });
      },
    ],
    [
      'names a database that is not there',
      ({ entries, configure }) => configure([entries.support], { database: 'data/imbox.sqlite' }),
    ],
    [
      'has a key for a database in the clear',
      ({ entries, configure }) => configure([entries.support], { databaseKey: KEY }),
    ],
  ])(
    'leaves it as it was where the new one %s, and says what to do',
    async (_name, spoil) => {
      spoil(world);
      watch.child.kill('SIGHUP');
      await watch.logged('config.reload-failed');
      await answeredBySupport('a@example.org', 1);
      expect(await world.sent('support')).toEqual([expect.stringContaining('Example Security')]);
      const { status, stderr } = await end();
      expect(status).toBe(0);
      expect(stderr).toContain('send SIGHUP again');
      expect(readdirSync(join(world.inbox.folder, 'data')).join()).not.toContain('imbox');
    },
    LONG,
  );

  it(
    'has it go on with another database, and lets go of the first',
    async () => {
      const { entries, configure, inbox } = world;
      await answeredBySupport('a@example.org', 1);
      configure([entries.product], { database: 'data/second.sqlite' });
      expect((await inbox.run('poll')).status).toBe(0);
      watch.child.kill('SIGHUP');
      await watch.logged('config.reloaded');
      await world.deliver('product', [world.report('product', { from: 'b@example.org' })]);
      await world.smtp.product.accepted(1);
      configure([entries.support]);
      expect((await inbox.run('poll')).status).toBe(0);
      expect((await end()).status).toBe(0);
    },
    LONG,
  );

  it(
    'time and again loses nothing and answers once',
    async () => {
      for (let time = 1; time <= 3; time += 1) {
        watch.child.kill('SIGHUP');
        await answeredBySupport(`r${time}@example.org`, time);
      }
      await watch.logged('config.reloaded');
      expect((await end()).status).toBe(0);
      expect(world.smtp.support.received).toHaveLength(3);
    },
    LONG,
  );
});
