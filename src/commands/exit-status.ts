/**
 * What every failure exits with, by sysexits.h: the one table.
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
