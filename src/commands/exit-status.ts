/**
 * What every failure exits with, by sysexits.h, and what each number says: the one table.
 */
import type { FailureCode } from '../failure.js';

export const EXIT_STATUS: Readonly<Record<FailureCode, number>> = {
  usage: 64, // EX_USAGE
  'no-input': 66, // EX_NOINPUT
  'no-such-report': 65, // EX_DATAERR
  'not-possible': 65, // EX_DATAERR
  'host-unknown': 68, // EX_NOHOST
  unreachable: 69, // EX_UNAVAILABLE
  internal: 70, // EX_SOFTWARE
  database: 73, // EX_CANTCREAT
  output: 73, // EX_CANTCREAT
  disk: 74, // EX_IOERR
  busy: 75, // EX_TEMPFAIL
  'receipts-waiting': 75, // EX_TEMPFAIL
  'login-refused': 77, // EX_NOPERM
  'sender-refused': 77, // EX_NOPERM
  config: 78, // EX_CONFIG
};

/** For `--help` and the manual. */
export const EXIT_MEANING: Readonly<Record<number, string>> = {
  0: 'all well',
  64: 'wrong usage',
  65: 'no such report, or nothing that can be done to it',
  66: 'a file is not there',
  68: 'a host name can not be resolved',
  69: 'a server can not be used',
  70: 'a defect',
  73: 'the database or a file can not be written',
  74: 'the disk is full or failed',
  75: 'another is at work, or a receipt was put off',
  77: 'a login or our own sender was refused',
  78: 'the configuration is wrong',
};
