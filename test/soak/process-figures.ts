/** What a process holds, as Linux counts it, and whether a row of such figures grows. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface Figures {
  /** Resident memory in megabytes. */
  readonly memory: number;
  readonly descriptors: number;
  readonly threads: number;
  /** Seconds of processor time that it took so far. */
  readonly processor: number;
}

/** Of a process that rests: what it is about to close is waited for. */
export async function figuresAtRest(pid: number): Promise<Figures> {
  let before = -1;
  for (let descriptors = countDescriptors(pid); descriptors !== before; ) {
    before = descriptors;
    await pause(50);
    descriptors = countDescriptors(pid);
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1]);
  // proc(5): utime and stime, the twelfth and thirteenth behind the name, in hundredths of a second.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const processor = (Number(stat[11]) + Number(stat[12])) / 100;
  return { processor, memory: field('VmRSS') / 1024, descriptors: before, threads: field('Threads') };
}

function countDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** By how much a row of points grows from its first x to its last, by the line of least squares through it. */
export function growth(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const meanX = mean(([x]) => x);
  const meanY = mean(([, y]) => y);
  const slope = mean(([x, y]) => (x - meanX) * (y - meanY)) / mean(([x]) => (x - meanX) ** 2);
  return slope * ((points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0));
}
