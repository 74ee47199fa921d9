/**
 * The command that shows the program at work.
 */
import type { Command } from 'commander';

/** It needs no configuration and no network. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('show the whole way on servers of its own: mail arrives, is read, recorded and answered')
    .option(
      '--folder <folder>',
      'for its keys, configuration and database; an earlier demo is replaced',
      'demo',
    )
    .action(async options => (await import('../demo/demo.js')).demo(options));
}
