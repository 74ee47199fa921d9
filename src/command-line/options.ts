/**
 * The options that several commands share.
 */
import { Option } from 'commander';
import { LOG_LEVELS } from '../log-levels.js';

/** Of every command that needs one. */
export const config = new Option('-c, --config <file>', 'the configuration').default('config.json');
/** Of those that work on one mailbox. */
export const mailbox = new Option('--mailbox <name>', 'the mailbox that is meant, where there are several');
/** Of those that print what a machine may read. */
export const json = new Option('--json', 'print JSON for machines').default(false);
/** Of those that a timer starts. */
export const quiet = new Option('-q, --quiet', 'print nothing but warnings').default(false);
/** Of those that keep a log. */
export const logLevel = new Option('--log-level <level>', 'of the log on standard error')
  .choices(LOG_LEVELS)
  .default('info');
/** Of those that change a report. */
export const by = new Option(
  '--by <name>',
  'who does it, for the history (SECURITY_INBOX_USER, SUDO_USER, or you)',
);
