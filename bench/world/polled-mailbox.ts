/** A mailbox of very many mails without a report, and the program before it. */
import { fileURLToPath } from 'node:url';
import type { EmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, startDovecot } from '../../test/world/dovecot.js';
import { type FaultProxy, startFaultProxy } from '../../test/world/fault-proxy.js';
import { mail, plainMail } from '../../test/world/mails.js';
import type { Installation } from '../../test/world/program.js';
import { beside } from '../baselines/programs.js';
import { digits } from './figures.js';
import { commandOf, installed } from './installed.js';
import { type Cost, costOf } from './process-cost.js';

export interface PolledMailbox {
  readonly mails: number;
  readonly dovecot: Dovecot;
  /** Before the server, so that what goes over the wire is counted. */
  readonly proxy: FaultProxy;
  readonly inbox: Installation;
  readonly first: Cost & { readonly bytes: number };
  /** Fetching envelope and structure of all mails, after another process did the same. */
  readonly previews: Cost;
  /** Of the polls that follow. */
  readonly idle: Cost[];
}

export interface Wire {
  /** Bytes, as `received`. */
  readonly sent: number;
  readonly received: number;
  readonly commands: readonly string[];
}

/** Fills it, has Dovecot index it, and polls it for the first time. */
export async function openMailbox(
  mails: number,
  smtp: EmbeddedSmtp,
  tell: (line: string) => void,
): Promise<PolledMailbox> {
  const dovecot = await startDovecot(
    undefined,
    write => {
      for (let place = 0; place < mails; place += 1) {
        write('From sender@example.org Tue Nov 24 09:00:00 2026\n');
        write(ordinary(place).toString('latin1').replaceAll('\r\n', '\n'));
        write('\n');
      }
    },
    null,
    false,
  );
  const proxy = await startFaultProxy(dovecot);
  const inbox = installed(dovecot, smtp, [], { port: proxy.port });
  try {
    await dovecot.index();
    const words = [`${dovecot.port}`, dovecot.user, dovecot.password];
    const imapflow = [process.execPath, fileURLToPath(beside('previews')), ...words];
    await costOf(imapflow);
    const previews = await costOf(imapflow);
    if (Number(previews.stdout) !== mails)
      throw new Error(`imapflow saw ${previews.stdout} of ${mails} mails`);
    proxy.plan(() => ({}));
    const first = await polled(inbox);
    const bytes = proxy.passed.reduce((sum, passed) => sum + passed['to-client'], 0);
    const { looked } = JSON.parse(first.stdout) as { looked: number };
    if (looked !== mails) throw new Error(`the first poll looked at ${looked} of ${mails} mails`);
    tell(`${digits(mails)} mails: the first poll took ${digits(first.seconds)} s`);
    return { mails, dovecot, proxy, inbox, first: { ...first, bytes }, previews, idle: [] };
  } catch (error) {
    inbox.remove();
    await proxy.stop();
    await dovecot.stop();
    throw error;
  }
}

/** One poll. @throws {Error} where it fails */
export async function polled(inbox: Installation): Promise<Cost> {
  const cost = await costOf(commandOf(inbox, 'poll', '--json'));
  if (cost.status !== 0) throw new Error(`poll ended with ${cost.status}: ${cost.stderr.slice(-300)}`);
  return cost;
}

/** One poll more, each line of which is looked at. */
export async function onTheWire({ proxy, inbox }: PolledMailbox): Promise<Wire> {
  const commands: string[] = [];
  proxy.plan(() => ({
    afterLine(line, direction) {
      const [, command] = /^\w+ ((?:UID )?[A-Z]+)/.exec(line) ?? [];
      if (direction === 'to-server' && command !== undefined) commands.push(command);
    },
  }));
  await polled(inbox);
  const sum = (direction: 'to-server' | 'to-client') =>
    proxy.passed.reduce((bytes, passed) => bytes + passed[direction], 0);
  return { sent: sum('to-server'), received: sum('to-client'), commands };
}

function ordinary(place: number): Buffer {
  const fields = {
    from: `customer-${place}@customer.example`,
    subject: `Question ${place}`,
    messageId: `<q${place}@customer.example>`,
  };
  return place % 4 === 0
    ? mail(fields, ['Content-Type: text/html; charset=utf-8'], '<p>Where is my invoice?</p>\n'.repeat(20))
    : plainMail(fields, 'Where is my invoice? I have been waiting.\n'.repeat(10));
}
