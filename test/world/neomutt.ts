/**
 * A real neomutt that writes a mail as a person does: composed at a terminal, sent with one key. What it hands to
 * sendmail is what we read.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearUpIfWeDie } from './leftovers.js';

export interface NeomuttMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly sign?: boolean;
  readonly encrypt?: boolean;
}

export interface Neomutt {
  /** @returns the message as handed to sendmail */
  send(mail: NeomuttMail): Promise<Buffer>;
  /** Ends the agent and removes its files. */
  stop(): void;
}

/** Whether this machine has neomutt, GnuPG and a terminal to run it in; says so loudly where it has not. */
export function neomuttInstalled(): boolean {
  const present = [
    ['neomutt', '-v'],
    ['gpg', '--version'],
    ['script', '--version'],
  ].every(([program = '', option = '']) => spawnSync(program, [option]).status === 0);
  if (!present) {
    console.warn(
      '\n*** SKIPPED: no neomutt, gpg or script on this machine. Install neomutt, gnupg and util-linux to run these tests. ***\n',
    );
  }
  return present;
}

/**
 * Sets neomutt up for one person.
 * @param from - the person's address
 * @param secretKey - armored, without a passphrase
 * @param publicKeys - armored, of those written to
 */
export function startNeomutt(from: string, secretKey: string, publicKeys: readonly string[]): Neomutt {
  const home = mkdtempSync(join(tmpdir(), 'mutt-'));
  const callOff = clearUpIfWeDie(home, 'gpgconf --homedir "$PWD" --kill all');
  const gpg = (words: readonly string[], input = ''): string => {
    const { status, stdout, stderr } = spawnSync('gpg', ['--homedir', home, '--batch', ...words], { input });
    if (status !== 0) throw new Error(`gpg ${words.join(' ')}: ${stderr}`);
    return String(stdout);
  };
  for (const key of [secretKey, ...publicKeys]) gpg(['--import'], key);
  // Without it neomutt asks whether it may use a key that nobody vouched for.
  const fingerprints = [...gpg(['--with-colons', '--list-keys']).matchAll(/^fpr:+([0-9A-F]{40}):/gm)];
  gpg(['--import-ownertrust'], fingerprints.map(([, fingerprint]) => `${fingerprint}:6:\n`).join(''));
  const sent = join(home, 'sent.eml');
  const sendmail = join(home, 'sendmail');
  writeFileSync(sendmail, `#!/bin/sh\ncat > '${sent}'\n`);
  chmodSync(sendmail, 0o700);

  return {
    async send({ to, subject, text, sign = false, encrypt = false }) {
      const draft = join(home, 'draft');
      writeFileSync(draft, `To: ${to}\nSubject: ${subject}\n\n${text}`);
      const settings = join(home, 'neomuttrc');
      writeFileSync(settings, settingsOf(from, home, sign, encrypt));
      rmSync(sent, { force: true });
      await composeAndSend(['neomutt', '-n', '-F', settings, '-H', draft], home);
      return readFileSync(sent);
    },
    stop() {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
      callOff();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function settingsOf(from: string, home: string, sign: boolean, encrypt: boolean): string {
  const yesNo = (value: boolean) => (value ? 'yes' : 'no');
  return `
set from="${from}" use_from=yes hostname="${from.split('@')[1]}" sendmail="${home}/sendmail" folder="${home}"
set copy=no editor=true autoedit=yes fast_reply=yes abort_unmodified=no abort_nosubject=no wait_key=no
set crypt_use_gpgme=yes crypt_autosign=${yesNo(sign)} crypt_autoencrypt=${yesNo(encrypt)}
set crypt_opportunistic_encrypt=no crypt_confirm_hook=no pgp_default_key="${from}" pgp_sign_as="${from}"
set crypt_protected_headers_write=yes crypt_protected_headers_subject="..."
`;
}

/** Presses the key that sends until it is taken: neomutt drops what is typed before its screen stands. */
function composeAndSend(command: readonly string[], home: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', command.map(word => `'${word}'`).join(' '), '/dev/null'], {
      env: { ...process.env, GNUPGHOME: home, HOME: home, TERM: 'xterm' },
    });
    let screen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString('latin1');
    });
    child.stdin.on('error', () => undefined);
    const typing = setInterval(() => {
      if (screen.includes('Security:') && !screen.includes('Sending')) child.stdin.write('y');
    }, 300);
    const timer = setTimeout(() => child.kill(), 20_000);
    const end = () => {
      clearInterval(typing);
      clearTimeout(timer);
    };
    child.once('error', error => {
      end();
      reject(error);
    });
    child.once('close', status => {
      end();
      if (status === 0) resolve();
      else reject(new Error(`neomutt ended with ${status}: ${screen.slice(-500)}`));
    });
  });
}
