/**
 * Commands by which people deal with a report.
 */
import { Argument, type Command } from 'commander';
import { STATUSES } from '../life/status.js';
import { by, config, json } from './options.js';

/** From its acknowledgement to its disclosure, and the history of it. */
export function addLife(program: Command): void {
  program
    .command('acknowledge <id>')
    .description('note that a person answered the reporter; the earliest answer counts')
    .addOption(config)
    .addOption(json)
    .addOption(by)
    .option('--at <time>', 'when: 2h (ago), "2026-11-24 15:30", or RFC 3339; now without it')
    .action(async (id, options) => (await import('../commands/status.js')).acknowledgeReport(id, options));

  program
    .command('status <id>')
    .description('how far a report is dealt with; reopening, going back and rejecting need a reason')
    .addArgument(new Argument('<status>', 'the new one').choices(STATUSES))
    .addOption(config)
    .addOption(json)
    .addOption(by)
    .option('--reason <text>', 'why, for the history')
    .option('--of <id>', 'the report that it is a duplicate of')
    .action(async (id, to, options) => (await import('../commands/status.js')).changeStatus(id, to, options));

  program
    .command('assign <id> [name]')
    .description('who has a report')
    .addOption(config)
    .addOption(json)
    .addOption(by)
    .option('--nobody', 'take it from who has it', false)
    .action(async (id, name, options) =>
      (await import('../commands/upkeep.js')).assignReport(id, name, options),
    );

  program
    .command('note <id> [text]')
    .description('add a note to the history; without text, or with -, from standard input')
    .addOption(config)
    .addOption(json)
    .addOption(by)
    .action(async (id, text, options) => (await import('../commands/upkeep.js')).noteOn(id, text, options));

  program
    .command('severity <id> <level>')
    .description("set your own severity beside the reporter's: critical to none, or a CVSS vector")
    .addOption(config)
    .addOption(json)
    .addOption(by)
    .option('--reason <text>', 'why, for the history')
    .action(async (id, level, options) =>
      (await import('../commands/upkeep.js')).judgeSeverity(id, level, options),
    );

  program
    .command('extend <id> <date>')
    .description('move the date of disclosure; the history keeps the one before')
    .addOption(config)
    .addOption(json)
    .addOption(by)
    .requiredOption('--reason <text>', 'why, for the history')
    .action(async (id, date, options) =>
      (await import('../commands/upkeep.js')).extendReport(id, date, options),
    );

  program
    .command('advisory <id>')
    .description('what is to be made public of a report: shown, or saved from a file')
    .addOption(config)
    .addOption(json)
    .addOption(by)
    .option(
      '--from <file>',
      'save the advisory in this file; - for standard input. --json prints one to start from',
    )
    .option('--change <text>', 'with --from: what it changes, for the readers of the next revision')
    .action(async (id, options) => (await import('../commands/advisory.js')).advisory(id, options));

  program
    .command('history <id>')
    .description('every change to a report: when, who, what and why')
    .addOption(config)
    .addOption(json)
    .action(async (id, options) => (await import('../commands/history.js')).history(id, options));
}
