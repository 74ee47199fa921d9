/**
 * Commands that show how mail is read.
 */
import type { Command } from 'commander';
import { config, json, logLevel, mailbox } from './options.js';

/** Those that explain what extraction makes of a mail. */
export function addReading(program: Command): void {
  program
    .command('report')
    .description('look into how mail is read')
    .command('explain <path...>')
    .description(
      'print for every field of a mail (.eml, mbox, folder or -) what was taken, by which rule and from where, and what was not; records and sends nothing',
    )
    .addOption(config)
    .addOption(json)
    .addOption(mailbox)
    .addOption(logLevel)
    .action(async (paths, options) => (await import('../commands/explain.js')).explain(paths, options));
}
