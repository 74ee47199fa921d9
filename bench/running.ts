/**
 * Runs a part in a process of its own, so that none bears what another left in memory, and one that breaks or hangs takes no
 * other along. All that it makes is in one temporary folder, which goes with the process however that ends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearUpIfWeDie } from '../test/world/leftovers.js';
import { flood } from './flood.js';
import { idle } from './idle.js';
import { latency } from './latency.js';
import { memory } from './memory.js';
import type { Result } from './outcome/markdown.js';
import type { Outcome, Part, Sizes } from './part.js';
import { start } from './start.js';
import { store } from './store.js';

/** In the order in which they run. */
export const PARTS: Readonly<Record<string, Part>> = { latency, flood, idle, memory, start, store };

/** Milliseconds after which a part is taken to hang. */
const PATIENCE = 15 * 60_000;

/** What a part that was killed left running: programs with a configuration in its folder, and no others. */
const END_PROGRAMS = `for process in /proc/[0-9]*; do
  if tr '\\0' ' ' < "$process/cmdline" 2> /dev/null | grep -q -e "--config $1/"; then kill -KILL "\${process#/proc/}"; fi
done`;

// A signal ends this process as any other end does: the part goes with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** @returns its outcome, or why there is none; never rejects for what the part did */
export async function runApart(part: string, sizes: Sizes): Promise<Result> {
  const begun = performance.now();
  const elapsed = () => `${((performance.now() - begun) / 1000).toFixed(0)} s`;
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const results = join(folder, 'outcome.json');
  console.log(`\n${part}`);
  try {
    const words = [process.argv[1] ?? '', 'part', part, JSON.stringify(sizes), results];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] });
    const callOff = clearUpIfWeDie(folder, `kill -KILL ${child.pid}`);
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    const patience = setTimeout(end, PATIENCE);
    const [status, signal] = await once(child, 'close');
    clearTimeout(patience);
    callOff();
    process.off('exit', end);
    if (status === 0 && existsSync(results)) {
      console.log(`  took ${elapsed()}`);
      return { part, outcome: JSON.parse(readFileSync(results, 'utf8')) as Outcome };
    }
    const said = existsSync(results) ? readFileSync(results, 'utf8') : `it ended with ${signal ?? status}`;
    console.error(`  failed after ${elapsed()}: ${said}`);
    return { part, failed: said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a part in this process, and writes its outcome, or why there is none.
 * @param words - its name, the sizes as JSON, and the file for the outcome
 * @returns what to exit with
 */
export async function runHere([name = '', sizes = '{}', results = '']: string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  // Dovecot's own user has to pass.
  chmodSync(folder, 0o711);
  const callOff = clearUpIfWeDie(folder, END_PROGRAMS);
  process.env.TMPDIR = folder;
  process.on('unhandledRejection', error => {
    writeFileSync(results, wordsOf(error));
    process.exit(1);
  });
  try {
    const outcome = await (PARTS[name] as Part)(JSON.parse(sizes), line => console.log(`  ${line}`));
    writeFileSync(results, JSON.stringify(outcome));
    return 0;
  } catch (error) {
    writeFileSync(results, wordsOf(error));
    return 1;
  } finally {
    callOff();
    rmSync(folder, { recursive: true, force: true });
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
