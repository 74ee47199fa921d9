/**
 * `security-inbox demo`: the main job on a mailbox and a mail server of its own. Fresh keys, real encrypted mail, the
 * real poll; then what came of it, step by step. The database stays for the user to look at.
 */
import { relative, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import type { PrivateKey } from 'openpgp';
import pc from 'picocolors';
import { digest } from '../commands/digest.js';
import { list } from '../commands/list.js';
import { poll } from '../commands/poll.js';
import { forCell } from '../digest/terminal.js';
import { startEmbeddedImap } from './embedded-imap.js';
import { startEmbeddedSmtp } from './embedded-smtp.js';
import { demoMails, sealMail } from './mails.js';
import { readReceipt } from './receipts.js';
import { DEMO_PASSWORD, DEMO_USER, makeFolder, makeKeys, writeConfig } from './world.js';

type ImapServer = Awaited<ReturnType<typeof startEmbeddedImap>>;
type SmtpServer = Awaited<ReturnType<typeof startEmbeddedSmtp>>;

let steps = 0;

/**
 * Runs the demo and prints each step.
 * @param options - `folder` for its keys, configuration and database; an earlier demo's is made anew
 * @throws {Failure} `output` where the folder holds anything but an earlier demo
 */
export async function demo(options: { readonly folder: string }): Promise<void> {
  const folder = resolve(options.folder);
  makeFolder(folder);
  const imap = await startEmbeddedImap({ user: DEMO_USER, password: DEMO_PASSWORD });
  const smtp = await startEmbeddedSmtp({ user: DEMO_USER, password: DEMO_PASSWORD });
  try {
    await show(folder, imap, smtp);
  } finally {
    await imap.stop();
    await smtp.stop();
  }
}

async function show(folder: string, imap: ImapServer, smtp: SmtpServer): Promise<void> {
  step('Making a disclosure key and a configuration');
  const keys = await makeKeys(folder);
  const config = writeConfig(folder, { imapPort: imap.port, smtpPort: smtp.port });
  say(`OpenPGP key ${keys.disclosure.getFingerprint().toUpperCase()}`);
  say(`IMAP server on port ${imap.port}, SMTP server on port ${smtp.port}, both on this machine only`);

  step('Mail arrives in the shared mailbox of support@');
  for (const mail of demoMails()) {
    const raw = await sealMail(mail, keys);
    imap.append('INBOX', raw);
    const seen = await simpleParser(raw);
    const form = mail.form === 'as-is' ? '' : pc.magenta(` [encrypted: ${mail.form}]`);
    say(
      `${forCell(seen.from?.value[0]?.name ?? '', 20).padEnd(20)}  ${forCell(seen.subject ?? '', 62)}${form}`,
    );
  }
  const before = imap.flags('INBOX');

  step('security-inbox poll');
  await poll({ config, json: false, quiet: false, logLevel: 'silent' });

  step('The mailbox afterwards');
  const untouched = [...imap.flags('INBOX')].every(
    ([uid, flags]) => flags.join(' ') === (before.get(uid) ?? []).join(' '),
  );
  say(
    untouched
      ? `all ${before.size} mails are as they were: nothing marked as read, nothing moved`
      : pc.red('a mail was changed; this must not happen'),
  );

  step('The reports on record');
  await list({ config, json: false, sort: 'received' });

  step(`The receipts as they were sent (${smtp.received.length})`);
  for (const receipt of smtp.received) await showReceipt(receipt, keys.own);
  const example = smtp.received[0];
  if (example) {
    const { text, protection } = await readReceipt(example.raw, keys.own);
    say(
      pc.dim(
        `The first one in full (its text; it travelled ${protection}, PGP/MIME, with our public key attached):`,
      ),
    );
    process.stdout.write(`${text.trimEnd().replace(/^/gm, pc.dim('    | '))}\n`);
  }

  step('A second poll finds nothing new and answers nobody twice');
  await poll({ config, json: false, quiet: false, logLevel: 'silent' });

  step('The digest an engineer opens in the morning');
  await digest({ config, json: false, since: '24h' });

  const option = `--config ${relative(process.cwd(), config)}`;
  const called = howCalled();
  step('Go on yourself');
  for (const command of ['list', 'show TS-2026-0002', 'digest --json', 'show TS-2026-0002 --json']) {
    say(pc.cyan(`${called} ${command} ${option}`));
  }
}

async function showReceipt(receipt: SmtpServer['received'][number], key: PrivateKey): Promise<void> {
  const { subject, protection } = await readReceipt(receipt.raw, key);
  say(`to ${receipt.envelope.to.join(', ').padEnd(34)} ${subject}${pc.magenta(` [${protection}]`)}`);
}

/** What to type to start the program again: npx and npm run set a variable each. */
function howCalled(): string {
  return process.env.npm_execpath === undefined ? 'security-inbox' : 'npx security-inbox';
}

function step(title: string): void {
  steps += 1;
  process.stdout.write(`\n${pc.bold(pc.green(`${steps}. ${title}`))}\n`);
}

function say(line: string): void {
  process.stdout.write(`   ${line}\n`);
}
