/** What a process and all that it starts cost, as Linux counts it. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface Cost {
  /** Seconds from its start to its end. */
  readonly seconds: number;
  /** Seconds of processor time, children included. */
  readonly processor: number;
  /** Most megabytes (10^6) resident at a time, children included. */
  readonly memory: number;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds between two looks; what a process takes in its last ones goes uncounted. */
const LOOK_EVERY = 20;
/** proc(5): times are in hundredths of a second. */
const TICKS = 100;

/**
 * Runs a command to its end.
 * @param beside - ids of processes that work for it and that it did not start, such as a gpg-agent
 */
export async function costOf(
  [command = '', ...words]: readonly string[],
  options: SpawnOptions = {},
  beside: readonly number[] = [],
): Promise<Cost> {
  const ticksBefore = beside.reduce((sum, pid) => sum + (look(pid)?.ticks ?? 0), 0);
  const begun = performance.now();
  const child = spawn(command, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  let ended = 0;
  const finished = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', status => {
      ended = performance.now();
      resolve(status);
    });
  });
  finished.catch(() => undefined);
  let [memory, ticks] = [0, 0];
  while (ended === 0 && child.pid !== undefined) {
    const seen = [...tree(child.pid), ...beside].flatMap(pid => look(pid) ?? []);
    const resident = seen.reduce((sum, { resident }) => sum + resident, 0);
    memory = Math.max(memory, resident, peakOf(child.pid));
    ticks = Math.max(
      ticks,
      seen.reduce((sum, { ticks }) => sum + ticks, 0),
    );
    await pause(LOOK_EVERY);
  }
  const status = await finished;
  const processor = Math.max(0, ticks - ticksBefore) / TICKS;
  return { seconds: (ended - begun) / 1000, processor, memory, status, stdout, stderr };
}

/** Most megabytes that a process had resident itself; 0 where it is gone. */
export function peakOf(pid: number): number {
  return (Number(/^VmHWM:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024) / 1e6;
}

/** A process and those under it. */
function tree(pid: number): number[] {
  const threads = names(`/proc/${pid}/task`);
  const children = threads.flatMap(thread => read(`/proc/${pid}/task/${thread}/children`).split(' '));
  return [pid, ...children.filter(Boolean).flatMap(child => tree(Number(child)))];
}

/** Ticks of a process and of those of its children that it has waited for, and its resident megabytes. */
function look(pid: number): { ticks: number; resident: number } | null {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  if (fields.length < 22) return null;
  // utime, stime, cutime and cstime; the resident pages.
  const ticks = fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0);
  return { ticks, resident: (Number(fields[21]) * 4096) / 1e6 };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function names(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
