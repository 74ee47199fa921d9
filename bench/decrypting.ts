/** Decrypting alone, as whole processes: openpgp.js, gpg and sq, on one core and spread over all. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gnupgInstalled } from '../test/world/gnupg.js';
import { sequoiaInstalled } from '../test/world/sequoia.js';
import { beside } from './baselines/programs.js';
import { openGnupgHome } from './world/gnupg-home.js';
import { type Cost, costOf } from './world/process-cost.js';

export interface Decrypting {
  readonly name: string;
  readonly isSpread: boolean;
  readonly mails: number;
  readonly cost: Cost;
}

export const CORES = availableParallelism();

/** Mails that are enough where it is slow and no goal hangs on it. */
const SAMPLE = 250;

/** @param ciphertexts - armored @param secretKey - armored, without a passphrase, that opens all of them */
export async function decryptAlone(
  ciphertexts: readonly Buffer[],
  secretKey: string,
  tell: (line: string) => void,
): Promise<Decrypting[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-open-'));
  const homes = gnupgInstalled() ? Array.from({ length: CORES }, () => openGnupgHome([secretKey])) : [];
  try {
    const keyFile = join(folder, 'key.asc');
    writeFileSync(keyFile, secretKey, { mode: 0o600 });
    const files = ciphertexts.map((ciphertext, index) => {
      const file = join(folder, `${index}.asc`);
      writeFileSync(file, ciphertext);
      return file;
    });
    const agents = homes.map(({ agent }) => agent);
    const openpgp = (threads: number) => [
      process.execPath,
      fileURLToPath(beside('decrypt')),
      `${threads}`,
      keyFile,
    ];
    const gpg = `export GNUPGHOME="$1"; shift; for f; do gpg --batch --quiet --decrypt "$f" > /dev/null || exit 1; done`;
    const gpgFiles = `export GNUPGHOME="$1"; shift; exec gpg --batch --yes --quiet --decrypt-files "$@"`;
    const sq = `shift; for f; do sq decrypt --recipient-key ${keyFile} "$f" > /dev/null || exit 1; done`;
    const ways: [string, boolean, (files: readonly string[]) => readonly string[], readonly number[]][] = [
      ['openpgp.js', false, files => [...openpgp(1), ...files], []],
      [`openpgp.js in ${CORES} threads`, true, files => [...openpgp(CORES), ...files], []],
    ];
    if (homes.length > 0) {
      const places = homes.map(home => home.folder);
      ways.push(
        ['gpg, a process a mail', false, files => shell(gpg, places.slice(0, 1), files), agents],
        [`gpg, ${CORES} at a time`, true, files => shell(gpg, places, files), agents],
        [`gpg --decrypt-files, ${CORES} at a time`, true, files => shell(gpgFiles, places, files), agents],
      );
    }
    if (sequoiaInstalled()) {
      const places = homes.length > 0 ? homes.map(() => '-') : ['-'];
      ways.push(
        ['sq, a process a mail', false, files => shell(sq, ['-'], files), []],
        [`sq, ${CORES} at a time`, true, files => shell(sq, places, files), []],
      );
    }
    const measured: Decrypting[] = [];
    for (const [name, isSpread, command, agentsOfIt] of ways) {
      const these = isSpread ? files : files.slice(0, SAMPLE);
      const cost = await costOf(command(these), {}, agentsOfIt);
      if (cost.status !== 0)
        throw new Error(`${name} ended with ${cost.status}: ${cost.stderr.slice(0, 500)}`);
      tell(`  ${name}: ${(these.length / cost.seconds).toFixed(1)} a second`);
      measured.push({ name, isSpread, mails: these.length, cost });
    }
    return measured;
  } finally {
    for (const home of homes) home.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A shell for each place, with its share of the files; fails where one of them does. */
function shell(script: string, places: readonly string[], files: readonly string[]): string[] {
  const shares = places.map((place, at) => [
    place,
    ...files.filter((_, index) => index % places.length === at),
  ]);
  const quoted = shares.map(share => share.map(word => `'${word}'`).join(' '));
  const all = quoted.map(words => `( set -- ${words}; ${script} ) & all="$all $!"`);
  return ['/bin/sh', '-c', `${all.join('\n')}\nfor one in $all; do wait $one || exit 1; done`];
}
