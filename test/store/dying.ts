/** A script that is killed with SIGKILL at every step that it takes on files. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect } from 'vitest';

/** A module of the built store, as a script names it. */
export const module = (name: string) => JSON.stringify(resolve('dist/store', name));

/** Dies before the given one of the calls that make a file last or give it its name. SQLite's own are not counted. */
const DYING = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const [step, ...words] = process.argv.slice(1);
  let left = Number(step);
  function dieAtStep() {
    for (const name of ['writeSync', 'fsyncSync', 'linkSync', 'unlinkSync', 'renameSync']) {
      const act = fs[name];
      fs[name] = (...rest) => {
        left -= 1;
        if (left === 0) process.kill(process.pid, 'SIGKILL');
        return act(...rest);
      };
    }
    syncBuiltinESMExports();
  }
`;

/** More steps than any of them has. */
const MOST_STEPS = 60;

/**
 * Lets a script die at every step it has, and at the end of it come through.
 * @param prepare - before each run; gives the script's words
 * @param look - after each run, at what it left
 * @returns how often it died
 */
export async function dieAtEveryStep(
  script: string,
  prepare: (step: number) => readonly string[],
  look: (step: number) => Promise<void> | void,
): Promise<number> {
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const words = prepare(step);
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `${DYING}${script}`, String(step), ...words],
      { encoding: 'utf8' },
    );
    expect(signal === 'SIGKILL' || status === 0, stderr).toBe(true);
    await look(step);
    if (signal === null) return step - 1;
  }
  throw new Error('it never came to its end');
}
