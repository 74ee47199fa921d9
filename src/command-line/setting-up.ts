/**
 * The command that sets up an installation.
 */
import { type Command, Option } from 'commander';

/** Each question has an option, so that it can be answered without a terminal. */
export function addSettingUp(program: Command): void {
  program
    .command('init')
    .description('set up an installation: ask, find the servers, make the key, write the files, check')
    .option('--dir <folder>', 'for config.json, secrets and keys', '.')
    .option('-y, --yes', 'ask nothing; take what is usual where no option says otherwise', false)
    .option('--force', 'replace what is there and keep a copy of it; a key is never replaced', false)
    .option('--no-check', 'do not try the installation in the end')
    .optionsGroup('Receipts:')
    .option('--address <address>', 'that reports are sent to, and receipts come from')
    .option('--name <name>', 'that receipts come from')
    .optionsGroup('Servers:')
    .option('--imap-host <host>', 'of the mailbox')
    .option('--imap-port <port>', '993 with tls')
    .addOption(security('--imap-security <how>'))
    .option('--smtp-host <host>', 'that takes receipts')
    .option('--smtp-port <port>', '465 with tls')
    .addOption(security('--smtp-security <how>'))
    .option('--no-look-up', 'do not ask the network where the servers are')
    .option('--ispdb', "ask Thunderbird's database too; it is told the domain", false)
    .option('--ca-file <file>', 'PEM certificate to trust beside the usual ones')
    .option('--folder <name>', 'that reports arrive in', 'INBOX')
    .optionsGroup('Logins (no secret is ever an argument):')
    .option('--user <name>', "of the mailbox's login; the address where it is left out")
    .option('--password-file <file>', 'that holds the password')
    .option('--password-env <name>', 'variable that holds it')
    .option('--smtp-user <name>', 'of the mail server, where it is another')
    .option('--smtp-password-file <file>', 'that holds its password')
    .option('--smtp-password-env <name>', 'variable that holds it')
    .option('--no-smtp-login', 'the mail server asks for no login')
    .addOption(
      new Option(
        '--oauth <provider>',
        'in place of a password; a person logs in later, with "oauth login"',
      ).choices(['microsoft', 'google']),
    )
    .option('--tenant <tenant>', "Microsoft's: its ID or one of its domains")
    .option('--client-id <id>', 'of the application that you registered')
    .option('--client-secret-file <file>', 'that holds its client secret')
    .optionsGroup('PGP key:')
    .option('--new-key', 'make one; that is usual', false)
    .option('--import-key <file>', 'take one that was made elsewhere')
    .option('--without-key', 'none yet', false)
    .addOption(
      new Option('--key-version <version>', 'of a new key; 6 (RFC 9580) not for GnuPG').choices(['4', '6']),
    )
    .option('--key-years <years>', 'until a new key expires; 2 where it is left out')
    .option('--passphrase-file <file>', 'that holds its passphrase; a new key gets a random one')
    .option('--passphrase-env <name>', 'variable that holds it')
    .optionsGroup('Policy:')
    .option('--policy-url <url>', 'where your policy is')
    .option('--policy-expires <day>', 'that it says it expires, as 2027-06-30')
    .option('--working-days <days>', 'until a person answers; 1 where it is left out')
    .option('--disclosure-days <days>', 'until a report is disclosed; 90 where it is left out')
    .option('--subject <phrase>', 'that it asks for in the subject; "Security Alert" where it is left out')
    .option('--prefix <letters>', 'of report numbers; TS where it is left out')
    .option('--time-zone <zone>', "of the people who answer; this machine's where it is left out")
    .option('--country <code>', 'whose holidays are free, as DE')
    .option('--state <code>', 'of the country, as HE')
    .option(
      '--engineer <person>',
      'who is told of what is due, as "Ada <ada@example.com>"; may be said again',
      (person: string, others: readonly string[]) => [...others, person],
      [],
    )
    .option('--database <file>', 'where reports are kept')
    .action(async options => (await import('../commands/init.js')).init(options));
}

function security(flags: string): Option {
  return new Option(flags, 'none to this machine only').choices(['tls', 'starttls', 'none']);
}
