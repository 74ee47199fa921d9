/**
 * Commands that have the machine run the program.
 */
import { Argument, type Command } from 'commander';
import { SERVICE_KINDS } from '../service-manager/files/service.js';
import { config } from './options.js';

/** The files of a service. */
export function addService(program: Command): void {
  program
    .command('install-service')
    .description(
      "print or write what runs it: a systemd service, a systemd timer, a line for cron, or a Compose file; and a service for the form and the engineers' page",
    )
    .addArgument(
      new Argument(
        '[kind]',
        'systemd runs watch, timer and cron run poll every minute, container runs watch; serve runs serve by systemd, beside any of them',
      )
        .choices(SERVICE_KINDS)
        .default('systemd'),
    )
    .addOption(config)
    .option('--user <name>', 'who it runs as', 'security-inbox')
    .option('--write', 'write the files where they belong, in place of those of an earlier run', false)
    .option(
      '--folder <folder>',
      'where they belong, in place of the usual: /etc/systemd/system, /etc/cron.d, or here',
    )
    .action(async (kind, options) =>
      (await import('../commands/install-service.js')).installService(kind, {
        ...options,
        version: program.version() ?? '',
      }),
    );
}
