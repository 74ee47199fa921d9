/**
 * Commands for what waits for a person: held receipts, unread mail, mails that may be reports, and what an outage left.
 */
import { type Command, Option } from 'commander';
import { by, config, json, logLevel, mailbox } from './options.js';

/** Those that see it, decide on it and have it tried again. */
export function addWaiting(program: Command): void {
  const receipt = program
    .command('receipt')
    .description('decide on a receipt that waits for a person, or see one');

  receipt
    .command('release <id>')
    .description("let a report's held receipt go with the next poll")
    .addOption(config)
    .action(async (id, options) => (await import('../commands/receipt.js')).releaseReceipt(id, options));

  receipt
    .command('drop <id>')
    .description("never send a report's held receipt")
    .addOption(config)
    .action(async (id, options) => (await import('../commands/receipt.js')).dropReceipt(id, options));

  receipt
    .command('preview')
    .description('print a receipt as the templates make it, with made-up facts')
    .addOption(config)
    .addOption(mailbox)
    .addOption(new Option('--language <language>', 'of the receipt').choices(['en', 'de']).default('en'))
    .option('--html', 'the HTML in place of the text', false)
    .action(async options => (await import('../commands/receipt.js')).previewReceipt(options));

  const quarantine = program
    .command('quarantine')
    .description('mail that could not be read, and messages that the mail server does not give');

  quarantine
    .command('list')
    .description('all of it, with since when, why, and what might help')
    .addOption(config)
    .addOption(json)
    .action(async options => (await import('../commands/quarantine.js')).listQuarantine(options));

  quarantine
    .command('show <id>')
    .description('what of a report was not read, with the outer header of each mail and where it lies')
    .addOption(config)
    .action(async (id, options) => (await import('../commands/quarantine.js')).showQuarantined(id, options));

  quarantine
    .command('retry [id]')
    .description("read again, with today's keys, limits and program, what of a report or of all was not read")
    .addOption(config)
    .addOption(logLevel)
    .action(async (id, options) =>
      (await import('../commands/quarantine-retry.js')).retryQuarantined(id, options),
    );

  const nearMiss = program
    .command('near-miss')
    .description('mails that look like reports and lack the phrase; nothing is done with them by itself');

  nearMiss
    .command('list')
    .description('those on which nobody has decided yet')
    .addOption(config)
    .addOption(json)
    .action(async options => (await import('../commands/near-miss.js')).listNearMisses(options));

  nearMiss
    .command('dismiss <number>')
    .description('it is no report: take it, or with "all" every one, from the list')
    .addOption(config)
    .addOption(by)
    .action(async (number, options) =>
      (await import('../commands/near-miss.js')).dismissNearMisses(number, options),
    );

  nearMiss
    .command('take <number>')
    .description('it is a report: the next poll takes it in, and its sender gets a receipt')
    .addOption(config)
    .addOption(by)
    .action(async (number, options) =>
      (await import('../commands/near-miss.js')).takeNearMiss(number, options),
    );

  program
    .command('retry [id]')
    .description('after an outage: have all that waits or was refused tried again with the next poll')
    .addOption(config)
    .action(async (id, options) => (await import('../commands/retry.js')).retryReceipts(id, options));

  program
    .command('requeue <id>')
    .description("send a report's receipt again that bounced, was refused or was dropped")
    .addOption(config)
    .action(async (id, options) => (await import('../commands/retry.js')).requeueReceipt(id, options));

  program
    .command('ask <id>')
    .description('ask the reporter, with the next poll, for the parts that a report lacks')
    .addOption(config)
    .action(async (id, options) => (await import('../commands/receipt.js')).ask(id, options));
}
