/**
 * Commands that take mail in.
 */
import { type Command, Option } from 'commander';
import { expectMails } from '../engine.js';
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
    .action(async options => {
      expectMails('none');
      await (await import('../commands/poll.js')).poll(options);
    });

  program
    .command('watch')
    .description('the same as a daemon: at once with IDLE, until SIGTERM')
    .addOption(config)
    .addOption(quiet)
    .addOption(logLevel)
    .action(async options => {
      expectMails('none');
      await (await import('../commands/watch.js')).watch(options);
    });

  program
    .command('serve')
    .description("the web form for reports and the engineers' page, behind your reverse proxy, until SIGTERM")
    .addOption(config)
    .addOption(quiet)
    .addOption(logLevel)
    .addOption(
      new Option('--only <what>', 'where both are configured, for a process each').choices(['form', 'page']),
    )
    .option('--make-token <file>', "write a new token for the engineers' page into a new file, and end")
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
