/** Builds the benchmark into the cache and runs it, with the words it was given. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
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
process.argv[1] = resolve(folder, 'main.mjs');
await import(pathToFileURL(process.argv[1]).href);
