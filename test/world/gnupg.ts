/**
 * Real GnuPG with a home of its own, so that what we open was made by somebody else's program.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface GnupgKey {
  readonly fingerprint: string;
  readonly publicKey: string;
  /** Armored; locked where a passphrase was given. */
  readonly secretKey: string;
}

export interface EncryptOptions {
  readonly to: readonly string[];
  readonly signAs?: string;
  readonly armor?: boolean;
  readonly hideRecipients?: boolean;
}

export interface Gnupg {
  /** @param algorithm - as gpg names it: `rsa3072`, or `future-default` for Curve25519 */
  generateKey(userId: string, algorithm: string, passphrase?: string): GnupgKey;
  encrypt(plaintext: Uint8Array, options: EncryptOptions): Buffer;
  encryptWithPassword(plaintext: Uint8Array, password: string): Buffer;
  stop(): void;
}

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
  const gpg = (parameters: readonly string[], input?: Uint8Array): Buffer =>
    execFileSync('gpg', ['--homedir', home, '--batch', '--yes', '--no-tty', '--quiet', ...parameters], {
      input: input ?? Buffer.alloc(0),
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
  return {
    generateKey(userId, algorithm, passphrase = '') {
      const unlock = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
      gpg([...unlock, '--quick-generate-key', userId, algorithm, 'default', 'never']);
      const listing = gpg(['--with-colons', '--list-keys', userId]).toString();
      const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1];
      if (!fingerprint) throw new Error(`gpg lists no key for ${userId}`);
      // Asked for an algorithm by name, gpg makes a signing key alone.
      if (algorithm !== 'future-default')
        gpg([...unlock, '--quick-add-key', fingerprint, algorithm, 'encr', 'never']);
      return {
        fingerprint,
        publicKey: gpg(['--armor', '--export', fingerprint]).toString(),
        secretKey: gpg([...unlock, '--armor', '--export-secret-keys', fingerprint]).toString(),
      };
    },
    encrypt: (plaintext, { to, signAs, armor = true, hideRecipients = false }) =>
      gpg(
        [
          '--trust-model',
          'always',
          ...(armor ? ['--armor'] : []),
          ...(hideRecipients ? ['--throw-keyids'] : []),
          ...(signAs ? ['--sign', '--local-user', signAs] : []),
          ...to.flatMap(key => ['--recipient', key]),
          '--encrypt',
        ],
        plaintext,
      ),
    encryptWithPassword: (plaintext, password) =>
      gpg(['--armor', '--pinentry-mode', 'loopback', '--passphrase', password, '--symmetric'], plaintext),
    stop() {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
