/**
 * Real GnuPG with a home of its own, so that what we open was made by somebody else's program.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearUpIfWeDie } from './leftovers.js';

export interface GnupgKey {
  readonly fingerprint: string;
  readonly publicKey: string;
  /** Armored; locked where a passphrase was given. */
  readonly secretKey: string;
}

export interface EncryptOptions {
  /** Fingerprints; may be none where a password is given. */
  readonly to: readonly string[];
  readonly signAs?: string;
  /** Of the signing key. */
  readonly passphrase?: string;
  /** Opens the message as well; gpg takes one secret a run, so not together with a locked signing key. */
  readonly password?: string;
  readonly armor?: boolean;
  readonly hideRecipients?: boolean;
}

/** What GnuPG made of a message. */
export interface Opened {
  readonly plaintext: Buffer;
  /** Fingerprint of the primary key whose signature is good; null where there is none such. */
  readonly signedBy: string | null;
}

export interface Gnupg {
  /** @param algorithm - as gpg names it: `rsa3072`, or `future-default` for Curve25519 */
  generateKey(userId: string, algorithm: string, passphrase?: string): GnupgKey;
  /** Takes a public or a private key made elsewhere. @param passphrase - of a locked private key */
  importKey(armored: string, passphrase?: string): void;
  encrypt(plaintext: Uint8Array, options: EncryptOptions): Buffer;
  encryptWithPassword(plaintext: Uint8Array, password: string): Buffer;
  /** @param signAs - fingerprint, of a key without a passphrase @param words - how: `--clear-sign` */
  sign(text: Uint8Array, signAs: string, words: readonly string[]): Buffer;
  /** @param passphrase - of the private key, or the message's password */
  decrypt(message: Uint8Array, passphrase?: string): Opened;
  /** @param signature - detached, over the signed bytes @returns the signer's fingerprint, or null */
  verify(signed: Uint8Array, signature: Uint8Array): string | null;
  /** Ends the agent and removes the keys. */
  stop(): void;
}

const BASE = ['--batch', '--yes', '--no-tty', '--quiet', '--status-fd', '3'];

/** Whether this machine has GnuPG; says so loudly where it has not. */
export function gnupgInstalled(): boolean {
  if (spawnSync('gpg', ['--version']).status === 0) return true;
  console.warn('\n*** SKIPPED: no GnuPG on this machine. Install gnupg to run these tests. ***\n');
  return false;
}

/** Starts with an empty keyring. */
export function startGnupg(): Gnupg {
  // gpg-agent's socket lives in there, and a socket's path may hold 107 characters.
  const home = mkdtempSync(join(tmpdir(), 'gpg-'));
  const callOff = clearUpIfWeDie(home, 'gpgconf --homedir "$PWD" --kill all');
  const run = (parameters: readonly string[], input: Uint8Array) =>
    spawnSync('gpg', ['--homedir', home, ...BASE, ...parameters], {
      input,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
  const told = (parameters: readonly string[], input: Uint8Array = new Uint8Array()) => {
    const { status, stdout, stderr, output } = run(parameters, input);
    if (status !== 0) throw new Error(`gpg ${parameters.join(' ')}: ${stderr}`);
    return { stdout, events: String(output[3]) };
  };
  const gpg = (parameters: readonly string[], input?: Uint8Array): Buffer => told(parameters, input).stdout;
  return {
    generateKey(userId, algorithm, passphrase = '') {
      const unlock = unlockWith(passphrase);
      const { events } = told([...unlock, '--quick-generate-key', userId, algorithm, 'default', 'never']);
      const fingerprint = /^\[GNUPG:\] KEY_CREATED . ([0-9A-F]{40})/m.exec(events)?.[1];
      if (!fingerprint) throw new Error(`gpg made no key for ${userId}`);
      // Asked for an algorithm by name, gpg makes a signing key alone.
      if (algorithm !== 'future-default')
        gpg([...unlock, '--quick-add-key', fingerprint, algorithm, 'encr', 'never']);
      return {
        fingerprint,
        publicKey: gpg(['--armor', '--export', fingerprint]).toString(),
        secretKey: gpg([...unlock, '--armor', '--export-secret-keys', fingerprint]).toString(),
      };
    },
    importKey(armored, passphrase = '') {
      gpg([...unlockWith(passphrase), '--import'], Buffer.from(armored));
    },
    encrypt: (plaintext, { to, signAs, passphrase, password, armor = true, hideRecipients = false }) =>
      gpg(
        [
          '--trust-model',
          'always',
          ...unlockWith(password ?? passphrase ?? ''),
          ...(armor ? ['--armor'] : []),
          ...(hideRecipients ? ['--throw-keyids'] : []),
          ...(signAs ? ['--sign', '--local-user', signAs] : []),
          ...(password === undefined ? [] : ['--symmetric']),
          ...to.flatMap(key => ['--recipient', key]),
          ...(to.length > 0 ? ['--encrypt'] : []),
        ],
        plaintext,
      ),
    encryptWithPassword: (plaintext, password) =>
      gpg(['--armor', ...unlockWith(password), '--symmetric'], plaintext),
    sign: (text, signAs, words) => gpg([...unlockWith(''), '--local-user', signAs, ...words], text),
    decrypt(message, passphrase = '') {
      // Its status is no success where a signature can't be checked, whatever became of the decryption.
      const { stdout, stderr, output } = run([...unlockWith(passphrase), '--decrypt'], message);
      const events = String(output[3]);
      if (!events.includes('[GNUPG:] DECRYPTION_OKAY')) throw new Error(`gpg can not decrypt: ${stderr}`);
      return { plaintext: stdout, signedBy: signerIn(events) };
    },
    verify(signed, signature) {
      const file = join(home, 'signature');
      writeFileSync(file, signature);
      return signerIn(String(run(['--verify', file, '-'], signed).output[3]));
    },
    stop() {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
      callOff();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function unlockWith(passphrase: string): string[] {
  return ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
}

/** The last word of VALIDSIG is the primary key's fingerprint (GnuPG's doc/DETAILS). */
function signerIn(events: string): string | null {
  return /^\[GNUPG:\] VALIDSIG .* ([0-9A-F]{40})$/m.exec(events)?.[1] ?? null;
}
