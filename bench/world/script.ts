/** The script that an admin would write, with what it is told on its command line. */
import type { SpawnOptions } from 'node:child_process';
import { join } from 'node:path';
import type { EmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import type { Dovecot } from '../../test/world/dovecot.js';
import { SMTP_LOGIN } from '../../test/world/program.js';
import type { GnupgHome } from './gnupg-home.js';

/** @param folder - for its database */
export function scriptCommand(
  dovecot: Dovecot,
  smtp: EmbeddedSmtp,
  home: GnupgHome,
  folder: string,
): { readonly command: readonly string[]; readonly options: SpawnOptions } {
  const logins = [
    dovecot.port,
    dovecot.user,
    dovecot.password,
    smtp.port,
    SMTP_LOGIN.user,
    SMTP_LOGIN.password,
  ];
  return {
    command: ['python3', 'bench/baselines/script.py', ...logins.map(String), join(folder, 'reports.sqlite')],
    options: { env: { ...process.env, GNUPGHOME: home.folder } },
  };
}
