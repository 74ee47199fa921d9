/**
 * A first poll over a folder of very many messages: it finds the reports among them, and only them. The folder is one mbox
 * file, which a script writes in seconds. Time and memory are told, and not judged.
 */
import { readFileSync } from 'node:fs';
import { createMessage, encrypt, generateKey } from 'openpgp';
import { expect, it } from 'vitest';
import { startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { startDovecot } from '../world/dovecot.js';
import { mail, pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { install, SMTP_LOGIN } from '../world/program.js';
import { tell } from './results.js';

const MESSAGES = Number(process.env.SOAK_MESSAGES ?? '200000');

it('finds the reports among all of them', async () => {
  const { privateKey } = await generateKey({
    userIDs: [{ name: 'Support', email: 'support@example.test' }],
    format: 'object',
  });
  const sealed = async (from: string): Promise<Buffer> => {
    const entity = protectedEntity('Security Alert', 'Description\nIt leaks.\n', { from });
    const message = await createMessage({ binary: entity });
    return Buffer.from(String(await encrypt({ message, encryptionKeys: privateKey.toPublic() })));
  };
  // First, last, and somewhere between; the rest is what a shared mailbox gets.
  const places = [
    0,
    499,
    500,
    Math.floor(MESSAGES / 3),
    Math.floor(MESSAGES / 2),
    MESSAGES - 2,
    MESSAGES - 1,
  ];
  const reports = new Map<number, { from: string; raw: Buffer }>();
  for (const [index, place] of places.entries()) {
    const from = `finder-${index}@finder-${index}.example`;
    const raw =
      index % 3 === 2
        ? pgpMimeMail({ from, subject: '...' }, await sealed(from))
        : plainMail({ from }, 'Description\nIt leaks.\n');
    reports.set(place, { from, raw });
  }
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  const begun = Date.now();
  const dovecot = await startDovecot(undefined, write => {
    for (let place = 0; place < MESSAGES; place += 1) {
      const raw = reports.get(place)?.raw ?? ordinary(place);
      write('From sender@example.org Tue Nov 24 09:00:00 2026\n');
      write(raw.toString('latin1').replaceAll('\r\n', '\n'));
      write('\n');
    }
  });
  const made = seconds(begun);
  const inbox = install({
    imap: { ...dovecot, junkFolder: false, sentFolder: null },
    smtp,
    keys: [{ secretKey: privateKey.armor() }],
    overrides: { limits: { receiptAgeDays: 3650 } },
  });
  try {
    const indexed = await timed(() => dovecot.index());
    let peak = 0;
    const first = await timed(async () => {
      const running = inbox.start('poll', '--json');
      running.child.stdin?.end();
      const timer = setInterval(() => {
        peak = Math.max(peak, peakOf(running.child.pid));
      }, 250);
      const finished = await running.finished;
      clearInterval(timer);
      expect(finished.status, finished.stderr).toBe(0);
      return finished.stdout;
    });
    const result: unknown = JSON.parse(first.value);
    const second = await timed(() => inbox.run('poll', '--json'));
    tell('a folder of many messages', {
      messages: MESSAGES,
      reports: reports.size,
      made,
      indexed: indexed.seconds,
      firstPoll: first.seconds,
      peakMegabytes: Math.round(peak / 1024),
      secondPoll: second.seconds,
    });
    expect(result).toMatchObject({ looked: MESSAGES, receipts: { deferred: 0 } });
    const recorded = inbox.query('SELECT sender FROM messages ORDER BY id').map(({ sender }) => sender);
    expect(recorded).toEqual([...reports.values()].map(({ from }) => from));
    const answered = smtp.received.flatMap(({ envelope }) => envelope.to);
    expect(answered.sort()).toEqual([...recorded].sort());
    expect(JSON.parse(second.value.stdout)).toMatchObject({ looked: 0 });
  } finally {
    inbox.remove();
    await smtp.stop();
    await dovecot.stop();
  }
});

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

const seconds = (since: number) => Math.round((Date.now() - since) / 100) / 10;

async function timed<T>(act: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const begun = Date.now();
  const value = await act();
  return { value, seconds: seconds(begun) };
}

/** Kilobytes that a process had at most, or 0 where it is gone. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
