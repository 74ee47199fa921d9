#!/usr/bin/env node
/**
 * The command line: one line per command. A command's code is loaded only when it runs.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { EXIT_STATUS } from './commands/exit-status.js';
import { errorCode, Failure } from './failure.js';
import { LOG_LEVELS } from './log-levels.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('security-inbox')
  .description('Finds security reports in a shared mailbox, records them, and sends each sender a receipt.')
  .version(version)
  .showHelpAfterError('Run with --help for what is possible.')
  .exitOverride();

const config = new Option('-c, --config <file>', 'the configuration').default('config.json');
const json = new Option('--json', 'print JSON for machines').default(false);
const quiet = new Option('-q, --quiet', 'print nothing but warnings').default(false);
const logLevel = new Option('--log-level <level>', 'of the log on standard error')
  .choices(LOG_LEVELS)
  .default('info');

program
  .command('poll')
  .description('look once at what arrived, record reports and send receipts (for cron)')
  .addOption(config)
  .addOption(json)
  .addOption(quiet)
  .addOption(logLevel)
  .action(async options => (await import('./commands/poll.js')).poll(options));

program
  .command('watch')
  .description('the same as a daemon: at once with IDLE, until SIGTERM')
  .addOption(config)
  .addOption(quiet)
  .addOption(logLevel)
  .action(async options => (await import('./commands/watch.js')).watch(options));

program
  .command('ingest <path...>')
  .description('take in .eml files, an mbox, a Maildir, or standard input (-), without IMAP')
  .addOption(config)
  .addOption(json)
  .addOption(quiet)
  .addOption(logLevel)
  .option('--dry-run', 'print each structured report as JSON; record and send nothing', false)
  .option('--no-send', 'record, and leave the receipts queued for the next poll')
  .action(async (paths, options) => (await import('./commands/ingest.js')).ingest(paths, options));

program
  .command('list')
  .description('every report, one a line')
  .addOption(config)
  .addOption(json)
  .action(async options => (await import('./commands/look.js')).list(options));

program
  .command('show <id>')
  .description('one report in full')
  .addOption(config)
  .addOption(json)
  .option(
    '--words',
    'also print all that its mails and their attached texts say, each with where it comes from',
    false,
  )
  .option('--explain', 'also print its mails with the words marked that each field was read from', false)
  .option('--save <folder>', 'also write its attachments and its mail as received into a folder')
  .action(async (id, options) => (await import('./commands/look.js')).show(id, options));

program
  .command('digest')
  .description('what is new, waiting for an answer, incomplete, undecryptable, or has no receipt')
  .addOption(config)
  .addOption(json)
  .option('--since <time>', 'what counts as new: 24h, 3d, 1w or a date', '24h')
  .action(async options => (await import('./commands/look.js')).digest(options));

program
  .command('report')
  .description('look into how mail is read')
  .command('explain <path...>')
  .description(
    'print for every field of a mail (.eml, mbox, folder or -) what was taken, by which rule and from where, and what was not; records and sends nothing',
  )
  .addOption(config)
  .addOption(json)
  .addOption(logLevel)
  .action(async (paths, options) => (await import('./commands/explain.js')).explain(paths, options));

const receipt = program
  .command('receipt')
  .description('decide on a receipt that waits for a person, or see one');

receipt
  .command('release <id>')
  .description("let a report's held receipt go with the next poll")
  .addOption(config)
  .action(async (id, options) => (await import('./commands/receipt.js')).releaseReceipt(id, options));

receipt
  .command('drop <id>')
  .description("never send a report's held receipt")
  .addOption(config)
  .action(async (id, options) => (await import('./commands/receipt.js')).dropReceipt(id, options));

receipt
  .command('preview')
  .description('print a receipt as the templates make it, with made-up facts')
  .addOption(config)
  .addOption(new Option('--language <language>', 'of the receipt').choices(['en', 'de']).default('en'))
  .option('--html', 'the HTML in place of the text', false)
  .action(async options => (await import('./commands/receipt.js')).previewReceipt(options));

const quarantine = program
  .command('quarantine')
  .description('mail that could not be read, and messages that the mail server does not give');

quarantine
  .command('list')
  .description('all of it, with since when, why, and what might help')
  .addOption(config)
  .addOption(json)
  .action(async options => (await import('./commands/quarantine.js')).listQuarantine(options));

quarantine
  .command('show <id>')
  .description('what of a report was not read, with the outer header of each mail and where it lies')
  .addOption(config)
  .action(async (id, options) => (await import('./commands/quarantine.js')).showQuarantined(id, options));

quarantine
  .command('retry [id]')
  .description("read again, with today's keys, limits and program, what of a report or of all was not read")
  .addOption(config)
  .addOption(logLevel)
  .action(async (id, options) => (await import('./commands/retry.js')).retryQuarantined(id, options));

program
  .command('ask <id>')
  .description('ask the reporter, with the next poll, for the parts that a report lacks')
  .addOption(config)
  .action(async (id, options) => (await import('./commands/receipt.js')).ask(id, options));

program
  .command('backup <file>')
  .description('copy the database into a new file, checked, also while poll or watch are at work')
  .addOption(config)
  .action(async (file, options) => (await import('./commands/backup.js')).backup(file, options));

program
  .command('restore <file>')
  .description('put a backup in place of the database, which is kept beside it; poll and watch must not run')
  .addOption(config)
  .action(async (file, options) => (await import('./commands/restore.js')).restore(file, options));

// "digest | head" closes the pipe early; that is no failure.
process.stdout.on('error', error => {
  if (errorCode(error) === 'EPIPE') process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says what went wrong in a sentence and gives the exit code. */
function report(error: unknown): number {
  // Commander has printed its own sentence, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_STATUS.usage;
  if (error instanceof Failure) {
    process.stderr.write(`security-inbox: ${error.message}\n`);
    return EXIT_STATUS[error.code];
  }
  // A defect of ours. The kind alone: a message or a stack could hold words of a mail.
  const kind = error instanceof Error ? error.name : typeof error;
  const at = error instanceof Error ? /\/(dist\/[\w./-]+:\d+)/.exec(error.stack ?? '')?.[1] : undefined;
  process.stderr.write(
    `security-inbox: an unexpected ${kind}${at ? ` at ${at}` : ''}. This is a defect; please report that line. Nothing that was committed is lost.\n`,
  );
  return EXIT_STATUS.internal;
}
