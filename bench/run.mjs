/** Builds the benchmark into the cache and runs it, with the words it was given. */
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const folder = 'node_modules/.cache/bench';
await build({
  // Programs and threads of their own beside the benchmark itself.
  entryPoints: [
    'main',
    'hostile/one',
    ...['fetch', 'previews', 'decrypt', 'login'].map(name => `baselines/${name}`),
  ].map(name => `bench/${name}.ts`),
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outdir: folder,
  entryNames: '[name]',
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, [`${folder}/main.mjs`, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
