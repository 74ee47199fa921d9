/**
 * Commands that take mail in.
 */
import type { Command } from 'commander';
import { config, json, logLevel, mailbox, quiet } from './options.js';

/** Those that look at the mailbox, and at files in place of it. */
export function addTakingIn(program: Command): void {
  program
    .command('poll')
    .description('look once at what arrived, record reports and send receipts (for cron)')
    .addOption(config)
    .addOption(json)
    .addOption(quiet)
    .addOption(logLevel)
    .action(async options => (await import('../commands/poll.js')).poll(options));

  program
    .command('watch')
    .description('the same as a daemon: at once with IDLE, until SIGTERM')
    .addOption(config)
    .addOption(quiet)
    .addOption(logLevel)
    .action(async options => (await import('../commands/watch.js')).watch(options));

  program
    .command('serve')
    .description('the web form that reports may be written into, behind your reverse proxy, until SIGTERM')
    .addOption(config)
    .addOption(quiet)
    .addOption(logLevel)
    .action(async options => (await import('../commands/serve.js')).serve(options));

  program
    .command('ingest <path...>')
    .description('take in .eml files, an mbox, a Maildir, or standard input (-), without IMAP')
    .addOption(config)
    .addOption(json)
    .addOption(quiet)
    .addOption(logLevel)
    .addOption(mailbox)
    .option('--dry-run', 'print each structured report as JSON; record and send nothing', false)
    .option('--no-send', 'record, and leave the receipts queued for the next poll')
    .action(async (paths, options) => (await import('../commands/ingest.js')).ingest(paths, options));
}
