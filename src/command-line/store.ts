/**
 * Commands on the database as a whole.
 */
import type { Command } from 'commander';
import { by, config, json } from './options.js';

/** Copies of it, its key, and removing for good what is in it. */
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
    .command('encrypt')
    .description(
      'encrypt the database with databaseKey, or make a key with --make-key; poll and watch must not run',
    )
    .addOption(config)
    .option('--make-key <file>', 'only write a new key into a file that is not there yet')
    .action(async options => (await import('../commands/encryption.js')).encrypt(options));

  program
    .command('rekey')
    .description(
      'encrypt the database with databaseKey in place of one of previousDatabaseKeys; poll and watch must not run',
    )
    .addOption(config)
    .action(async options => (await import('../commands/encryption.js')).rekey(options));

  program
    .command('decrypt')
    .description('write the database in the clear; poll and watch must not run')
    .addOption(config)
    .action(async options => (await import('../commands/encryption.js')).decrypt(options));

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
