/** The program as an operator has it, with no limit of rate or age in the way of a flood. */
import { resolve } from 'node:path';
import type { EmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import type { Dovecot, DovecotAccount } from '../../test/world/dovecot.js';
import { type Installation, install } from '../../test/world/program.js';

export const PROGRAM = resolve('dist/main.js');

const RATES = { perSenderPerHour: 1000, perDomainPerHour: 10_000, perHour: 100_000 };

/** @param port - where to reach the IMAP server, such as that of a proxy before it */
export function installed(
  dovecot: Dovecot,
  smtp: EmbeddedSmtp,
  secretKeys: readonly string[],
  {
    account,
    port,
    overrides = {},
  }: Partial<{ account: DovecotAccount; port: number; overrides: Record<string, unknown> }> = {},
): Installation {
  return install({
    imap: {
      host: dovecot.host,
      port: port ?? dovecot.port,
      user: account?.name ?? dovecot.user,
      password: account?.password ?? dovecot.password,
    },
    smtp,
    keys: secretKeys.map(secretKey => ({ secretKey })),
    overrides: { answering: RATES, limits: { receiptAgeDays: 3650 }, ...overrides },
  });
}

/** The words that run a command of an installation. */
export function commandOf({ folder }: Installation, ...words: readonly string[]): string[] {
  return [process.execPath, PROGRAM, ...words, '--config', `${folder}/config.json`];
}
