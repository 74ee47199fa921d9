/** How much memory a large encrypted mail takes, from one to a hundred megabytes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../src/demo/embedded-smtp.js';
import { type Dovecot, startDovecot } from '../test/world/dovecot.js';
import type { GnupgKey } from '../test/world/gnupg.js';
import { pgpMimeMail, protectedEntity } from '../test/world/mails.js';
import { SMTP_LOGIN } from '../test/world/program.js';
import type { Part } from './part.js';
import { makeKey } from './world/corpus.js';
import { digits } from './world/figures.js';
import { openGnupgHome } from './world/gnupg-home.js';
import { commandOf, installed } from './world/installed.js';
import { costOf } from './world/process-cost.js';
import { scriptCommand } from './world/script.js';
import { Chance } from './world/words.js';

/** Base64 makes the file a third larger, gpg's compression takes that away again, and its armor adds it anew. */
const BYTES_OF_FILE = 0.72;
const RAISED = { messageBytes: 1_000_000_000, readingSeconds: 600, receiptAgeDays: 3650 };
const BY_DEFAULT = { receiptAgeDays: 3650 };
/** Times the mail, at most, for a mail of so many megabytes. */
const GOAL = { megabytes: 50, times: 4 };

interface Measured {
  readonly megabytes: number;
  /** Of the mail as it came. */
  readonly bytes: number;
  readonly runs: readonly {
    readonly name: string;
    readonly memory: number;
    readonly seconds: number;
    readonly outcome: string;
  }[];
}

export const memory: Part = async (sizes, tell) => {
  const key = makeKey();
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  const measured: Measured[] = [];
  try {
    for (const megabytes of sizes.megabytes) measured.push(await measure(megabytes, key, smtp, tell));
  } finally {
    await smtp.stop();
  }
  const ratios = measured.map(({ megabytes, bytes, runs: [ours] }) => ({
    name: `memory, ${megabytes} MB: peak over the size of the mail`,
    value: (ours?.memory ?? Number.NaN) / (bytes / 1e6),
    better: 'less' as const,
    goal: megabytes === GOAL.megabytes ? GOAL.times : null,
    unit: 'times' as const,
  }));
  return {
    title: 'Memory for large mails',
    method:
      'One mail with an encrypted file that nothing compresses, polled into an empty database; the peak of the process and its children, Node.js itself included. The limits of the configuration were raised, save where it says default.',
    tables: [
      {
        caption: '',
        columns: ['', 'mail, MB', 'peak MB', 'times the mail', 'seconds', 'comes to'],
        rows: measured.flatMap(({ bytes, runs }) =>
          runs.map(({ name, memory, seconds, outcome }) => [
            name,
            digits(bytes / 1e6),
            digits(memory),
            digits(memory / (bytes / 1e6)),
            digits(seconds),
            outcome,
          ]),
        ),
      },
    ],
    ratios,
    bars: measured.map(({ megabytes, runs }) => ({
      title: `Memory for a mail of ${megabytes} MB`,
      unit: 'MB at the peak',
      bars: runs.map(({ name, memory }, index) => ({ name, value: memory, isOurs: index < 2 })),
    })),
  };
};

async function measure(
  megabytes: number,
  key: GnupgKey,
  smtp: EmbeddedSmtp,
  tell: (line: string) => void,
): Promise<Measured> {
  const mail = largeMail(megabytes, key);
  const dovecot = await startDovecot(undefined, null, null, false);
  try {
    await dovecot.deliver(mail);
    const runs = [
      { name: 'security-inbox poll', ...(await poll(dovecot, smtp, key, RAISED)) },
      { name: 'the same, default limits', ...(await poll(dovecot, smtp, key, BY_DEFAULT)) },
      { name: 'a script with gpg', ...(await script(dovecot, smtp, key)) },
    ];
    for (const { name, memory, outcome } of runs)
      tell(`${digits(mail.length / 1e6)} MB, ${name}: ${digits(memory)} MB, ${outcome}`);
    return { megabytes, bytes: mail.length, runs };
  } finally {
    await dovecot.stop();
  }
}

function largeMail(megabytes: number, key: GnupgKey): Buffer {
  const home = openGnupgHome([key.secretKey]);
  const folder = mkdtempSync(join(tmpdir(), 'bench-large-'));
  try {
    const bytes = new Chance(megabytes).bytes(Math.floor(megabytes * 1e6 * BYTES_OF_FILE));
    const file = join(folder, 'entity');
    const attachments = [{ filename: 'memory.dump', bytes }];
    writeFileSync(file, protectedEntity('Security Alert', 'Description\nIt leaks.\n', { attachments }));
    home.encryptFiles(key.fingerprint, [file]);
    return pgpMimeMail({ date: new Date() }, readFileSync(`${file}.asc`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    home.stop();
  }
}

async function poll(dovecot: Dovecot, smtp: EmbeddedSmtp, key: GnupgKey, limits: object) {
  const inbox = installed(dovecot, smtp, [key.secretKey], { overrides: { limits } });
  try {
    const { memory, seconds, status, stderr } = await costOf(commandOf(inbox, 'poll', '--json'));
    if (status !== 0) throw new Error(`poll ended with ${status}: ${stderr.slice(-300)}`);
    const [report] = inbox.query(
      "SELECT state, content ->> '$.stateReason' AS reason, (SELECT count(*) FROM attachments) AS files FROM reports",
    );
    const outcome = report?.reason
      ? `${report.state}, ${report.reason}`
      : `${report?.state}, ${report?.files} file`;
    return { memory, seconds, outcome };
  } finally {
    inbox.remove();
  }
}

async function script(dovecot: Dovecot, smtp: EmbeddedSmtp, key: GnupgKey) {
  const home = openGnupgHome([key.secretKey]);
  const folder = mkdtempSync(join(tmpdir(), 'bench-script-'));
  try {
    const { command, options } = scriptCommand(dovecot, smtp, home, folder);
    const { memory, seconds, status, stderr } = await costOf(command, options, [home.agent]);
    return {
      memory,
      seconds,
      outcome: status === 0 ? 'received' : `failed: ${stderr.trim().split('\n').at(-1)}`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    home.stop();
  }
}
