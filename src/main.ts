#!/usr/bin/env node
/**
 * The command line: one line per command. A command's code is loaded only when it runs.
 */
import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, Option } from 'commander';
import { EXIT_STATUS } from './commands/exit-status.js';
import { errorCode, Failure, kindAndPlace } from './failure.js';
import { STATUSES } from './life/status.js';
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
const by = new Option('--by <name>', 'who does it, for the history (SECURITY_INBOX_USER, SUDO_USER, or you)');

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

/** Options that say which reports are meant; all that are given count. */
const filters = [
  new Option('--status <status>', 'open, closed, or one of the statuses; several with commas between'),
  new Option(
    '--due <when>',
    'answer owed and due today, overdue, within 7d, or on a date such as 2026-11-24',
  ),
  new Option('--product <name>', 'affected, by any of its names in the catalogue'),
  new Option(
    '--severity <rating>',
    'none, low, medium, high, critical, "high+" for that and above, or unrated',
  ),
  new Option('--reporter <text>', "part of the reporter's name or address"),
  new Option('--since <time>', 'received in the last 24h, 3d, 1w, or from a date on'),
  new Option('--until <time>', 'received before, or up to and including a date'),
];

const list = program
  .command('list')
  .description('reports, one a line')
  .addOption(config)
  .addOption(json)
  .option('--sort <order>', 'received, due (most urgent first) or severity (highest first)', 'received')
  .option('--limit <number>', 'reports at most, or all; the last to come are kept (200; with --json all)')
  .action(async options => (await import('./commands/list.js')).list(options));

const search = program
  .command('search <words...>')
  .description(
    'reports that hold all of the words, also in their mails, the best first; \'"several words"\' stand together, begin* is any that begins so',
  )
  .addOption(config)
  .addOption(json)
  .option('--limit <number>', 'reports at most, or all (20)')
  .action(async (words, options) => (await import('./commands/list.js')).search(words, options));

for (const command of [list, search]) for (const filter of filters) command.addOption(filter);

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
  .description('what there is to do, the most urgent first; what is new, open and closed; and the numbers')
  .addOption(config)
  .addOption(json)
  .option('--since <time>', 'what counts as new: 24h, 3d, 1w or a date', '24h')
  .addOption(
    new Option('--format <format>', 'text without it').choices(['text', 'markdown', 'html', 'json', 'csv']),
  )
  .option('--out <file>', 'write it there, in place of the last one')
  .option(
    '--mail',
    'queue it for the engineers, once a day each; encrypted, or else counts and numbers',
    false,
  )
  .option('--again', 'with --mail: also for those who had it today', false)
  .action(async options => (await import('./commands/digest.js')).digest(options));

program
  .command('hall-of-fame')
  .description('reporters of disclosed reports by the names they asked for, to be published')
  .addOption(config)
  .addOption(json)
  .addOption(new Option('--format <format>', 'markdown without it').choices(['markdown', 'html', 'json']))
  .action(async options => (await import('./commands/hall-of-fame.js')).hallOfFame(options));

program
  .command('calendar')
  .description('print what is due as an iCalendar file (.ics), with numbers and dates alone')
  .addOption(config)
  .option('--out <file>', 'write it there, in place of the last one')
  .action(async options => (await import('./commands/calendar.js')).calendar(options));

program
  .command('acknowledge <id>')
  .description('note that a person answered the reporter; the earliest answer counts')
  .addOption(config)
  .addOption(json)
  .addOption(by)
  .option('--at <time>', 'when: 2h (ago), "2026-11-24 15:30", or RFC 3339; now without it')
  .action(async (id, options) => (await import('./commands/status.js')).acknowledgeReport(id, options));

program
  .command('status <id>')
  .description('how far a report is dealt with; reopening, going back and rejecting need a reason')
  .addArgument(new Argument('<status>', 'the new one').choices(STATUSES))
  .addOption(config)
  .addOption(json)
  .addOption(by)
  .option('--reason <text>', 'why, for the history')
  .option('--of <id>', 'the report that it is a duplicate of')
  .action(async (id, to, options) => (await import('./commands/status.js')).changeStatus(id, to, options));

program
  .command('assign <id> [name]')
  .description('who has a report')
  .addOption(config)
  .addOption(json)
  .addOption(by)
  .option('--nobody', 'take it from who has it', false)
  .action(async (id, name, options) =>
    (await import('./commands/upkeep.js')).assignReport(id, name, options),
  );

program
  .command('note <id> [text]')
  .description('add a note to the history; without text, or with -, from standard input')
  .addOption(config)
  .addOption(json)
  .addOption(by)
  .action(async (id, text, options) => (await import('./commands/upkeep.js')).noteOn(id, text, options));

program
  .command('severity <id> <level>')
  .description("set your own severity beside the reporter's: critical to none, or a CVSS vector")
  .addOption(config)
  .addOption(json)
  .addOption(by)
  .option('--reason <text>', 'why, for the history')
  .action(async (id, level, options) =>
    (await import('./commands/upkeep.js')).judgeSeverity(id, level, options),
  );

program
  .command('extend <id> <date>')
  .description('move the date of disclosure; the history keeps the one before')
  .addOption(config)
  .addOption(json)
  .addOption(by)
  .requiredOption('--reason <text>', 'why, for the history')
  .action(async (id, date, options) =>
    (await import('./commands/upkeep.js')).extendReport(id, date, options),
  );

program
  .command('history <id>')
  .description('every change to a report: when, who, what and why')
  .addOption(config)
  .addOption(json)
  .action(async (id, options) => (await import('./commands/history.js')).history(id, options));

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
  .action(async (id, options) =>
    (await import('./commands/quarantine-retry.js')).retryQuarantined(id, options),
  );

const nearMiss = program
  .command('near-miss')
  .description('mails that look like reports and lack the phrase; nothing is done with them by itself');

nearMiss
  .command('list')
  .description('those on which nobody has decided yet')
  .addOption(config)
  .addOption(json)
  .action(async options => (await import('./commands/near-miss.js')).listNearMisses(options));

nearMiss
  .command('dismiss <number>')
  .description('it is no report: take it, or with "all" every one, from the list')
  .addOption(config)
  .addOption(by)
  .action(async (number, options) =>
    (await import('./commands/near-miss.js')).dismissNearMisses(number, options),
  );

nearMiss
  .command('take <number>')
  .description('it is a report: the next poll takes it in, and its sender gets a receipt')
  .addOption(config)
  .addOption(by)
  .action(async (number, options) => (await import('./commands/near-miss.js')).takeNearMiss(number, options));

program
  .command('retry [id]')
  .description('after an outage: have all that waits or was refused tried again with the next poll')
  .addOption(config)
  .action(async (id, options) => (await import('./commands/retry.js')).retryReceipts(id, options));

program
  .command('requeue <id>')
  .description("send a report's receipt again that bounced, was refused or was dropped")
  .addOption(config)
  .action(async (id, options) => (await import('./commands/retry.js')).requeueReceipt(id, options));

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

program
  .command('purge')
  .description('remove for good the words, files and names of reports that were closed long ago')
  .addOption(config)
  .addOption(json)
  .addOption(by)
  .requiredOption('--older-than <span>', 'closed longer than: 90d, 18m or 2y')
  .option('--dry-run', 'only say what would be purged', false)
  .option('-y, --yes', 'do not ask', false)
  .action(async options => (await import('./commands/purge.js')).purge(options));

program
  .command('completion')
  .description('print what completes commands, options and report numbers in a shell')
  .addArgument(new Argument('<shell>', 'to complete in').choices(['bash', 'zsh', 'fish']))
  .action(async shell => (await import('./commands/completion.js')).completion(program, shell));

program
  .command('report-ids', { hidden: true })
  .description('every report number, one a line, for completion')
  .addOption(config)
  .action(async options => (await import('./commands/report-ids.js')).reportIds(options));

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
  // A defect of ours.
  process.stderr.write(
    `security-inbox: an unexpected ${kindAndPlace(error)}. This is a defect; please report that line. Nothing that was committed is lost.\n`,
  );
  return EXIT_STATUS.internal;
}
