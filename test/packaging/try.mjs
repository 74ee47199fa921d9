/**
 * `npm run try-package`: packs security-inbox and uses the tarball as a stranger does, on Node versions of your choice.
 *
 *   npm run try-package                   on the Node and the npm that run it
 *   npm run try-package -- 20 22 24       on those, each with the npm that comes with it, all of them from npm's registry
 *   npm run try-package -- 22 --npm 11    on that with another npm
 *
 * Each installs the tarball globally under a prefix of its own, looks for its manual, runs `--version`, `--help` and `demo`,
 * and then the demo once more with npx in an empty folder. SQLite is compiled twice a version where no prebuilt binding can be
 * downloaded, which takes minutes. Nothing outside a temporary folder is written.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

/** The major version of npm that a Node comes with. */
const NPM_OF = { 20: '10', 22: '10', 24: '11' };

/** What README tells a user to allow. */
const ALLOWED = 'better-sqlite3-multiple-ciphers';

/** Without what `npm run` says to its scripts, which another npm would take for its own settings. */
const OWN = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(?:registry|userconfig|nodedir|cafile|https?_?proxy)$)/i.test(name),
  ),
);

const { values, positionals } = parseArgs({ options: { npm: { type: 'string' } }, allowPositionals: true });
const room = mkdtempSync(join(tmpdir(), 'try-package-'));
const cache = join(room, 'cache');
const results = [];
try {
  const tarball = pack();
  const all = positionals.length === 0 ? [thisNode()] : positionals.map(fetched);
  for (const runtime of all) tryOn(runtime, tarball);
} finally {
  rmSync(room, { recursive: true, force: true });
}
console.log(JSON.stringify({ 'try-package': results }));
process.exitCode = results.every(({ failed }) => failed.length === 0) ? 0 : 1;

function pack() {
  // Without scripts: what is tried is the build that is there.
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', room], {}, process.cwd());
  const [name] = readdirSync(room).filter(file => file.endsWith('.tgz'));
  return join(room, name);
}

function thisNode() {
  return { name: `node ${process.versions.node}`, node: process.execPath, npm: process.env.npm_execpath };
}

/** A Node and an npm out of npm's registry, where `node` brings the headers that compiling needs, too. */
function fetched(version) {
  const folder = join(room, `node-${version}`);
  const npm = values.npm ?? NPM_OF[version] ?? 'latest';
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "allowScripts": { "node": true } }');
  run('npm', ['install', '--silent', `node@${version}`, `npm@${npm}`], {}, folder);
  const node = join(folder, 'node_modules/node/bin/node');
  const inside = join(folder, 'node_modules/node/node_modules');
  const parts = existsSync(inside) ? readdirSync(inside).map(name => join(inside, name)) : [];
  return {
    name: `node ${run(node, ['-p', 'process.versions.node'], {}, folder).trim()}`,
    node,
    npm: join(folder, 'node_modules/npm/bin/npm-cli.js'),
    headers: parts.find(part => existsSync(join(part, 'include/node/node.h'))),
  };
}

function tryOn({ name, node, npm, headers }, tarball) {
  const folder = mkdtempSync(join(room, 'use-'));
  const prefix = join(folder, 'prefix');
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  mkdirSync(join(prefix, 'lib'), { recursive: true });
  const env = {
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
    npm_config_cache: cache,
    ...(headers === undefined ? {} : { npm_config_nodedir: headers }),
  };
  const npmVersion = run(node, [npm, '--version'], env, folder).trim();
  const allow = `--allow-scripts=${ALLOWED}`;
  const program = (...words) => run(join(prefix, 'bin', 'security-inbox'), words, env, empty);
  const npx = (...words) =>
    run(node, [npm, 'exec', '--yes', allow, `--package=${tarball}`, '--', ...words], env, empty);

  const failed = failures(name, [
    [
      `npm ${npmVersion} installs it globally`,
      () => run(node, [npm, 'install', '--global', '--prefix', prefix, allow, tarball], env, folder),
    ],
    [
      'has its manual in the prefix',
      () => expectIn(readFileSync(join(prefix, 'share/man/man1/security-inbox.1'), 'utf8'), /^\.TH /),
    ],
    ['says its version', () => expectIn(program('--version'), /^\d+\.\d+\.\d+\s*$/)],
    ['says its commands', () => expectIn(program('--help'), /^ {2}poll /m)],
    ['shows the demo', () => expectIn(program('demo'), /TS-\d{4}-0008/)],
    [
      'goes on with what the demo left',
      () => expectIn(program('list', '--config', 'demo/config.json'), /TS-\d{4}-0008/),
    ],
    [
      'npx runs the demo in an empty folder',
      () => {
        rmSync(join(empty, 'demo'), { recursive: true });
        // What npx installed for another Node has its binding.
        rmSync(join(cache, '_npx'), { recursive: true, force: true });
        expectIn(npx('security-inbox', 'demo'), /TS-\d{4}-0008/);
      },
    ],
  ]);
  results.push({ node: name, npm: npmVersion, failed });
}

/** Goes on after a failure, but for the first step, on which the others stand. */
function failures(name, steps) {
  const failed = [];
  for (const [title, act] of steps) {
    const start = Date.now();
    try {
      act();
      console.log(`${name}: ${title} (${Math.round((Date.now() - start) / 1000)} s)`);
    } catch (error) {
      failed.push(title);
      console.log(`${name}: FAILED: ${title}\n${error.message}`);
      if (failed.length === 1 && title === steps[0][0]) break;
    }
  }
  return failed;
}

function expectIn(printed, pattern) {
  if (!pattern.test(printed))
    throw new Error(`${pattern} is not in what it printed:\n${printed.slice(-2000)}`);
}

/** @returns what it printed */
function run(command, args, env, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...OWN, NO_COLOR: '1', ...env },
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  if (status !== 0) {
    const said = `${stdout ?? ''}${stderr ?? ''}`.slice(-4000);
    throw new Error(`${command} ${args.join(' ')} ended with ${status ?? error?.message}:\n${said}`);
  }
  return stdout;
}
