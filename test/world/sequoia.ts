/**
 * Sequoia's `sq`, the other large OpenPGP implementation: what it makes we open, and what we make it opens. It is
 * stateless, so keys are passed in by the test that has them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearUpIfWeDie } from './leftovers.js';

export interface SequoiaKey {
  /** Of the primary key, upper-case hexadecimal. */
  readonly fingerprint: string;
  readonly publicKey: string;
  /** Armored, without a password. */
  readonly secretKey: string;
}

export interface SequoiaKeyOptions {
  /** Curve25519 (legacy packets) where none is given. */
  readonly cipherSuite?: 'cv25519' | 'rsa3k' | 'rsa4k';
  /** UTC instants, as sq reads them: `20200101`. */
  readonly createdAt?: string;
  readonly expiresAt?: string;
  readonly canEncrypt?: boolean;
}

export interface SequoiaEncryption {
  /** Armored certificates. */
  readonly to: readonly string[];
  /** Armored secret key. */
  readonly signWith?: string;
  readonly binary?: boolean;
  readonly compression?: 'none' | 'pad' | 'zip' | 'zlib' | 'bzip2';
}

/** What sq made of a message. */
export interface SequoiaOpened {
  readonly plaintext: Buffer;
  /** Whether a signature of the certificate that was given is good. */
  readonly isSigned: boolean;
}

export interface Sequoia {
  /** @param userIds - at least one */
  generateKey(userIds: readonly string[], options?: SequoiaKeyOptions): SequoiaKey;
  encrypt(plaintext: Uint8Array, options: SequoiaEncryption): Buffer;
  /** @param form - `message` holds the text packed in binary form, armored */
  sign(text: Uint8Array, secretKey: string, form: 'detached' | 'cleartext' | 'message'): Buffer;
  /**
   * @param signer - armored certificate
   * @throws where sq can't open the message
   */
  decrypt(message: Uint8Array, secretKey: string, signer?: string): SequoiaOpened;
  /** @param signature - detached, over the signed bytes @param signer - armored certificate */
  verify(signed: Uint8Array, signature: Uint8Array, signer: string): boolean;
  /** Removes its files. */
  stop(): void;
}

/** Whether this machine has sq; says so loudly where it has not. */
export function sequoiaInstalled(): boolean {
  if (spawnSync('sq', ['--version']).status === 0) return true;
  console.warn('\n*** SKIPPED: no sq on this machine. Install sq (Sequoia PGP) to run these tests. ***\n');
  return false;
}

/** A folder for sq to work in. */
export function startSequoia(): Sequoia {
  const folder = mkdtempSync(join(tmpdir(), 'sq-'));
  const callOff = clearUpIfWeDie(folder, 'true');
  let files = 0;
  const run = (words: readonly string[], input: Uint8Array = new Uint8Array()) =>
    spawnSync('sq', words, { input, maxBuffer: 1 << 28 });
  const sq = (words: readonly string[], input?: Uint8Array): Buffer => {
    const { status, stdout, stderr } = run(words, input);
    if (status !== 0) throw new Error(`sq ${words.join(' ')}: ${stderr}`);
    return stdout;
  };
  const place = () => {
    files += 1;
    return join(folder, String(files));
  };
  const kept = (content: string | Uint8Array): string => {
    const file = place();
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  };
  const fingerprintOf = (file: string): string => {
    const fingerprint = /Fingerprint: ([0-9A-F]{40,64})/.exec(String(sq(['inspect', file])))?.[1];
    if (!fingerprint) throw new Error('sq shows no fingerprint');
    return fingerprint;
  };

  return {
    generateKey(userIds, { cipherSuite = 'cv25519', createdAt, expiresAt, canEncrypt = true } = {}) {
      const file = place();
      sq([
        'key',
        'generate',
        '--cipher-suite',
        cipherSuite,
        '--export',
        file,
        ...userIds.flatMap(userId => ['--userid', userId]),
        ...(createdAt ? ['--creation-time', createdAt] : []),
        ...(expiresAt ? ['--expires', expiresAt] : []),
        ...(canEncrypt ? [] : ['--cannot-encrypt']),
      ]);
      return {
        fingerprint: fingerprintOf(file),
        publicKey: String(sq(['key', 'extract-cert', file])),
        secretKey: readFileSync(file, 'utf8'),
      };
    },
    encrypt: (plaintext, { to, signWith, binary = false, compression = 'pad' }) =>
      sq(
        [
          'encrypt',
          '--compression',
          compression,
          ...(binary ? ['--binary'] : []),
          ...to.flatMap(certificate => ['--recipient-cert', kept(certificate)]),
          ...(signWith === undefined ? [] : ['--signer-key', kept(signWith)]),
        ],
        plaintext,
      ),
    sign: (text, secretKey, form) =>
      sq(
        [
          'sign',
          ...(form === 'detached' ? ['--detached'] : form === 'cleartext' ? ['--cleartext-signature'] : []),
          '--signer-key',
          kept(secretKey),
        ],
        text,
      ),
    decrypt(message, secretKey, signer) {
      const recipient = ['decrypt', '--recipient-key', kept(secretKey)];
      const plaintext = sq(recipient, message);
      const isSigned =
        signer !== undefined && run([...recipient, '--signer-cert', kept(signer)], message).status === 0;
      return { plaintext, isSigned };
    },
    verify: (signed, signature, signer) =>
      run(['verify', '--signer-cert', kept(signer), '--detached', kept(signature), kept(signed)]).status ===
      0,
    stop() {
      callOff();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
