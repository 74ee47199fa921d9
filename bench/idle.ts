/** A poll with nothing new, as the mailbox grows: time, bytes and commands; and the very first poll of the largest. */
import { startEmbeddedSmtp } from '../src/demo/embedded-smtp.js';
import { SMTP_LOGIN } from '../test/world/program.js';
import type { Part, Ratio } from './part.js';
import { digits, median } from './world/figures.js';
import { onTheWire, openMailbox, type PolledMailbox, polled, type Wire } from './world/polled-mailbox.js';

/** The largest mailbox over the smallest. */
const FLAT = 1.2;

export const idle: Part = async (sizes, tell) => {
  const rounds = Math.ceil(sizes.rounds / 3);
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  const open: PolledMailbox[] = [];
  try {
    for (const mails of sizes.mailboxes) open.push(await openMailbox(mails, smtp, tell));
    for (let round = 0; round < rounds; round++)
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
      method: `Whole processes, from start to end, over mailboxes in turn; medians of ${rounds}. INBOX is one mbox file of questions from customers, which Dovecot has indexed; no mail is a report. The first poll looks at the envelope and structure of each mail, and is set beside an imapflow process that fetches the same of all.`,
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

function growth(open: readonly PolledMailbox[], what: string, values: readonly number[]): Ratio[] {
  const [small = Number.NaN] = values;
  const value = (values.at(-1) ?? Number.NaN) / small;
  if (open.length < 2) return [];
  const name = `idle poll: ${what} in the largest mailbox over the smallest`;
  return [{ name, value, better: 'less', goal: FLAT, unit: 'times' }];
}
