/** Messages that a real mail server lists and does not give: passed over, tried again, and taken in when they open. */
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PassResult } from '../../dist/passes/pass.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import type { Faults } from '../world/fault-proxy.js';
import { type FaultyWorld, type Here, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';

const BODY = /^\S+ UID FETCH (\d+) .*BODY\.PEEK\[\]/;
const HEADER = /^\S+ UID FETCH (\d+) .*HEADER\.FIELDS/;

/** Treats each command that asks for one of the messages alone in a way of its own. */
const over = (
  command: RegExp,
  uids: readonly number[],
  verdict: (tag: string) => ReturnType<Required<Faults>['onLine']>,
): Faults => ({
  onLine(line, direction) {
    const uid = direction === 'to-server' ? command.exec(line)?.[1] : undefined;
    return uid !== undefined && uids.includes(Number(uid)) ? verdict(line.split(' ')[0] ?? '') : 'pass';
  },
});
const refusing = (command: RegExp, uids: readonly number[]) =>
  over(command, uids, tag => ({ say: `${tag} NO [SERVERBUG] Internal error occurred\r\n` }));
const withoutStructures = (faults: Faults): Faults => ({
  onLine: (line, direction) =>
    direction === 'to-server' && line.includes('BODYSTRUCTURE')
      ? { say: `${line.split(' ')[0]} NO [SERVERBUG] structure\r\n` }
      : (faults.onLine?.(line, direction) ?? 'pass'),
});

describe.skipIf(!dovecotInstalled())('a message that the mail server does not give', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  let here: Here;

  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(async () => {
    await dovecot?.stop();
  });
  beforeEach(async () => {
    world = await startFaultyWorld(dovecot, { serverSeconds: 30 });
    here = await world.openHere();
    await world.deliver();
    return async () => {
      await here.close();
      await world.stop();
    };
  });

  const passWith = (faults: Faults): Promise<PassResult> => {
    world.imapProxy.plan(() => faults);
    return here.pass();
  };
  const passInPeace = () => passWith({});
  const listed = () => world.inbox.query('SELECT uid, state, attempts, last_words FROM unread ORDER BY uid');

  it.each([
    ['whose body it refuses', refusing(BODY, [1])],
    ['whose header it refuses', withoutStructures(refusing(HEADER, [1]))],
  ])('%s is put on record, those behind it are read, and it is taken in later', async (_name, faults) => {
    const first = await passWith(faults);
    expect(first).toMatchObject({ looked: 3, recorded: ['TS-2026-0001'], unread: 1 });
    expect(listed()).toEqual([
      {
        uid: 1,
        state: 'unread',
        attempts: 1,
        last_words: expect.stringContaining('Internal error occurred'),
      },
    ]);
    expect(world.said.join('')).toContain('"event":"message.unread"');
    // Nothing new, and it is tried all the same.
    expect(await passWith(faults)).toMatchObject({ looked: 0, recorded: [], unread: 1 });
    expect(listed()).toMatchObject([{ attempts: 2 }]);
    expect(await passInPeace()).toMatchObject({ looked: 0, recorded: ['TS-2026-0002'], unread: 0 });
    expect(await passInPeace()).toMatchObject({ looked: 0, recorded: [] });
    await assertPromise(world);
  });

  it('and that is no report leaves the list when its header shows that', async () => {
    expect(await passWith(withoutStructures(refusing(HEADER, [2])))).toMatchObject({ unread: 1 });
    expect(listed()).toMatchObject([{ uid: 2 }]);
    await passInPeace();
    expect(listed()).toEqual([]);
    await assertPromise(world);
  });

  it('and whose preview came is on the list only where it may be a report', async () => {
    expect(await passWith(refusing(BODY, [1, 2, 3]))).toMatchObject({ recorded: [], unread: 2 });
    expect(listed()).toMatchObject([{ uid: 1 }, { uid: 3 }]);
    // Nothing of what is in them.
    expect(JSON.stringify(world.inbox.query('SELECT * FROM unread'))).not.toMatch(/clear-0|sealed-0|Alert/);
    await passInPeace();
    await assertPromise(world);
  });

  it('leaves the list when a person takes it away', async () => {
    await passWith(refusing(BODY, [1]));
    await world.takeAway(world.delivered[0]?.from ?? '');
    expect(await passInPeace()).toMatchObject({ recorded: [], unread: 0 });
    expect(world.said.join('')).toContain('"event":"unread.gone"');
    await assertPromise(world);
  });

  it('is read anew with its folder where UIDs no longer mean what they did', async () => {
    await passWith(refusing(BODY, [1]));
    await dovecot.recreate(world.folder);
    expect(await passInPeace()).toMatchObject({ unread: 0 });
    expect(listed()).toEqual([]);
    expect(world.said.join('')).toContain('"event":"unread.dropped"');
  });

  it('over which the connection breaks is passed over with the fourth pass, and not before', async () => {
    const cut = over(BODY, [1], () => 'cut');
    for (const times of [1, 2, 3]) {
      await expect(passWith(cut)).rejects.toMatchObject({ code: 'unreachable' });
      expect(listed()).toMatchObject([{ uid: 1, state: 'breaking', attempts: times }]);
    }
    // Those behind it are read; then it is tried once more, and the pass after that goes without it.
    await expect(passWith(cut)).rejects.toMatchObject({ code: 'unreachable' });
    expect(listed()).toMatchObject([{ uid: 1, state: 'unread', attempts: 4 }]);
    expect(world.inbox.query('SELECT number FROM reports')).toEqual([{ number: 'TS-2026-0001' }]);
    const [clear] = await world.deliver();
    expect(await passWith(cut)).toMatchObject({ looked: 3, unread: 1 });
    expect(world.smtp.received.flatMap(({ envelope }) => envelope.to)).toContain(clear);
    expect(await passInPeace()).toMatchObject({ recorded: ['TS-2026-0004'], unread: 0 });
    await assertPromise(world);
  });

  it('over whose header the connection breaks is passed over as well', async () => {
    const structures = over(/^\S+ UID FETCH (\d+):\d+ .*BODYSTRUCTURE/, [1], () => 'cut');
    const cut: Faults = {
      onLine: (line, direction) =>
        structures.onLine?.(line, direction) === 'cut'
          ? 'cut'
          : (over(HEADER, [3], () => 'cut').onLine?.(line, direction) ?? 'pass'),
    };
    // The first shows that something breaks it, each after that by itself what.
    for (let pass = 0; pass < 4; pass += 1)
      await expect(passWith(cut)).rejects.toMatchObject({ code: 'unreachable' });
    expect(listed()).toMatchObject([{ uid: 3, state: 'breaking', attempts: 3 }]);
    await passInPeace();
    await assertPromise(world);
  });

  it('does not take a server for broken messages that gives none of many', async () => {
    for (let time = 0; time < 11; time += 1) await world.deliver();
    const refuseAll = over(
      BODY,
      Array.from({ length: 99 }, (_, uid) => uid),
      tag => ({ say: `${tag} NO later\r\n` }),
    );
    await expect(passWith(refuseAll)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('20 messages in a row'),
    });
    expect(listed()).toHaveLength(20);
    // One poll when it is over is enough.
    expect(await passInPeace()).toMatchObject({ unread: 0 });
    await assertPromise(world);
  });

  it('is told of by poll, the digest and quarantine list, and cron hears of it', async () => {
    await here.close();
    world.imapProxy.plan(() => refusing(BODY, [1]));
    const { status, stdout, stderr } = await world.poll();
    expect(status).toBe(0);
    expect(stdout).toMatch(/The mail server does not give 1 message that it lists; .*quarantine list/);
    expect(stderr).toContain('"event":"message.unread"');
    const digest = await world.inbox.run('digest');
    expect(digest.stdout).toContain('Messages the mail server does not give (1)');
    expect(digest.stdout).toContain('UID 1');
    expect((await world.inbox.run('quarantine', 'list')).stdout).toMatch(
      /^UID 1 in World-.*asked for once, last .*: .*Internal error occurred/,
    );
    const quiet = await world.inbox.run('poll', '--quiet');
    expect(quiet).toMatchObject({ status: 0, stdout: '', stderr: expect.stringContaining('message.unread') });
    // After many attempts it waits, and a person may have it tried at once.
    const database = new Database(world.inbox.database);
    database.exec('UPDATE unread SET attempts = 50');
    database.close();
    expect((await world.pollInPeace()).stdout).toContain('does not give 1 message');
    const retried = await world.inbox.run('quarantine', 'retry');
    expect(retried).toMatchObject({ status: 0, stdout: expect.stringContaining('for 1 message again') });
    const peace = await world.pollInPeace();
    expect(peace.stdout).toContain('1 new report');
    expect(peace.stdout).not.toContain('does not give');
    await assertPromise(world);
    here = await world.openHere();
  });
});
