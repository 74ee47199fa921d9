/** Commands as whole processes, the start of Node.js included. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './timing.js';

/** @param folder - that holds `inbox.sqlite` */
export function measureCommands(folder: string): void {
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify(CONFIG), { mode: 0o600 });
  const program = fileURLToPath(new URL('../main.js', import.meta.url));
  for (const words of [
    ['--version'],
    ['list'],
    ['list', '--severity', 'high+', '--sort', 'due', '--limit', '50'],
    ['search', 'CVE-2026-10007'],
    ['search', 'traversal'],
    ['digest'],
  ]) {
    measure(`$ security-inbox ${words.join(' ')}`, () => {
      const { status } = spawnSync(
        process.execPath,
        [program, ...words, ...(words[0] === '--version' ? [] : ['--config', config])],
        { maxBuffer: 1_000_000_000 },
      );
      if (status !== 0) throw new Error(`it ended with ${status}`);
    });
  }
}

const CONFIG = {
  mailbox: { host: '127.0.0.1', port: 1, user: 'u', password: 'p', security: 'none' },
  smtp: { host: '127.0.0.1', port: 1, security: 'none' },
  identity: { name: 'Example Security', address: 'support@example.test' },
  trigger: { subject: 'Security Alert' },
  pgp: { privateKeys: [] },
  database: 'inbox.sqlite',
  policy: { url: 'https://example.test/policy', acknowledgeWorkingDays: 1, disclosureDays: 90 },
  calendar: { timeZone: 'Europe/Berlin', country: 'DE', state: 'HE' },
};
