/**
 * Commands on the database as a whole.
 */
import type { Command } from 'commander';
import { by, config, json } from './options.js';

/** Copies of it, and removing for good what is in it. */
export function addStore(program: Command): void {
  program
    .command('backup <file>')
    .description('copy the database into a new file, checked, also while poll or watch are at work')
    .addOption(config)
    .action(async (file, options) => (await import('../commands/backup.js')).backup(file, options));

  program
    .command('restore <file>')
    .description(
      'put a backup in place of the database, which is kept beside it; poll and watch must not run',
    )
    .addOption(config)
    .action(async (file, options) => (await import('../commands/restore.js')).restore(file, options));

  program
    .command('purge')
    .description('remove for good the words, files and names of reports that were closed long ago')
    .addOption(config)
    .addOption(json)
    .addOption(by)
    .requiredOption('--older-than <span>', 'closed longer than: 90d, 18m or 2y')
    .option('--dry-run', 'only say what would be purged', false)
    .option('-y, --yes', 'do not ask', false)
    .action(async options => (await import('../commands/purge.js')).purge(options));
}
