/**
 * The program as it is packed: some files in place of the five hundred modules that tsc writes, which take longer to load
 * than all that a poll does which finds nothing. `npm run build` runs it after tsc, whose modules stay in dist for tests and
 * scripts.
 *
 * Libraries stay outside: what npm installs and audits is what runs. Those that are CommonJS are required, which Node does in
 * half the time that it takes to import them.
 */
import { chmodSync, cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/**
 * Which come as both, and are loaded by nothing else that could hold another copy of them. Those that read mail require each
 * other: imported, some of them would be loaded twice.
 */
const REQUIRED = [
  'imapflow',
  'mailparser',
  'libmime',
  'html-to-text',
  'markdown-it',
  // Required, it is the copy that its makers shortened, in a third of the characters.
  'openpgp',
  ...['addressparser', 'mail-composer', 'qp', 'smtp-connection'].map(part => `nodemailer/lib/${part}`),
  'zod',
];

/**
 * What is done before a library is required. zod has its sentences in fifty languages, which take as long to load as all else
 * of it, and English ones are what we print: what is in the cache already is not loaded.
 */
const BEFORE = {
  zod: `const others = require.resolve('zod/v4/locales');
require.cache[others] ??= { id: others, filename: others, loaded: true, exports: {}, children: [], paths: [] };
`,
};

/** Whether to require and to import a library is the same, or as good. */
function isRequired(name) {
  return REQUIRED.includes(name) || require.resolve(name) === fileURLToPath(import.meta.resolve(name));
}

const libraries = {
  name: 'libraries',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind, namespace }) => {
      const isImported = path.startsWith('node:') || namespace === 'library' || kind !== 'import-statement';
      return isImported || !isRequired(path) ? { path, external: true } : { path, namespace: 'library' };
    });
    onLoad({ filter: /.*/, namespace: 'library' }, ({ path }) => ({
      contents: `${BEFORE[path] ?? ''}module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/** A module names files from where tsc puts it, and lands in a file beside main.js. */
const places = {
  name: 'places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const folder = posix.dirname(relative('src', path));
      const contents = readFileSync(path, 'utf8').replaceAll(
        /new URL\('([^']+)', import\.meta\.url\)/g,
        (_whole, file) => `new URL('${fromMain(posix.join(folder, file))}', import.meta.url)`,
      );
      return { contents, loader: 'ts', resolveDir: resolve('src', folder) };
    });
  },
};

/** A path in dist, as a file beside main.js names it. */
function fromMain(path) {
  return path.startsWith('../') ? path : `./${path}`;
}

await build({
  entryPoints: { main: 'src/main.ts', 'reading/worker': 'src/reading/worker.ts' },
  outdir: 'dist',
  chunkNames: 'part-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  plugins: [libraries, places],
  banner: {
    js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);",
  },
  logLevel: 'warning',
});

// What a browser runs: the library that it encrypts with is sent as its makers publish it, and loaded by the script.
await build({
  entryPoints: { page: 'src/form/browser/page.ts', encrypting: 'src/form/browser/worker.ts' },
  outdir: 'dist/form',
  bundle: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
cpSync('src/form/page.css', 'dist/form/page.css');

// It lies elsewhere than all the others, and must name no file.
if (/new URL\([^)]*import\.meta/.test(readFileSync('dist/reading/worker.js', 'utf8'))) {
  throw new Error('src/reading/worker.ts, or what it alone imports, names a file by import.meta.url');
}
cpSync('src/receipt/templates', 'dist/receipt/templates', { recursive: true });
chmodSync('dist/main.js', 0o755);
