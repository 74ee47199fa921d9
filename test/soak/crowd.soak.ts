/**
 * People at work with every command, each a process of its own, while watch takes mail in and its connection to the mailbox is
 * cut now and then: nothing is lost, nobody is answered or told twice, and no command fails.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultyWorld, startFaultyWorld } from '../faults/faulty-world.js';
import { assertPromise } from '../faults/promise.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { tell } from './results.js';

const ADA = 'ada@engineers.example';

const MINUTES = Number(process.env.SOAK_CROWD ?? '1');
const PEOPLE = 4;

/** Milliseconds between two mails, and turns of that between two cuts. */
const BETWEEN_MAILS = 1_500;
const BETWEEN_CUTS = 3;

/** What each does by turns, on the report that is named. Every second report is closed and purged. */
const WORK: readonly ((number: number) => string[])[] = [
  number => ['acknowledge', String(number)],
  () => ['retry'],
  number => ['note', String(number), `seen ${Date.now()}`],
  () => ['digest'],
  number => ['ask', String(number)],
  number => ['status', String(number - (number % 4)), 'rejected', '--reason', 'r'],
  () => ['purge', '--older-than', '0d', '--yes'],
  number => ['requeue', String(number)],
  () => ['search', 'leaks'],
  () => ['quarantine', 'retry'],
  number => ['severity', String(number), 'high'],
  () => ['list', '--severity', 'high+', '--sort', 'severity'],
  number => ['extend', String(number), '2027-12-01', '--reason', 'r'],
  () => ['calendar'],
  number => ['show', String(number), '--words'],
];

describe.skipIf(!dovecotInstalled())('a crowd beside watch', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  let server: Server;
  const posts: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      void text(request).then(body => {
        posts.push(body);
        response.end('ok');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    dovecot = await startDovecot();
    world = await startFaultyWorld(dovecot, {
      overrides: { engineers: [{ name: 'Ada', address: ADA }], webhooks: [{ name: 'ours', url }] },
    });
  });

  afterAll(async () => {
    await world?.stop();
    await dovecot?.stop();
    server?.close();
  });

  it('does its work, and the promise holds', async () => {
    const watch = world.start('watch');
    await watch.logged('mailbox.connected');
    const owed = await world.deliver();
    await watch.logged('pass.done');
    let isOver = false;
    const failures: string[] = [];
    const said: string[] = [];
    const counts = new Map<string, number>();
    const person = async (first: number) => {
      for (let turn = first; !isOver; turn += 1) {
        const words = WORK[turn % WORK.length]?.(1 + ((turn * 5 + first) % onRecord())) ?? [];
        const { status, stderr } = await world.inbox.run(...words);
        said.push(stderr);
        const key = `${words[0]} ${status}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        const isFine =
          status === 0 ||
          (status === 65 && /^security-inbox: .*(?:TS-\d{4}-\d{4}|no report "0")/.test(stderr));
        const isBusyPurge =
          words[0] === 'purge' && status === 75 && stderr.includes('Run the same command again');
        if (!isFine && !isBusyPurge) failures.push(`${words.join(' ')}: ${status} ${stderr}`);
      }
    };
    const people = Array.from({ length: PEOPLE }, (_, index) => person(index * 5));
    const end = Date.now() + MINUTES * 60_000;
    for (let turn = 0; Date.now() < end; turn += 1) {
      anHourLater();
      owed.push(...(await world.deliver()));
      await pause(BETWEEN_MAILS);
      if (turn % BETWEEN_CUTS === 0) world.imapProxy.cut();
    }
    isOver = true;
    await Promise.all(people);
    watch.child.kill('SIGTERM');
    const watched = await watch.finished;
    expect(watched.status, watched.stderr.slice(-2000)).toBe(0);
    expect(watched.stderr).not.toMatch(/"code":"(?:busy|database|disk|internal)"/);
    anHourLater();
    await world.pollInPeace();
    tell('a crowd beside watch', { reports: owed.length, ...Object.fromEntries(counts) });
    expect(failures).toEqual([]);
    await assertPromise(withoutPurged(said));
    expectToldOnce(owed.length);
  });

  /** Reports that can be named by now; what was just delivered is not among them yet. */
  function onRecord(): number {
    const [row] = world.inbox.query('SELECT count(*) AS reports FROM reports');
    return Math.max(1, Number(row?.reports));
  }

  /** To engineers, who are told so often an hour and no more. */
  function anHourLater(): void {
    const connection = new Database(world.inbox.database, { timeout: 10_000 });
    try {
      connection.exec(
        "UPDATE dispatches SET created_at = '2026-01-01T00:00:00.000Z' WHERE state <> 'queued'",
      );
    } finally {
      connection.close();
    }
  }

  /** The world as if what was purged, and what engineers are told, had never come. */
  function withoutPurged(said: readonly string[]): FaultyWorld {
    const purged = new Set(
      world.inbox.query('SELECT sha256 FROM messages WHERE length(bytes) = 0').map(({ sha256 }) => sha256),
    );
    const isPurged = ({ raw }: { raw: Buffer }) => purged.has(createHash('sha256').update(raw).digest('hex'));
    const gone = world.delivered.filter(isPurged).map(({ from }) => from);
    const { smtp, inbox } = world;
    return {
      ...world,
      said: [...world.said, ...said],
      delivered: world.delivered.filter(mail => !isPurged(mail)),
      smtp: {
        ...smtp,
        received: smtp.received.filter(
          ({ envelope, raw }) =>
            ![...gone, ADA].includes(envelope.to[0] ?? '') && !raw.includes('A question about your report'),
        ),
      },
      inbox: {
        ...inbox,
        query: sql =>
          inbox.query(sql).filter(({ bytes }) => !(bytes instanceof Uint8Array && bytes.length === 0)),
      },
    };
  }

  /** Of each report the engineers were told once that it is new, by mail and by post. */
  function expectToldOnce(reports: number): void {
    const mails = world.smtp.received.filter(({ envelope }) => envelope.to[0] === ADA);
    for (const told of [mails.map(({ raw }) => raw.toString()), posts]) {
      const words = told.join('\n');
      for (let number = 1; number <= reports; number += 1) {
        const name = `TS-${new Date().getUTCFullYear()}-${String(number).padStart(4, '0')}`;
        const times = words.split(new RegExp(`${name}"?[:,][^\\n{]{0,40}[Nn]ew.report`)).length - 1;
        expect([name, times]).toEqual([name, 1]);
      }
      expect(words).not.toContain('leaks');
    }
  }
});
