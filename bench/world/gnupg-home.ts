/** Folders of GnuPG with an agent each, for keys of the benchmark alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearUpIfWeDie } from '../../test/world/leftovers.js';

export interface GnupgHome {
  readonly folder: string;
  /** Process id of the agent, which does the private operations. */
  readonly agent: number;
  /** Encrypts each file to a key, armored, as `FILE.asc`. @param fingerprint - of the recipient */
  encryptFiles(fingerprint: string, files: readonly string[]): void;
  stop(): void;
}

/** @param keys - armored private keys without a passphrase */
export function openGnupgHome(keys: readonly string[]): GnupgHome {
  // The agent's socket lives in there, and a socket's path may hold 107 characters.
  const folder = mkdtempSync(join(tmpdir(), 'bgpg-'));
  const callOff = clearUpIfWeDie(folder, 'gpgconf --homedir "$PWD" --kill all');
  const gpg = ['--homedir', folder, '--batch', '--yes', '--quiet', '--no-tty'];
  for (const key of keys) execFileSync('gpg', [...gpg, '--import'], { input: key, stdio: 'pipe' });
  const told = execFileSync('gpg-connect-agent', ['--homedir', folder, 'GETINFO pid', '/bye']).toString();
  return {
    folder,
    agent: Number(/^D (\d+)/m.exec(told)?.[1]),
    encryptFiles(fingerprint, files) {
      const words = [
        '--trust-model',
        'always',
        '--armor',
        '--recipient',
        fingerprint,
        '--multifile',
        '--encrypt',
      ];
      execFileSync('gpg', [...gpg, ...words, ...files], { stdio: 'pipe' });
    },
    stop() {
      spawnSync('gpgconf', ['--homedir', folder, '--kill', 'all']);
      callOff();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
