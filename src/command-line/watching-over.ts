/**
 * Commands that tell how the program itself is.
 */
import type { Command } from 'commander';
import { config, json } from './options.js';

/** For those who watch over it. */
export function addWatchingOver(program: Command): void {
  program
    .command('health')
    .description('whether the mailboxes are being read; exits with 69 where one is not')
    .addOption(config)
    .addOption(json)
    .option(
      '--max-age <minutes>',
      'that may have passed since a mailbox was read (15, or three times watch.pollMinutes)',
    )
    .action(async options => (await import('../commands/health.js')).health(options));
}
