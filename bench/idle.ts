/** A poll with nothing new, as the mailbox grows: time, bytes and commands; and the very first poll of the largest. */
import { fileURLToPath } from 'node:url';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../src/demo/embedded-smtp.js';
import { type Dovecot, startDovecot } from '../test/world/dovecot.js';
import { type FaultProxy, startFaultProxy } from '../test/world/fault-proxy.js';
import { mail, plainMail } from '../test/world/mails.js';
import { type Installation, SMTP_LOGIN } from '../test/world/program.js';
import { beside } from './baselines/programs.js';
import type { Part, Ratio } from './part.js';
import { digits, median } from './world/figures.js';
import { commandOf, installed } from './world/installed.js';
import { type Cost, costOf } from './world/process-cost.js';

/** The largest mailbox over the smallest. */
const FLAT = 1.2;

interface Mailbox {
  readonly mails: number;
  readonly dovecot: Dovecot;
  /** Before the server, so that what goes over the wire is counted. */
  readonly proxy: FaultProxy;
  readonly inbox: Installation;
  readonly first: Cost & { readonly bytes: number };
  /** Fetching envelope and structure of all mails, after another process did the same. */
  readonly previews: Cost;
  readonly idle: Cost[];
}

interface Wire {
  readonly sent: number;
  readonly received: number;
  readonly commands: readonly string[];
}

export const idle: Part = async (sizes, tell) => {
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  const open: Mailbox[] = [];
  try {
    for (const mails of sizes.mailboxes) open.push(await openMailbox(mails, smtp, tell));
    for (let round = 0; round < sizes.rounds; round++)
      for (const { inbox, idle } of open) idle.push(await polled(inbox));
    const wires: Wire[] = [];
    for (const mailbox of open) wires.push(await onTheWire(mailbox));
    const milliseconds = open.map(({ idle }) => median(idle.map(({ seconds }) => seconds * 1000)));
    for (const [at, { mails }] of open.entries())
      tell(
        `${digits(mails)} mails: ${digits(milliseconds[at] ?? Number.NaN)} ms, ${wires[at]?.commands.length} commands`,
      );
    const bytes = wires.map(({ sent, received }) => sent + received);
    const names = open.map(({ mails }) => `${digits(mails)} mails`);
    const row = (name: string, values: readonly number[]) => [name, ...values.map(digits)];
    const firsts = open.map(({ first }) => first);
    return {
      title: 'A poll with nothing new',
      method: `Whole processes, from start to end, over mailboxes in turn; medians of ${sizes.rounds}. INBOX is one mbox file of questions from customers, which Dovecot has indexed; no mail is a report. The first poll looks at the envelope and structure of each mail, and is set beside an imapflow process that fetches the same of all.`,
      tables: [
        {
          caption: 'Nothing new',
          columns: ['', ...names],
          rows: [
            row('ms', milliseconds),
            row(
              'bytes to the server',
              wires.map(({ sent }) => sent),
            ),
            row(
              'bytes from the server',
              wires.map(({ received }) => received),
            ),
            row(
              'commands',
              wires.map(({ commands }) => commands.length),
            ),
            row(
              'peak MB',
              open.map(({ idle }) => median(idle.map(({ memory }) => memory))),
            ),
          ],
        },
        {
          caption: 'The very first poll',
          columns: ['', ...names],
          rows: [
            row(
              'seconds',
              firsts.map(({ seconds }) => seconds),
            ),
            row(
              'seconds of imapflow alone',
              open.map(({ previews }) => previews.seconds),
            ),
            row(
              'MB from the server',
              firsts.map(({ bytes }) => bytes / 1e6),
            ),
            row(
              'CPU seconds',
              firsts.map(({ processor }) => processor),
            ),
            row(
              'peak MB',
              firsts.map(({ memory }) => memory),
            ),
          ],
        },
      ],
      ratios: [
        ...growth(open, 'time', milliseconds),
        ...growth(open, 'bytes', bytes),
        ...growth(
          open,
          'commands',
          wires.map(({ commands }) => commands.length),
        ),
      ],
      bars: [
        {
          title: 'A poll with nothing new',
          unit: 'ms',
          bars: milliseconds.map((value, at) => ({ name: names[at] ?? '', value, isOurs: true })),
        },
      ],
    };
  } finally {
    for (const { inbox, proxy, dovecot } of open) {
      inbox.remove();
      await proxy.stop();
      await dovecot.stop();
    }
    await smtp.stop();
  }
};

function growth(open: readonly Mailbox[], what: string, values: readonly number[]): Ratio[] {
  const [small = Number.NaN] = values;
  const value = (values.at(-1) ?? Number.NaN) / small;
  if (open.length < 2) return [];
  const name = `idle poll: ${what} in the largest mailbox over the smallest`;
  return [{ name, value, better: 'less', goal: FLAT, unit: 'times' }];
}

async function openMailbox(
  mails: number,
  smtp: EmbeddedSmtp,
  tell: (line: string) => void,
): Promise<Mailbox> {
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

async function polled(inbox: Installation): Promise<Cost> {
  const cost = await costOf(commandOf(inbox, 'poll', '--json'));
  if (cost.status !== 0) throw new Error(`poll ended with ${cost.status}: ${cost.stderr.slice(-300)}`);
  return cost;
}

/** One poll more, each line of which is looked at. */
async function onTheWire({ proxy, inbox }: Mailbox): Promise<Wire> {
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
