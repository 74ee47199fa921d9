/**
 * How each command is used and what it exits with, for `--help` and for the manual. A new command gets its entry here; a test
 * names those without.
 */

/** How a command is used, and what it may exit with beside what every command does. */
export interface Usage {
  /** What follows the program's name, and what that does. */
  readonly examples: readonly (readonly [words: string, meaning: string])[];
  readonly exits: readonly number[];
  /** What a signal has it do, as a sentence; only of what runs on and on. */
  readonly signals?: string;
}

/** Of every command. */
const ALWAYS = [0, 64, 70];
const STORE = [66, 73, 74, 75, 78];
const REPORT = [65, ...STORE];
const SERVERS = [68, 69, 73, 74, 75, 77, 78];
const CONFIG = [78];
const FILE = [73];

/** Of what runs until it is told to end. */
const DAEMON =
  'SIGHUP has it read its configuration and keys again, and go on as before where they can not be used; SIGTERM ends it when what it has in hand is done.';

/** By the command's path. A test names what is missing. */
const USAGE: Readonly<Record<string, Usage>> = {
  poll: {
    examples: [
      ['poll --quiet', 'from a timer: prints warnings alone'],
      ['poll --json --log-level warn', 'one line of counts for a script'],
    ],
    exits: SERVERS,
  },
  watch: {
    examples: [['watch --log-level warn', 'as a daemon, until SIGTERM']],
    exits: SERVERS,
    signals: DAEMON,
  },
  serve: {
    examples: [
      ['serve --log-level warn', 'as a daemon, until SIGTERM'],
      ['serve --make-token page.token', "for the engineers' page"],
    ],
    exits: STORE,
    signals: DAEMON,
  },
  health: {
    examples: [
      ['health', 'a line for each mailbox'],
      ['health --json --max-age 90', 'for a monitor, where a poll comes every half hour'],
    ],
    exits: [69, ...STORE],
  },
  ingest: {
    examples: [
      ['ingest --dry-run report.eml', 'what would be recorded, as JSON'],
      ['ingest report.eml', 'records it and sends the receipt'],
    ],
    exits: [66, ...SERVERS],
  },
  list: {
    examples: [
      ['list --due today', 'whom an answer is owed today'],
      ['list --status open --sort severity', 'what is open, the worst first'],
    ],
    exits: STORE,
  },
  search: {
    examples: [["search 'sql inject*' --status open", 'open reports with these words, the best first']],
    exits: STORE,
  },
  show: {
    examples: [
      ['show TS-2026-0001', 'the whole report'],
      ['show TS-2026-0001 --save files', 'and its attachments and its mail into a folder'],
    ],
    exits: REPORT,
  },
  digest: {
    examples: [
      ['digest', 'for a terminal'],
      ['digest --since 1w --format html --out week.html', 'the week as a page'],
    ],
    exits: REPORT,
  },
  'hall-of-fame': {
    examples: [['hall-of-fame --format html', 'the names, to be put on a page']],
    exits: STORE,
  },
  publish: {
    examples: [
      ['publish --out out', 'advisories, feeds, security.txt, the policy and the key'],
      ['publish --out drafts --drafts', 'advisories that are not disclosed yet, for engineers'],
      ['publish --out out --withdraw-unknown', 'once, with what an older database has no record of'],
    ],
    exits: [...STORE],
  },
  calendar: { examples: [['calendar --out due.ics', 'for a calendar program']], exits: STORE },
  acknowledge: {
    examples: [['acknowledge TS-2026-0001 --by Ada', 'Ada has just answered']],
    exits: REPORT,
  },
  status: {
    examples: [
      ['status TS-2026-0001 accepted', 'it is a vulnerability'],
      ['status TS-2026-0001 rejected --reason "not reachable"', 'it is none'],
    ],
    exits: REPORT,
  },
  assign: { examples: [['assign TS-2026-0001 Ada', 'Ada has it']], exits: REPORT },
  note: { examples: [['note TS-2026-0001 "asked for a log"', 'one line of the history']], exits: REPORT },
  severity: {
    examples: [['severity TS-2026-0001 high --reason "needs an account"', 'our own rating']],
    exits: REPORT,
  },
  extend: {
    examples: [['extend TS-2026-0001 2099-12-01 --reason "agreed with Ada"', 'disclosed later']],
    exits: REPORT,
  },
  advisory: {
    examples: [
      ['advisory TS-2026-0001 --json > advisory.json', 'to be edited'],
      ['advisory TS-2026-0001 --from advisory.json --by Ada', 'saves what is to be made public'],
    ],
    exits: REPORT,
  },
  history: { examples: [['history TS-2026-0001', 'when, who, what and why']], exits: REPORT },
  'report explain': {
    examples: [['report explain report.eml', 'field by field, with the rule']],
    exits: [66, ...CONFIG],
  },
  'receipt release': {
    examples: [['receipt release TS-2026-0002', 'it goes with the next poll']],
    exits: REPORT,
  },
  'receipt drop': { examples: [['receipt drop TS-2026-0002', 'it never goes']], exits: REPORT },
  'receipt preview': {
    examples: [['receipt preview --language de', 'the German one, to be read before it is used']],
    exits: CONFIG,
  },
  'quarantine list': { examples: [['quarantine list', 'what was not read, and why']], exits: STORE },
  'quarantine show': {
    examples: [['quarantine show TS-2026-0003', 'what of it was not read']],
    exits: REPORT,
  },
  'quarantine retry': {
    examples: [['quarantine retry TS-2026-0003', 'once there is another key or program']],
    exits: REPORT,
  },
  'near-miss list': { examples: [['near-miss list', 'to be decided on']], exits: STORE },
  'near-miss dismiss': { examples: [['near-miss dismiss all', 'none of them is a report']], exits: REPORT },
  'near-miss take': { examples: [['near-miss take 1', 'it is one']], exits: REPORT },
  retry: { examples: [['retry', 'all that waits goes with the next poll']], exits: REPORT },
  requeue: { examples: [['requeue TS-2026-0002', 'the receipt that bounced goes again']], exits: REPORT },
  ask: {
    examples: [['ask TS-2026-0001', 'a question for what is missing goes with the next poll']],
    exits: REPORT,
  },
  backup: { examples: [['backup copy.sqlite', 'to be put on another disk']], exits: STORE },
  restore: {
    examples: [['restore copy.sqlite', 'after "systemctl stop security-inbox"']],
    exits: REPORT,
  },
  encrypt: {
    examples: [
      ['encrypt --make-key database.key', 'a new key, to be named as databaseKey in the configuration'],
      ['encrypt', 'after "systemctl stop security-inbox"'],
    ],
    exits: REPORT,
  },
  rekey: {
    examples: [['rekey', 'with a new databaseKey, and the one before in previousDatabaseKeys']],
    exits: REPORT,
  },
  decrypt: {
    examples: [['decrypt', 'before databaseKey is taken out of the configuration']],
    exits: REPORT,
  },
  purge: {
    examples: [['purge --older-than 2y --dry-run', 'what would go']],
    exits: STORE,
  },
  init: {
    examples: [
      ['init --dir /etc/security-inbox', 'asks for all that it needs, and writes into that folder'],
      [
        'init --yes --address support@example.com --name "Example Security" --password-file secret --policy-url https://www.example.com/policy',
        'asks nobody, and takes what is usual and what the network says of the servers',
      ],
    ],
    exits: [66, ...SERVERS],
  },
  check: {
    examples: [
      ['check', 'after a change of the configuration, also beside watch'],
      ['check --send-test', 'and a mail of your own is sent to your own address'],
    ],
    exits: [65, 66, ...SERVERS],
  },
  'oauth login': {
    examples: [
      ['oauth login', 'for the login of config.json'],
      ['oauth login --for smtp.oauth --device', 'for the other one, by a code that is typed in any browser'],
    ],
    exits: SERVERS,
  },
  'install-service': {
    examples: [
      ['install-service', 'the systemd service, on standard output'],
      ['install-service --write --user inbox', 'into /etc/systemd/system, to run as that user'],
      ['install-service container', 'a Compose file'],
    ],
    exits: [...CONFIG, ...FILE],
  },
  demo: { examples: [['demo', 'everything in five seconds, in the folder demo']], exits: FILE },
  completion: { examples: [['completion bash', 'to be read by ~/.bashrc']], exits: [] },
};

/** How a command is used, or null where that is written nowhere yet. */
export function usageOf(path: string): Usage | null {
  const usage = USAGE[path];
  return usage === undefined ? null : { ...usage, exits: [...ALWAYS, ...usage.exits].sort((a, b) => a - b) };
}
