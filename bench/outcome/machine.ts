/** What the figures were measured on and with. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** Names and values, in the order in which they are told. */
export type Machine = Readonly<Record<string, string>>;

export function describeMachine(): Machine {
  const [cpu] = cpus();
  return {
    Processor: `${cpu?.model.trim() ?? 'unknown'}, ${cpus().length} cores`,
    Memory: `${(totalmem() / 1e9).toFixed(0)} GB`,
    System: `${distribution()}, Linux ${release()}`,
    'Load before the run': (loadavg()[0] ?? 0).toFixed(2),
    'security-inbox': `${packageVersion('../package.json')}${commit()}`,
    'Node.js': process.version,
    Dovecot: told('dovecot', '--version'),
    GnuPG: told('gpg', '--version'),
    Sequoia: told('sq', '--version'),
    Python: told('python3', '--version'),
    'openpgp.js': packageVersion('openpgp/package.json'),
    imapflow: packageVersion('imapflow/package.json'),
  };
}

/** The first line that a program says of its version. */
function told(program: string, ...words: readonly string[]): string {
  try {
    const [line = ''] = execFileSync(program, words, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .split('\n');
    return line.replace(/^[A-Za-z]+ (?:\(GnuPG\) )?/, '');
  } catch {
    return 'not there';
  }
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

function commit(): string {
  const revision = told('git', 'rev-parse', '--short', 'HEAD');
  return revision === 'not there' ? '' : `, commit ${revision}`;
}

function packageVersion(file: string): string {
  const require = createRequire(`${process.cwd()}/bench/`);
  try {
    return String(JSON.parse(readFileSync(require.resolve(file), 'utf8')).version);
  } catch {
    return packageOf(file);
  }
}

/** Of a package whose `exports` hide its package.json. */
function packageOf(file: string): string {
  try {
    return String(JSON.parse(readFileSync(`node_modules/${file}`, 'utf8')).version);
  } catch {
    return 'unknown';
  }
}
