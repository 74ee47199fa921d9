/**
 * A session of each protocol over one new report, cut at every byte of it in turn, in either direction; after each cut all
 * is recorded and answered by what follows. FAULT_CUT=imap:to-client:812 tries one again.
 */
import { ImapFlow } from 'imapflow';
import { expect, it } from 'vitest';
import { takeIn } from '../../dist/intake.js';
import { makePass } from '../../dist/passes/pass.js';
import { SENT_OUT_OF_REACH } from '../../dist/receipt/sent-folder.js';
import { inLaterHours } from '../faults/clock.js';
import { type FaultyWorld, type Here, startFaultyWorld } from '../faults/faulty-world.js';
import { assertPromise } from '../faults/promise.js';
import { chanceOf } from '../faults/seeds.js';
import { type Dovecot, startDovecot } from '../world/dovecot.js';
import type { Direction, FaultProxy } from '../world/fault-proxy.js';
import { plainMail } from '../world/mails.js';
import { tell } from './results.js';

const DIRECTIONS: readonly Direction[] = ['to-client', 'to-server'];
const only = process.env.FAULT_CUT?.split(':');

/** Milliseconds for a protocol. */
const LONGEST = Number(process.env.SOAK_BYTES_MINUTES ?? 'Infinity') * 60_000;

let senders = 0;

function nextReport(): { from: string; raw: Buffer } {
  senders += 1;
  // All of one length, so that every session has the same bytes in the same places.
  const from = `r${String(senders).padStart(6, '0')}@example.org`;
  const messageId = `<${from}>`;
  return { from, raw: plainMail({ from, messageId }, 'Description\nIt leaks.\n') };
}

it('of IMAP', () => inWorld(cutImap));
it('of SMTP', () => inWorld(cutSmtp));

async function inWorld(act: (world: FaultyWorld, here: Here, dovecot: Dovecot) => Promise<void>) {
  const dovecot = await startDovecot();
  try {
    const world = await startFaultyWorld(dovecot, {
      serverSeconds: 20,
      overrides: { answering: { perDomainPerHour: 10_000, perHour: 100_000 } },
    });
    try {
      const here = await world.openHere();
      try {
        await act(world, here, dovecot);
      } finally {
        await here.close();
      }
    } finally {
      await world.stop();
    }
  } finally {
    await dovecot.stop();
  }
}

/** Tries every byte; one that breaks the promise is named and does not keep the others from being tried. */
async function cutEverywhere(
  protocol: 'imap' | 'smtp',
  proxy: FaultProxy,
  whole: Readonly<Record<Direction, number>>,
  tryCut: () => Promise<void>,
): Promise<void> {
  const failed: string[] = [];
  const cuts = { 'to-client': 0, 'to-server': 0 };
  const begun = Date.now();
  for (const { direction, bytes } of mixed(whole)) {
    if (only && (only[0] !== protocol || only[1] !== direction || Number(only[2]) !== bytes)) continue;
    if (Date.now() - begun > LONGEST) break;
    proxy.plan(connection => (connection === 0 ? { cutAfter: { direction, bytes } } : {}));
    await tryCut().catch((error: unknown) => {
      failed.push(`${protocol}:${direction}:${bytes}`);
      console.log(`FAULT_CUT=${failed.at(-1)}: ${error instanceof Error ? error.message : String(error)}`);
    });
    cuts[direction] += 1;
    const done = cuts['to-client'] + cuts['to-server'];
    if (done % 100 === 0) console.log(`${protocol}: ${done} cuts`);
  }
  const seconds = Math.round((Date.now() - begun) / 1000);
  tell(`every byte of ${protocol.toUpperCase()}`, { cuts, of: whole, seconds, failed });
  expect(failed).toEqual([]);
}

/** Every byte once, in an order of chance: what fits into a short time is then spread over the session. */
function mixed(whole: Readonly<Record<Direction, number>>): { direction: Direction; bytes: number }[] {
  const chance = chanceOf(1);
  const all = DIRECTIONS.flatMap(direction =>
    Array.from({ length: whole[direction] }, (_, bytes) => ({ direction, bytes, place: chance.below(1e9) })),
  );
  return all.sort((one, other) => one.place - other.place);
}

/** The second connection goes past the proxy and stays, which makes thousands of cuts bearable. */
async function cutImap(world: FaultyWorld, here: Here, dovecot: Dovecot): Promise<void> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: dovecot.user, pass: dovecot.password },
    logger: false,
    disableAutoIdle: true,
    disableBinary: true,
  });
  await client.connect();
  const deliver = async () => {
    const { from, raw } = nextReport();
    await world.put({ from, raw, isReport: true }, async (folder, bytes) => {
      const appended = await client.append(folder, bytes);
      return appended ? (appended.uid ?? 0) : 0;
    });
  };
  const expectAnswered = () => {
    const owed = world.delivered.length;
    expect(world.inbox.query('SELECT count(*) AS n FROM messages')).toEqual([{ n: owed }]);
    expect(world.inbox.query("SELECT count(*) AS n FROM receipts WHERE state = 'sent'")).toEqual([
      { n: owed },
    ]);
    expect(world.smtp.received).toHaveLength(owed);
  };
  try {
    await deliver();
    world.imapProxy.plan(() => ({}));
    await here.pass();
    await deliver();
    world.imapProxy.plan(() => ({}));
    await here.pass();
    const whole = world.imapProxy.passed[0] ?? { 'to-client': 0, 'to-server': 0 };
    await cutEverywhere('imap', world.imapProxy, whole, async () => {
      await deliver();
      const failure = await here.pass().then(
        () => null,
        (error: unknown) => error,
      );
      if (failure !== null) expect(failure).toMatchObject({ code: 'unreachable' });
      await makePass(client, here.session);
      expectAnswered();
    });
    await assertPromise(world);
  } finally {
    await client.logout();
  }
}

async function cutSmtp(world: FaultyWorld, here: Here): Promise<void> {
  const { session } = here;
  const takeInOne = async () => {
    const { raw } = nextReport();
    await takeIn(
      { raw, isComplete: true, foundIn: 'inbox', receivedAt: new Date(), place: null },
      session.intake,
    );
  };
  const deliver = () => session.deliverApart(SENT_OUT_OF_REACH);
  await takeInOne();
  world.smtpProxy.plan(() => ({}));
  await deliver();
  const whole = world.smtpProxy.passed[0] ?? { 'to-client': 0, 'to-server': 0 };
  let owed = 1;
  let copies = 0;
  await cutEverywhere('smtp', world.smtpProxy, whole, async () => {
    await takeInOne();
    owed += 1;
    await deliver().catch((error: unknown) => expect(error).toMatchObject({ code: 'unreachable' }));
    await inLaterHours([5], deliver);
    const sent = world.inbox.query("SELECT count(*) AS n FROM receipts WHERE state = 'sent'");
    expect(sent).toEqual([{ n: owed }]);
    // Taken once, or again as the same mail where the answer was lost.
    const [last, before] = [world.smtp.received.at(-1), world.smtp.received.at(-2)];
    const wentAgain = last?.envelope.to[0] === before?.envelope.to[0];
    if (wentAgain) {
      copies += 1;
      expect(messageIdOf(last?.raw)).toBe(messageIdOf(before?.raw));
    }
    expect(world.smtp.received).toHaveLength(owed + copies);
  });
  tell('receipts that went again, where the answer was lost', { copies });
}

function messageIdOf(raw: Buffer | undefined): string {
  return /^message-id:\s*(\S+)/im.exec(raw?.toString('latin1') ?? '')?.[1] ?? '';
}
