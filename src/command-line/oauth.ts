/**
 * Commands around logins by OAuth 2.0.
 */
import { type Command, Option } from 'commander';
import { config } from './options.js';

/** Those that need a person. */
export function addOAuth(program: Command): void {
  const oauth = program
    .command('oauth')
    .description('logins by OAuth 2.0 (Microsoft 365, Google and others)');

  oauth
    .command('login')
    .description('have a person log in at the provider, keep the refresh token, and try it on the mailbox')
    .addOption(config)
    .option('--for <key>', 'which login of the configuration, where there are several: mailbox.oauth')
    .option('--device', "by a code that is typed in any browser (Microsoft's default)", false)
    .option('--browser', "in a browser that comes back to this machine (Google's default)", false)
    .option('--port <number>', 'for the browser to come back to; 0 for any free one', '0')
    .option('--out <file>', 'where the refresh token goes, in place of the file that the configuration names')
    .addOption(
      new Option('--provider <name>', 'by options alone, without a configuration').choices([
        'microsoft',
        'google',
        'other',
      ]),
    )
    .option('--tenant <id>', "Microsoft's, with --provider")
    .option('--client-id <id>', 'of the application, with --provider')
    .option('--client-secret-file <file>', 'file of its secret, with --provider')
    .option('--token-endpoint <url>', 'of another provider, with --provider')
    .option('--scope <scope>', 'in place of the usual one, with --provider')
    .option('--authorization-endpoint <url>', 'of another provider')
    .option('--device-endpoint <url>', 'of another provider')
    .action(async options => (await import('../commands/oauth-login.js')).oauthLogin(options));
}
