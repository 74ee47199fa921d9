/** `npm run soak -- --minutes N`: faults by chance for that long; FAULT_SEED=n tries one seed again. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } });
const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'test/soak/vitest.config.ts'], {
  stdio: 'inherit',
  env: { ...process.env, SOAK_MINUTES: values.minutes },
});
process.exitCode = status ?? 1;
