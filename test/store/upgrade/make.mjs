/**
 * Makes a fixture of this folder: has a program of an earlier version poll the mails in mailbox/, and writes its database
 * down as SQL. `node test/store/upgrade/make.mjs PROGRAM OUT.sql`, with PROGRAM the dist/main.js of that version. The last
 * mail comes while the mail server takes none, so that its receipt waits. Needs sqlite3 and a build of this version.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decryptKey, generateKey, readKey, readPrivateKey } from 'openpgp';
import { startEmbeddedImap } from '../../../dist/demo/embedded-imap.js';
import { startEmbeddedSmtp } from '../../../dist/demo/embedded-smtp.js';
import { demoMails, sealMail } from '../../../dist/demo/mails.js';
import { DEMO_PASSWORD, DEMO_USER, writeConfig } from '../../../dist/demo/world.js';

const HERE = new URL('.', import.meta.url).pathname;
const MAILBOX = join(HERE, 'mailbox');
const KEY = join(HERE, 'disclosure-key.asc');
const PASSPHRASE = 'a key for tests alone';
const MAILS = [
  '01-invoice-question.eml',
  '02-report-webmail.eml',
  '04-report-hidden-subject.eml',
  '10-report-other-key.eml',
  '08-report-in-attachment.eml',
];

if (!existsSync(KEY)) await makeMails();
const [program, out] = process.argv.slice(2);
await makeDump(program, out);

async function makeMails() {
  const make = name => generateKey({ type: 'curve25519', userIDs: [{ name }], passphrase: PASSPHRASE });
  const [own, other] = [await make('Disclosure (tests)'), await make('Somebody else')];
  await decryptKey({
    privateKey: await readPrivateKey({ armoredKey: own.privateKey }),
    passphrase: PASSPHRASE,
  });
  writeFileSync(KEY, own.privateKey);
  const keys = {
    disclosure: await readKey({ armoredKey: own.publicKey }),
    unknown: await readKey({ armoredKey: other.publicKey }),
  };
  for (const [index, file] of MAILS.entries()) {
    const mail = demoMails().find(mail => mail.file === file);
    writeFileSync(join(MAILBOX, `${index + 1}.eml`), await sealMail(mail, keys));
  }
}

async function makeDump(program, out) {
  const folder = mkdtempSync(join(tmpdir(), 'earlier-'));
  const login = { user: DEMO_USER, password: DEMO_PASSWORD };
  let takesMail = true;
  const imap = await startEmbeddedImap(login);
  const smtp = await startEmbeddedSmtp({
    ...login,
    refuseRecipient: () => (takesMail ? undefined : { code: 451, message: '4.3.2 later' }),
  });
  writeFileSync(join(folder, 'disclosure-key.asc'), readFileSync(KEY), { mode: 0o600 });
  writeFileSync(join(folder, 'disclosure-key.passphrase'), PASSPHRASE, { mode: 0o600 });
  const config = writeConfig(folder, { imapPort: imap.port, smtpPort: smtp.port });
  const mails = readdirSync(MAILBOX)
    .sort()
    .map(name => readFileSync(join(MAILBOX, name)));
  for (const mail of mails.slice(0, -1)) imap.append('INBOX', mail);
  await poll(program, config);
  takesMail = false;
  imap.append('INBOX', mails.at(-1));
  await poll(program, config);
  await imap.stop();
  await smtp.stop();
  const sqlite = sql =>
    execFileSync('sqlite3', [join(folder, 'security-inbox.sqlite'), sql], { encoding: 'utf8' });
  // A dump leaves out what says whose and which schema it is.
  const marks = ['application_id', 'user_version'].map(
    mark => `PRAGMA ${mark} = ${sqlite(`PRAGMA ${mark}`).trim()};\n`,
  );
  // The tests put in the port of their own server.
  const dump = sqlite('.dump').replaceAll(`127.0.0.1:${imap.port}`, '127.0.0.1:1143');
  writeFileSync(out, `${dump}${marks.join('')}`);
  process.stdout.write(`${marks.join('')}${smtp.received.length} receipts sent\n`);
  rmSync(folder, { recursive: true });
}

async function poll(program, config) {
  const [status] = await once(
    spawn(process.execPath, [program, 'poll', '--config', config], { stdio: 'inherit' }),
    'exit',
  );
  process.stdout.write(`poll: ${status}\n`);
}
