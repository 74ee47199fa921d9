/** What a user gets: the files of the package as `npm pack` would put them together, and what package.json promises of it. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const filesUnder = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name));

const PACKAGE = JSON.parse(readFileSync('package.json', 'utf8'));

describe('the package', () => {
  let files: string[];

  beforeAll(() => {
    // Without scripts: a build would take away the program under the other tests.
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // npm 11 and later give an object by package name in place of a list.
    const [only] = Object.values<{ files: { path: string }[] }>(JSON.parse(packed));
    files = (only?.files ?? []).map(({ path }) => path);
  });

  it('has what a user reads, and what the program reads', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'CHANGELOG.md',
        'LICENSE',
        'SECURITY.md',
        'THIRD-PARTY-LICENSES.md',
        'config.example.json',
        'src/config/config.schema.json',
        'src/report/report.schema.json',
        'dist/main.js',
        ...PACKAGE.man.map((path: string) => path.replace('./', '')),
        'dist/reading/worker.js',
        ...readdirSync('docs')
          .filter(name => name.endsWith('.md'))
          .map(name => `docs/${name}`),
        ...readdirSync('fixtures/demo').map(name => `fixtures/demo/${name}`),
        ...readdirSync('src/receipt/templates').map(name => `dist/receipt/templates/${name}`),
      ]),
    );
  });

  it('has every module that another of its modules imports', () => {
    const missing = files
      .filter(path => path.endsWith('.js'))
      .flatMap(path => {
        const imported = readFileSync(path, 'utf8').matchAll(
          /(?:from|import\(?|new URL\() ?["'](\.[^"']+\.js)["']/g,
        );
        return [...imported].map(([, other]) => join(path, '..', other ?? ''));
      })
      .filter(path => !files.includes(path));
    expect(missing).toEqual([]);
  });

  it('has no tests, no tools of ours, no types, no maps and nothing that could hold a secret', () => {
    const allowed =
      /^(?:(?:README|CHANGELOG|SECURITY|THIRD-PARTY-LICENSES)\.md$|LICENSE$|package\.json$|config\.example\.json$|docs\/[a-z-]+\.md$|fixtures\/demo\/[\w-]+\.(?:eml|json)$|src\/(?:config|report)\/[a-z]+\.schema\.json$|dist\/security-inbox\.1$|dist\/(?!evaluation|test).*\.(?:js|json|html|css|txt|subject)$)/;
    expect(files.filter(path => !allowed.test(path))).toEqual([]);
    expect(files.filter(path => /(?:^|\/)write-(?:reference|schema)\.js$/.test(path))).toEqual([]);
    const withKeys = files.filter(path =>
      /-----BEGIN [A-Z ]*PRIVATE KEY[A-Z ]*-----\r?\n/.test(readFileSync(path, 'utf8')),
    );
    expect(withKeys).toEqual([]);
  });

  it('starts as a program by its name', () => {
    const [name, main] = Object.entries<string>(PACKAGE.bin)[0] ?? [];
    expect(name).toBe(PACKAGE.name);
    expect(readFileSync(main ?? '', 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
    expect(() => accessSync(main ?? '', constants.X_OK)).not.toThrow();
    expect(execFileSync(main ?? '', ['--version'], { encoding: 'utf8' })).toBe(`${PACKAGE.version}\n`);
  });
});

describe('package.json', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;

  it('names exact versions, which the lock agrees with', () => {
    for (const [name, version] of Object.entries<string>(PACKAGE.dependencies)) {
      const exact = version.replace(/^npm:.*@/, '');
      expect([name, exact]).toEqual([name, lock[`node_modules/${name}`]?.version]);
    }
  });

  it('promises no Node that a library does not run on', () => {
    const [, lowest] = /^>=(\d+\.\d+)$/.exec(PACKAGE.engines.node) ?? [];
    expect(lowest).toBe('20.19');
    const refusing = [...Object.keys(PACKAGE.dependencies), ...Object.keys(PACKAGE.optionalDependencies)]
      // Loaded on the Node versions alone that it runs on (src/store/sqlite-binding.ts).
      .filter(name => name !== 'better-sqlite3-node-api')
      .map(name => JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')))
      .filter(({ engines }) => /^>=?\s*(?:2[2-9]|20\.[2-9]\d)(?!.*\|\|)/.test(engines?.node ?? ''))
      .map(({ name, engines }) => `${name} ${engines.node}`);
    expect(refusing).toEqual([]);
  });

  it('lists among its dependencies all that the program imports', () => {
    const imported = new Set<string>();
    for (const path of filesUnder('src')) {
      if (!path.endsWith('.ts') || /^src\/evaluation\//.test(path)) continue;
      const names = readFileSync(path, 'utf8').matchAll(/(?:from|import\() ?'((?:@[\w-]+\/)?[\w-]+)/g);
      for (const [, name] of names) if (name !== undefined && name !== 'node') imported.add(name);
    }
    expect(imported.size).toBeGreaterThan(20);
    const listed = { ...PACKAGE.dependencies, ...PACKAGE.optionalDependencies };
    expect([...imported].filter(name => !(name in listed))).toEqual([]);
  });

  it('is published with its provenance, to everybody', () => {
    expect(PACKAGE.publishConfig).toEqual({ access: 'public', provenance: true });
    expect(PACKAGE.license).toBe('MIT');
  });
});

it('every package that is installed with it is under a licence that somebody looked at', () => {
  const { status, stderr } = spawnSync(process.execPath, ['test/packaging/licences.mjs', '--check'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
});

it('says what to do where SQLite was compiled for another Node, or not at all', () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-binding-'));
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--no-addons', 'dist/main.js', 'demo', '--folder', join(folder, 'demo')],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([73, expect.stringContaining('Run "npm rebuild"')]);
    expect(stderr.split('\n')).toHaveLength(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('says so too where npm could not build it and took it away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-binding-'));
  try {
    cpSync('dist', join(folder, 'dist'), { recursive: true });
    cpSync('package.json', join(folder, 'package.json'));
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync('node_modules')) {
      if (name.startsWith('better-sqlite3')) continue;
      symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
    }
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(folder, 'dist/main.js'), ...args], { encoding: 'utf8', cwd: folder });
    const { status, stderr } = run('demo', '--folder', join(folder, 'demo'));
    expect([status, stderr]).toEqual([73, expect.stringContaining('install it anew')]);
    expect(run('--help').status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
