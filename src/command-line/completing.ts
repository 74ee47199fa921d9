/**
 * Commands that speak of the program's own commands: what a shell calls to complete what is typed, and the manual.
 */
import { Argument, type Command } from 'commander';
import { config } from './options.js';

/** Add it last: the script speaks of the commands that the program has when it runs. */
export function addCompleting(program: Command): void {
  program
    .command('completion')
    .description('print what completes commands, options and report numbers in a shell')
    .addArgument(new Argument('<shell>', 'to complete in').choices(['bash', 'zsh', 'fish']))
    .action(async shell => (await import('../commands/completion.js')).completion(program, shell));

  program
    .command('report-ids', { hidden: true })
    .description('every report number, one a line, for completion')
    .addOption(config)
    .action(async options => (await import('../commands/report-ids.js')).reportIds(options));

  program
    .command('manual', { hidden: true })
    .description('print the manual page, for the build')
    .action(async () => (await import('./manual.js')).manual(program));
}
