/**
 * Commands that tell an operator whether all is well.
 */
import { type Command, Option } from 'commander';
import { config, json } from './options.js';

/** Those that try and look. */
export function addChecking(program: Command): void {
  program
    .command('check')
    .description(
      'try everything for real (logins, folders, keys, database, disk, clock) and say what to do; changes nothing',
    )
    .addOption(config)
    .addOption(json)
    .addOption(new Option('-q, --quiet', 'print warnings and failures alone').default(false))
    .option(
      '--send-test [address]',
      'also send a trial mail; without an address to monitoring.operator, or else to identity.address',
    )
    .option(
      '--online',
      "also ask for the policy's page and what is published, and compare the key and the server's clock",
      false,
    )
    .action(async options => {
      await (await import('../commands/check.js')).check(options);
    });
}
