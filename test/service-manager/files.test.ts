import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeFile } from '../../src/service-manager/files/compose.js';
import { crontab } from '../../src/service-manager/files/crontab.js';
import type { Installed, ServiceFile } from '../../src/service-manager/files/service.js';
import { commandLine, unitWord } from '../../src/service-manager/files/unit-syntax.js';
import { pollUnits, serveUnit, watchUnit } from '../../src/service-manager/files/units.js';

const INSTALLED: Installed = {
  node: process.execPath,
  program: '/opt/security-inbox/dist/main.js',
  version: '1.2.3',
  config: '/etc/security-inbox/config.json',
  user: 'root',
  folders: ['/var/lib/security-inbox'],
  sockets: [],
  credentials: [],
  needsHome: false,
};

/** Paths with all that means something to systemd, cron, sh or Compose. */
const paths = fc
  .array(
    fc.constantFrom('a', 'Z', ' ', '%', 'h', '$', '{', '}', '"', "'", '\\', ';', '#', '~', '-', 'ü', '*'),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map(parts => `/${parts.join('')}`);

/** systemd.syntax(7), systemd.service(5): quotes and backslashes, %% for %, and then $$ for $ in arguments. */
function asSystemdReads(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    let sign = line[at] ?? '';
    if (quote === '' && sign === ' ') {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    if (quote === '' ? word === null && (sign === '"' || sign === "'") : sign === quote) {
      quote = quote === '' ? sign : '';
      word ??= '';
      continue;
    }
    if (sign === '\\') {
      at += 1;
      sign = line[at] ?? '';
      if (!'\\"\''.includes(sign)) throw new Error(`\\${sign} stands for something else`);
    } else if (sign === '%') {
      at += 1;
      if (line[at] !== '%') throw new Error(`%${line[at]} stands for something else`);
    }
    word = (word ?? '') + sign;
  }
  if (quote !== '') throw new Error('a quotation that does not end');
  return word === null ? words : [...words, word];
}

function withoutVariables(argument: string): string {
  return argument.replace(/\$(.?)/g, (_, next) => {
    if (next !== '$') throw new Error(`$${next} stands for something else`);
    return '$';
  });
}

describe('in a unit', () => {
  it('a path of any signs is read as it is', () => {
    fc.assert(
      fc.property(paths, path => {
        expect(asSystemdReads(unitWord(path))).toEqual([path]);
      }),
    );
  });

  it('a command line of any paths is read as it is', () => {
    fc.assert(
      fc.property(paths, paths, paths, (program, first, second) => {
        const [run, ...words] = asSystemdReads(commandLine(program, first, second));
        expect([run, ...words.map(withoutVariables)]).toEqual([program, first, second]);
      }),
    );
  });

  it('a path with a line break is refused, because the rest would be a setting of its own', () => {
    expect(() => unitWord('/etc/a\nExecStartPre=/bin/evil')).toThrow(/control character/);
  });
});

describe('in a crontab', () => {
  it('a path of any signs reaches the program as it is', () => {
    fc.assert(
      fc.property(paths, config => {
        const line =
          crontab({ ...INSTALLED, config })
            .text.split('\n')
            .find(each => each.startsWith('*')) ?? '';
        const command = line.replace(/^(?:\* ){5} \S+ {2}/, '');
        // crontab(5): a bare % ends the command.
        expect(command.replaceAll('\\%', '')).not.toContain('%');
        const { stdout } = spawnSync('sh', ['-c', `printf '%s\\n' ${command.replaceAll('\\%', '%')}`]);
        expect(stdout.toString().split('\n').slice(-2)).toEqual([config, '']);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['/usr/bin/node', '/usr/bin:/usr/local/bin:/bin'],
    ['/opt/node/bin/node', '/opt/node/bin:/usr/local/bin:/usr/bin:/bin'],
  ])('PATH begins where %s is, and names each folder once', (node, path) => {
    expect(crontab({ ...INSTALLED, node }).text).toContain(`\nPATH=${path}\n`);
  });

  it('the file has a name that cron reads', () => {
    expect(crontab(INSTALLED).name).toMatch(/^[\w-]+$/);
  });
});

describe('a Compose file', () => {
  it('names a path of any signs as it is', () => {
    fc.assert(
      fc.property(paths, folder => {
        const { text } = composeFile({ version: '1', config: `${folder}/config.json`, sources: null });
        const written = /source: (".*")$/m.exec(text)?.[1] ?? '';
        expect((JSON.parse(written) as string).replaceAll('$$', '$')).toBe(folder);
      }),
    );
  });

  it('is built from the sources where they are there', () => {
    const text = composeFile({ version: '1', config: '/etc/x/config.json', sources: '/src/x' }).text;
    expect(text).toContain('context: "/src/x"');
  });

  it('gives the container nothing to write but its data', () => {
    const text = composeFile({ version: '1', config: '/etc/x/config.json', sources: null }).text;
    expect(text).toContain('read_only: true\n    tmpfs:');
    expect(text).toMatch(/cap_drop:\n\s+- ALL/);
    expect(text).toMatch(/target: \/etc\/security-inbox\n\s+read_only: true/);
  });
});

describe('the units', () => {
  const units = (more: Partial<Installed> = {}) => [
    watchUnit({ ...INSTALLED, ...more }),
    ...pollUnits({ ...INSTALLED, ...more }),
    serveUnit({ ...INSTALLED, ...more }),
  ];
  const service = (more: Partial<Installed> = {}) => watchUnit({ ...INSTALLED, ...more }).text;

  it('have systemd make the folder of the database where it is below /var/lib', () => {
    const text = service({ folders: ['/var/lib/security-inbox/data'] });
    expect(text).toContain('\nStateDirectory=security-inbox\n');
    expect(text).not.toContain('ReadWritePaths');
  });

  it('let the folder of the database be written to where it is elsewhere, and of the metrics too', () => {
    const text = service({ folders: ['/srv/my reports', '/var/lib/node_exporter'] });
    expect(text).toContain('\nReadWritePaths="/srv/my reports"\n');
    expect(text).toContain('\nReadWritePaths=/var/lib/node_exporter\n');
    expect(text).not.toContain('StateDirectory');
  });

  it('make no folder of another program their own', () => {
    const text = service({ folders: ['/var/lib/security-inbox', '/var/lib/node_exporter'] });
    expect(text).toContain('\nStateDirectory=security-inbox\n');
    expect(text).toContain('\nReadWritePaths=/var/lib/node_exporter\n');
  });

  it('have systemd make the folder of a socket below /run, once, and let others be written to', () => {
    const sockets = [
      '/run/security-inbox/form.sock',
      '/run/security-inbox/page.sock',
      '/srv/sockets/form.sock',
      '/run/user/1000/form.sock',
      '/run/form.sock',
    ];
    const { text } = serveUnit({ ...INSTALLED, sockets });
    expect(text).toContain('\nRuntimeDirectory=security-inbox\nRuntimeDirectoryMode=0750\n');
    for (const folder of ['/srv/sockets', '/run/user/1000', '/run'])
      expect(text).toContain(`\nReadWritePaths=${folder}\n`);
    expect(serveUnit(INSTALLED).text).not.toContain('RuntimeDirectory');
  });

  it('hand over the credentials that the configuration names', () => {
    const text = service({ credentials: ['key.passphrase'], config: '/etc/50% more/config.json' });
    expect(text).toContain('\nLoadCredential=key.passphrase:/etc/50%% more/credentials/key.passphrase\n');
  });

  it('hide every home, unless something of it lies there', () => {
    expect(service()).toContain('\nProtectHome=yes\n');
    expect(service({ needsHome: true })).toContain('\nProtectHome=read-only\n');
  });

  it('leave no core file, not even after the watchdog', () => {
    expect(service()).toContain('\nLimitCORE=0\n');
    expect(service()).toContain('\nWatchdogSignal=SIGKILL\n');
  });

  it('give memory few pools to lie in, as the crontab does', () => {
    const services = [...units(), crontab(INSTALLED)].filter(({ name }) => !name.endsWith('.timer'));
    expect(services).toHaveLength(4);
    for (const { text } of services) expect(text).toMatch(/^(?:Environment=)?MALLOC_ARENA_MAX=2$/m);
  });

  it('let Node make machine code', () => {
    for (const { text } of units()) expect(text).not.toMatch(/^MemoryDenyWriteExecute/m);
  });

  describe.skipIf(!analyzeInstalled())('as systemd reads them', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'units-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const written = ({ name, text }: ServiceFile) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };

    it.each([
      ['as usual', {}],
      [
        'with everything elsewhere',
        {
          folders: ['/srv/my 100% "reports"'],
          sockets: ['/run/security-inbox/form.sock', '/srv/a b/page.sock'],
          credentials: ['a'],
          needsHome: true,
        },
      ],
    ])('hold no mistake: %s', (_, more) => {
      const files = units({ ...more, program: '/opt/50% $HOME/main.js' }).map(written);
      const { stderr, status } = spawnSync('systemd-analyze', ['verify', ...files], { encoding: 'utf8' });
      // Of the machine's own units it complains too.
      expect(stderr.split('\n').filter(line => line.includes('security-inbox'))).toEqual([]);
      expect(status).toBe(0);
    });

    it.each(['security-inbox.service', 'security-inbox-poll.service', 'security-inbox-serve.service'])(
      '%s exposes little',
      name => {
        units().map(written);
        const { stdout, status } = spawnSync(
          'systemd-analyze',
          ['security', '--offline=true', '--no-pager', '--threshold=20', join(folder, name)],
          { encoding: 'utf8' },
        );
        expect(Number(/Overall exposure level for .*?: ([\d.]+)/.exec(stdout)?.[1])).toBeLessThan(2);
        expect(status).toBe(0);
      },
    );
  });
});

/** Whether this machine can judge units; says so loudly where it can't. */
function analyzeInstalled(): boolean {
  if (spawnSync('systemd-analyze', ['--version']).status === 0) return true;
  console.warn(
    '\n*** SKIPPED: no systemd-analyze on this machine. Install systemd to run these tests. ***\n',
  );
  return false;
}
