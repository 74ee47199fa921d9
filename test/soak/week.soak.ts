/**
 * A week's work of the daemon and more, without the waiting between: one watch makes pass after pass over a real Dovecot,
 * because the proxy before it rings the bell (RFC 9051 §7.4.1) as soon as it waits. Reports come, receipts go, the
 * connection breaks; and what the process holds does not grow. Polls come and go as well, and leave nothing behind.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createMessage, encrypt, generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type FaultProxy, type Faults, startFaultProxy } from '../world/fault-proxy.js';
import { pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';
import { type Figures, figuresAtRest, growth } from './process-figures.js';
import { tell } from './results.js';

const PASSES = Number(process.env.SOAK_WEEK || '2000');

/** After which it ends with as many as it made. */
const MINUTES = Number(process.env.SOAK_WEEK_MINUTES || 'Infinity');

/** Passes between two rests, in which the process is looked at; something arrives after each. */
const STRETCH = Math.max(20, Math.min(500, Math.floor(PASSES / 80)));
/** Rests between two breaks of the connection. */
const BETWEEN_CUTS = 4;
const POLLS = Math.max(20, Math.floor(PASSES / 100));

/** Megabytes that each may grow by over the last half: what the garbage collector's timing makes. */
const MOST_GROWTH = { memory: 20, heap: 4 };

/** More than the mailbox ever holds: a count that changed is what rings. */
const FIRST_COUNT = 1_000_000;

const messageId = (turn: number) => `<arrived-${turn}@finder.example>`;

const answer = (turn: number) =>
  plainMail(
    {
      from: 'support@example.test',
      to: `finder@finder-${turn}.example`,
      subject: 'Re: Security Alert',
      headers: [`In-Reply-To: ${messageId(turn)}`],
      date: new Date(),
    },
    'Thank you, we are on it.\n',
  );

interface Sample extends Figures {
  readonly passes: number;
  /** Megabytes of objects that the last full collection found in use. */
  readonly heap: number;
}

describe.skipIf(!dovecotInstalled())(`${PASSES} passes`, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let proxy: FaultProxy;
  let inbox: Installation;
  let reports = 0;
  let sealed: (from: string) => Promise<Buffer>;

  beforeAll(async () => {
    const { privateKey } = await generateKey({
      userIDs: [{ name: 'Support', email: 'support@example.test' }],
      format: 'object',
    });
    sealed = async from => {
      const entity = protectedEntity('Security Alert', 'Description\nIt leaks.\n', { from });
      const message = await createMessage({ binary: entity });
      return Buffer.from(String(await encrypt({ message, encryptionKeys: privateKey.toPublic() })));
    };
    dovecot = await startDovecot(undefined, null, null, false);
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    proxy = await startFaultProxy(dovecot);
    inbox = install({
      imap: { ...dovecot, port: proxy.port },
      smtp,
      keys: [{ secretKey: privateKey.armor() }],
      overrides: { limits: { receiptAgeDays: 3650 } },
    });
  });

  afterAll(async () => {
    inbox?.remove();
    await proxy?.stop();
    await smtp?.stop();
    await dovecot?.stop();
  });

  /**
   * By turns a report in the clear, an encrypted one, a person's answer to both, and a mail that is none. While reports wait
   * for an answer each pass logs in once more, to look for it in the Sent folder.
   */
  const arrive = async (turn: number): Promise<void> => {
    const from = `finder@finder-${turn}.example`;
    const fields = { from, messageId: messageId(turn) };
    const kind = turn % 4;
    if (kind < 2) reports += 1;
    if (kind === 0) await dovecot.deliver(plainMail(fields, 'Description\nIt leaks.\n'));
    if (kind === 1) await dovecot.deliver(pgpMimeMail({ ...fields, subject: '...' }, await sealed(from)));
    if (kind === 2) await dovecot.deliverTo('Outgoing', [answer(turn - 2), answer(turn - 1)]);
    if (kind >= 2) await dovecot.deliver(plainMail({ ...fields, subject: 'Invoice' }, 'Where is it?\n'));
  };

  it('of one watch leave memory, descriptors and threads as they are', async () => {
    let passes = 0;
    let wake: () => void = () => undefined;
    // A pass ends with IDLE. At a rest nothing rings but what really arrives.
    const ring = (): Faults => ({
      onLine: (line, direction) => {
        if (direction === 'to-server') {
          if (/^\S+ IDLE\r\n$/.test(line)) passes += 1;
          return 'pass';
        }
        if (!line.startsWith('+ idling')) return 'pass';
        if (passes % STRETCH === 0) {
          wake();
          return 'pass';
        }
        return { instead: `${line}* ${FIRST_COUNT + passes} EXISTS\r\n` };
      },
    });
    proxy.plan(ring);
    const watch = spawn(
      process.execPath,
      ['--trace-gc', resolve('dist/main.js'), 'watch', '--config', join(inbox.folder, 'config.json')],
      { cwd: inbox.folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const { heap, said } = listen(watch);
    const gone = once(watch, 'exit').then(([status]) => {
      throw new Error(`watch ended with ${status}: ${said()}`);
    });
    const samples: Sample[] = [];
    const begun = Date.now();
    for (let turn = 0; passes < PASSES && Date.now() < begun + MINUTES * 60_000; turn += 1) {
      const rest = new Promise<void>(rested => {
        wake = rested;
      });
      if (turn > 0) await arrive(turn);
      await Promise.race([rest, gone]);
      samples.push({ passes, heap: heap(), ...(await figuresAtRest(watch.pid ?? 0)) });
      if (turn % BETWEEN_CUTS === BETWEEN_CUTS - 1) {
        const back = new Promise<void>(rested => {
          wake = rested;
        });
        passes += STRETCH - 1 - (passes % STRETCH);
        proxy.cut();
        await Promise.race([back, gone]);
      }
      if (turn % 10 === 0) console.log(JSON.stringify(samples.at(-1)));
    }
    gone.catch(() => undefined);
    const seconds = Math.round((Date.now() - begun) / 1000);
    await smtp.accepted(reports);
    watch.kill('SIGTERM');
    const [status] = (await once(watch, 'exit')) as [number | null];
    const [{ answered } = { answered: 0 }] = inbox.query(
      'SELECT count(*) AS answered FROM reports WHERE acknowledged_at IS NOT NULL',
    );
    const half = samples.slice(Math.floor(samples.length / 2));
    const grown = (of: keyof Figures | 'heap') =>
      Math.round(growth(half.map(sample => [sample.passes, sample[of]])) * 10) / 10;
    const most = (of: keyof Figures, row: readonly Sample[]) => Math.max(...row.map(sample => sample[of]));
    const first = samples.slice(1, Math.floor(samples.length / 2));
    tell('a watch for a week', {
      passes,
      seconds,
      // What a pass costs the daemon itself, whatever else the machine does.
      processorSeconds: samples.at(-1)?.processor,
      reports,
      answered,
      cuts: Math.floor(samples.length / BETWEEN_CUTS),
      memory: {
        first: first[0]?.memory,
        middle: half[0]?.memory,
        last: half.at(-1)?.memory,
        grown: grown('memory'),
      },
      heap: { middle: half[0]?.heap, last: half.at(-1)?.heap, grown: grown('heap') },
      descriptors: [most('descriptors', first), most('descriptors', half)],
      threads: [most('threads', first), most('threads', half)],
    });
    expect(status, said()).toBe(0);
    expect(smtp.received).toHaveLength(reports);
    expect(inbox.query('SELECT count(*) AS n FROM reports')).toEqual([{ n: reports }]);
    expect(most('descriptors', half)).toBeLessThanOrEqual(most('descriptors', first));
    expect(most('threads', half)).toBeLessThanOrEqual(most('threads', first));
    expect(grown('memory')).toBeLessThan(MOST_GROWTH.memory);
    expect(grown('heap')).toBeLessThan(MOST_GROWTH.heap);
  });

  it('of as many processes leave the folder as it is', async () => {
    proxy.plan(() => ({}));
    expect((await inbox.run('poll')).status).toBe(0);
    const before = contents(join(inbox.folder, 'data'));
    for (let turn = 0; turn < POLLS; turn += 1) expect((await inbox.run('poll', '--quiet')).status).toBe(0);
    tell('polls for a week', { polls: POLLS, before, after: contents(join(inbox.folder, 'data')) });
    expect(contents(join(inbox.folder, 'data'))).toEqual(before);
  });
});

/** Reads what the process writes: of the collections of its main thread the last full one, and the log's end. */
function listen(child: ChildProcess): { heap: () => number; said: () => string } {
  let heap = 0;
  let main: string | undefined;
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n')) {
      const [, isolate, found] = /^\[(\d+:0x\w+)\].*?(?:Mark-Compact.*?-> ([\d.]+)|$)/.exec(line) ?? [];
      if (isolate === undefined) continue;
      main ??= isolate;
      if (isolate === main && found !== undefined) heap = Number(found);
    }
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  return { heap: () => heap, said: () => said };
}

/** Its files with their sizes in bytes. */
function contents(folder: string): Record<string, number> {
  return Object.fromEntries(readdirSync(folder).map(name => [name, statSync(join(folder, name)).size]));
}
