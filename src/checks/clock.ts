/**
 * This machine's clock, by which every promise counts. What others say of the time is compared where they happen to say it.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { type CheckResult, failure, ok, skipped, warning } from './result.js';

/** When this was last edited: no clock that is right is before. */
const WRITTEN = new Date('2026-11-29T00:00:00Z');

/** Milliseconds a clock may be ahead of or behind another's. RFC 5321 servers write whole seconds, and take some. */
const DIFFERENCE = 120_000;

/**
 * Whether it can be right at all. Pure.
 * @param newest - the last instant on record, UTC; null where nothing is
 */
export function judgeClock(now: Date, newest: Date | null): CheckResult {
  const id = 'clock.plausible';
  const remedy = 'Set it, and have it kept right: timedatectl set-ntp true';
  const says = `This machine's clock says ${now.toISOString()}`;
  if (now < WRITTEN) {
    return failure(id, 'not-possible', `${says}, which is before this program was made.`, remedy);
  }
  if (newest !== null && newest.getTime() > now.getTime() + DIFFERENCE) {
    return warning(
      id,
      `${says}, and the newest entry of the database is of ${newest.toISOString()}: it was set back, or ran ahead then.`,
      remedy,
    );
  }
  return ok(id, `${says}.`);
}

/** Compares it with what a server said. Pure. @param server - as the operator is to know it */
export function compareClocks(server: string, theirs: Date, now: Date): CheckResult {
  const id = 'clock.compared';
  const seconds = Math.round((now.getTime() - theirs.getTime()) / 1000);
  const sentence = `This machine's clock is ${Math.abs(seconds)} seconds ${seconds < 0 ? 'behind' : 'ahead of'} that of ${server}.`;
  return Math.abs(seconds) * 1000 > DIFFERENCE
    ? warning(id, sentence, 'Find out which of both is wrong; receipts promise an answer by this one.')
    : ok(id, sentence);
}

/** Sendmail and Exim end their greeting with the time, as RFC 5322 §3.3 writes it. */
const WRITTEN_DATE =
  /(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT|UTC)/;

/** @returns the time in a server's greeting, or null where it says none. Pure. */
export function timeIn(greeting: string): Date | null {
  const written = WRITTEN_DATE.exec(greeting)?.[0];
  const time = written === undefined ? Number.NaN : Date.parse(written);
  return Number.isNaN(time) ? null : new Date(time);
}

/** Milliseconds that the system's own tool may take. */
const TOOL_TIMEOUT = 5_000;

/** Asks systemd, where there is one, whether the clock is kept right by NTP. */
export async function checkSynchronised(): Promise<CheckResult> {
  const id = 'clock.synchronised';
  // Without it timedatectl asks a bus that is not there.
  if (!existsSync('/run/systemd/system')) {
    return skipped(
      id,
      'Whether the clock is kept right is not to be learned here: there is no systemd to ask.',
    );
  }
  try {
    const { stdout } = await promisify(execFile)(
      'timedatectl',
      ['show', '-p', 'NTPSynchronized', '--value'],
      {
        timeout: TOOL_TIMEOUT,
      },
    );
    return stdout.trim() === 'yes'
      ? ok(id, 'systemd says that the clock is kept right.')
      : warning(
          id,
          'systemd says that nothing keeps the clock right.',
          'Run: timedatectl set-ntp true, or see that chrony or ntpd is at work.',
        );
  } catch {
    return skipped(
      id,
      'Whether the clock is kept right is not to be learned here: timedatectl gave no answer.',
    );
  }
}
