/** `npm run bench -- hostile`: what hostile mails cost, and whether that grows faster than they do. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { beside } from './baselines/programs.js';
import { hostileInputs } from './hostile/inputs.js';
import type { Task } from './hostile/one.js';

const USAGE = `Usage: npm run bench -- hostile [options] [WORDS]

Builds texts that cost as much as they can, reads each at 10 KB, 100 KB, just below the limit of 1 MiB and at 10 MB, and
prints milliseconds and how time grows with size: 1 where it is linear. Beyond the limit nothing is read, so that the
last column should be like the one before it. WORDS: only inputs whose name holds them.

Options:
  --every   also with each repeated text below a heading of its own: five times as many
  --all     print every input as it is measured, not only the worst in the end
  --check   exit with 1 where growth is beyond linear by a margin, or one takes longer than 3 s per MB`;

const SIZES = [10_000, 100_000, 1_048_000, 10_000_000] as const;
/** Ten times the text may take so many times as long: ten, and what the garbage collector adds; a square would be a hundred. */
const MARGIN = 25;
/** Milliseconds; where the longer of two takes less, their ratio says nothing. */
const NOISE = 500;
const MOST_MILLISECONDS_A_MEGABYTE = 3000;
/** Milliseconds after which a text is given up. */
const PATIENCE = 30_000;
const WORST = 25;
const TITLES = ['10 KB', '100 KB', '1 MiB', '10 MB', 'growth'].map(title => title.padStart(9)).join('');

interface Measured {
  readonly name: string;
  /** Milliseconds by size; infinite where it was given up. */
  readonly times: readonly number[];
}

/**
 * Measures and prints.
 * @returns what to exit with
 */
export async function hostile(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      every: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const measured: Measured[] = [];
  const clock = new Clock();
  for (const { name } of hostileInputs(values.every)) {
    if (!positionals.every(words => name.includes(words))) continue;
    const times: number[] = [];
    for (const size of SIZES)
      times.push(
        times.includes(Number.POSITIVE_INFINITY)
          ? Number.POSITIVE_INFINITY
          : await clock.time({ name, size }),
      );
    measured.push({ name, times });
    if (values.all) print([{ name, times }]);
  }
  await clock.stop();
  const worst = [...measured].sort((one, other) => slowest(other) - slowest(one));
  process.stdout.write(`${TITLES}\n`);
  print(worst.slice(0, WORST));
  const growing = measured.filter(growsTooFast);
  const slow = measured.filter(each => slowest(each) > MOST_MILLISECONDS_A_MEGABYTE);
  process.stdout.write(
    `\n${measured.length} texts. Beyond linear: ${namesOf(growing)}. Slower than 3 s per MB: ${namesOf(slow)}.\n`,
  );
  return values.check && growing.length + slow.length > 0 ? 1 : 0;
}

/** One thread that takes measurement after measurement, and a new one where it did not come to an end. */
class Clock {
  private worker: Worker | null = null;

  async time(task: Task): Promise<number> {
    const worker = this.worker ?? new Worker(beside('one'));
    this.worker = worker;
    const patience = new AbortController();
    const given = setTimeout(() => patience.abort(), PATIENCE);
    const answer = once(worker, 'message', { signal: patience.signal });
    worker.postMessage(task);
    const taken = await answer.then(
      ([milliseconds]) => Number(milliseconds),
      () => Number.POSITIVE_INFINITY,
    );
    clearTimeout(given);
    if (taken === Number.POSITIVE_INFINITY) await this.stop();
    return taken;
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }
}

function slowest({ times }: Measured): number {
  return Math.max(...times);
}

/** From each size to the next, which is ten times as much. */
function growsTooFast({ times }: Measured): boolean {
  return times.some((time, index) => {
    const before = times[index - 1];
    return before !== undefined && time > NOISE && !(time / before <= MARGIN);
  });
}

/** The power of size that time grows with, from 100 KB to the limit. */
function growth({ times: [, small = Number.NaN, large = Number.NaN] }: Measured): string {
  return large > 20 ? (Math.log(large / small) / Math.log(SIZES[2] / SIZES[1])).toFixed(2) : '-';
}

function print(measured: readonly Measured[]): void {
  for (const each of measured) {
    const times = [
      ...each.times.map(time => (time === Number.POSITIVE_INFINITY ? 'gave up' : time.toFixed(1))),
      growth(each),
    ];
    process.stdout.write(`${times.map(time => time.padStart(9)).join('')}  ${each.name}\n`);
  }
}

function namesOf(measured: readonly Measured[]): string {
  return measured.length === 0 ? 'none' : measured.map(({ name }) => name).join('; ');
}
