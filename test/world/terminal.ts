/** A person at a real (pseudo) terminal, played by Python, whose library has one. */
import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const PLAYER = resolve('test/world/terminal.py');

/** Whether this machine has a Python with pseudo terminals; says so loudly where it has not. */
export function terminalInstalled(): boolean {
  if (spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']).status === 0) return true;
  console.warn('\n*** SKIPPED: no Python 3.9 on this machine. Install python3 to run these tests. ***\n');
  return false;
}

/**
 * Runs a program to its end on a terminal of its own.
 * @param plan - what has to show, in order, and the keys that are typed then
 * @returns all that the screen got, without its colours; `NEVER ASKED` where something did not show
 */
export function runAtTerminal(
  plan: readonly (readonly [question: string, keys: string])[],
  command: readonly string[],
  folder: string,
): Promise<{ readonly status: number | null; readonly screen: string }> {
  return new Promise(done => {
    const player = spawn('python3', [PLAYER, JSON.stringify(plan), ...command], { cwd: folder });
    let screen = '';
    player.stdout.on('data', chunk => {
      screen += chunk;
    });
    player.once('close', status => done({ status, screen: screen.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '') }));
  });
}
