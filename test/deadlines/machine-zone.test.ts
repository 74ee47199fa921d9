/** The clock of the machine that counts is in any zone; the built code runs there, since a process has one zone. */
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/deadlines/calendar.js';
import { deadlinesOf } from '../../src/deadlines/deadlines.js';

const PLACES = [
  { timeZone: 'Europe/Berlin', country: 'DE', state: 'HE', extraDays: ['12-24'] },
  { timeZone: 'America/Santiago', country: 'CL' },
  { timeZone: 'Asia/Tokyo', country: 'JP' },
  { timeZone: 'Asia/Riyadh', country: 'SA', weekend: ['friday', 'saturday'] as const },
];
const POLICY = { acknowledgeWorkingDays: 1, disclosureDays: 90 };
// Every fourteen hours and a bit of 2026 meets each holiday and each setting of a clock.
const RECEIVED = Array.from({ length: 600 }, (_, at) => Date.UTC(2026, 0, 1) + at * 52_560_000);

function dueHere(): string[] {
  return PLACES.flatMap(place => {
    const calendar = createCalendar(place);
    return RECEIVED.map(at => JSON.stringify(deadlinesOf(new Date(at), POLICY, calendar)));
  });
}

const PROGRAM = `
  const { createCalendar } = await import(${JSON.stringify(pathToFileURL('dist/deadlines/calendar.js').href)});
  const { deadlinesOf } = await import(${JSON.stringify(pathToFileURL('dist/deadlines/deadlines.js').href)});
  const due = ${JSON.stringify(PLACES)}.flatMap(place => {
    const calendar = createCalendar(place);
    return ${JSON.stringify(RECEIVED)}.map(at => JSON.stringify(deadlinesOf(new Date(at), ${JSON.stringify(POLICY)}, calendar)));
  });
  process.stdout.write(JSON.stringify({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, due }));
`;

describe('what is due does not change on a machine whose clock is in', () => {
  const expected = dueHere();
  it.each(['UTC', 'America/Santiago', 'Pacific/Apia'])('%s', zone => {
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const made = JSON.parse(output) as { zone: string; due: string[] };
    expect(made.zone).toBe(zone);
    expect(made.due).toEqual(expected);
  });
});
