/**
 * `npm run soak`: what takes longer than the suite may.
 *
 * --minutes N      faults by chance for that long (5, where nothing else is asked for)
 * --every-byte     a session of IMAP and one of SMTP, cut at each of their bytes once; with --minutes, of each no longer
 *                  than that, at as many bytes as fit
 * --kills N        kills of processes at work
 * --crowd N        every command, run by several people at once beside watch, for that many minutes
 * --messages N     a first poll over a folder of that many, with a few reports among them
 * --week N         that many passes of one watch, as fast as they go, and a hundredth as many polls: memory, descriptors and
 *                  threads must not grow (looking every five minutes, a week makes 2,016 passes)
 *
 * FAULT_SEED=n tries one seed again, FAULT_CUT=imap:to-client:812 one cut. SOAK_WEEK_MINUTES=n ends
 * --week after that long. The counts end up as one JSON line and a table.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    'every-byte': { type: 'boolean', default: false },
    kills: { type: 'string' },
    crowd: { type: 'string' },
    messages: { type: 'string' },
    week: { type: 'string' },
  },
});
const isAlone =
  !values['every-byte'] &&
  [values.kills, values.crowd, values.messages, values.week].every(value => value === undefined);
const parts = [
  ...(values.minutes !== undefined || isAlone ? ['faults'] : []),
  ...(values['every-byte'] ? ['every-byte'] : []),
  ...(values.kills === undefined ? [] : ['kills']),
  ...(values.crowd === undefined ? [] : ['crowd']),
  ...(values.messages === undefined ? [] : ['messages']),
  ...(values.week === undefined ? [] : ['week']),
];

const folder = mkdtempSync(join(tmpdir(), 'soak-'));
const results = join(folder, 'results');
writeFileSync(results, '');
const files = parts.map(part => `test/soak/${part}.soak.ts`);
const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'test/soak/vitest.config.ts', ...files], {
  stdio: 'inherit',
  env: {
    ...process.env,
    SOAK_MINUTES: values.minutes ?? '5',
    ...(values.minutes === undefined ? {} : { SOAK_BYTES_MINUTES: values.minutes }),
    SOAK_KILLS: values.kills ?? '0',
    SOAK_CROWD: values.crowd ?? '0',
    SOAK_MESSAGES: values.messages ?? '0',
    SOAK_WEEK: values.week ?? '0',
    SOAK_RESULTS: results,
  },
});
process.exitCode = status ?? 1;

const rows = readFileSync(results, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map(line => JSON.parse(line));
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ soak: rows }));
for (const { part, ...counts } of rows) {
  console.log(`\n${part}`);
  for (const [name, value] of Object.entries(counts)) {
    console.log(`  ${name.padEnd(12)} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  }
}
