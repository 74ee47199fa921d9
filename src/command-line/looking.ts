/**
 * Commands that print what is on record, and change nothing of it.
 */
import { type Command, Option } from 'commander';
import { STATUSES } from '../life/status.js';
import type { ReportOrder } from '../store/report-filter.js';
import { config, json, mailbox } from './options.js';

/** Options that say which reports are meant; all that are given count. */
const FILTERS = [
  new Option('--status <status>', 'one of them, or several with commas between')
    .choices(['open', 'closed', ...STATUSES])
    // Several are no choice of these. The command itself says what is possible.
    .argParser(typed => typed),
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
  new Option('--mailbox <name>', 'that it came by, where there are several'),
  new Option('--since <time>', 'received in the last 24h, 3d, 1w, or from a date on'),
  new Option('--until <time>', 'received before, or up to and including a date'),
];

const ORDERS: readonly ReportOrder[] = ['received', 'due', 'severity'];

/** Lists, single reports, and what is made of all of them. */
export function addLooking(program: Command): void {
  const list = program
    .command('list')
    .description('reports, one a line')
    .addOption(config)
    .addOption(json)
    .addOption(
      new Option('--sort <order>', 'due has the most urgent first, severity the highest')
        .choices(ORDERS)
        .default('received'),
    )
    .option('--limit <number>', 'reports at most, or all; the last to come are kept (200; with --json all)')
    .action(async options => (await import('../commands/list.js')).list(options));

  const search = program
    .command('search <words...>')
    .description(
      'reports that hold all of the words, also in their mails, the best first; \'"several words"\' stand together, begin* is any that begins so',
    )
    .addOption(config)
    .addOption(json)
    .option('--limit <number>', 'reports at most, or all (20)')
    .action(async (words, options) => (await import('../commands/list.js')).search(words, options));

  for (const command of [list, search]) for (const filter of FILTERS) command.addOption(filter);

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
    .action(async (id, options) => (await import('../commands/look.js')).show(id, options));

  program
    .command('digest')
    .description('what there is to do, the most urgent first; what is new, open and closed; and the numbers')
    .addOption(config)
    .addOption(json)
    .option('--since <time>', 'what counts as new: 24h, 3d, 1w or a date', '24h')
    .addOption(
      new Option(
        '--format <format>',
        "without it, that of the --out file's ending (.txt, .md, .html, .json, .csv), else text",
      ).choices(['text', 'markdown', 'html', 'json', 'csv']),
    )
    .option('--out <file>', 'write it there, in place of the last one')
    .option(
      '--mail',
      'queue it for the engineers, once a day each; encrypted, or else counts and numbers',
      false,
    )
    .option('--again', 'with --mail: also for those who had it today', false)
    .action(async options => (await import('../commands/digest.js')).digest(options));

  program
    .command('hall-of-fame')
    .description('reporters of disclosed reports by the names they asked for, to be published')
    .addOption(config)
    .addOption(json)
    .addOption(new Option('--format <format>', 'markdown without it').choices(['markdown', 'html', 'json']))
    .action(async options => (await import('../commands/hall-of-fame.js')).hallOfFame(options));

  program
    .command('publish')
    .description('write what is disclosed as static files for a web server; a second run changes nothing')
    .addOption(config)
    .addOption(json)
    .addOption(mailbox)
    .requiredOption('--out <folder>', 'the folder; it is made, and holds nothing of anybody else')
    .option('--drafts', 'write what is not disclosed yet instead, for engineers, into another folder', false)
    .addOption(
      new Option(
        '--withdraw-unknown',
        'also take out, or write anew, what the database has no record of having published',
      )
        .default(false)
        .conflicts('drafts'),
    )
    .action(async options => (await import('../commands/publish.js')).publish(options));

  program
    .command('calendar')
    .description('print what is due as an iCalendar file (.ics), with numbers and dates alone')
    .addOption(config)
    .option('--out <file>', 'write it there, in place of the last one')
    .action(async options => (await import('../commands/calendar.js')).calendar(options));
}
