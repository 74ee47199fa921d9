/** `npm run bench`: what the program costs, beside what can't be avoided and beside a script, in one run on one machine. */
import { parseArgs } from 'node:util';
import { hostile } from './hostile.js';
import { keepRatios, readKept, worsened } from './outcome/guard.js';
import { describeMachine } from './outcome/machine.js';
import { goalsTable, machineTable, partsText, type Result } from './outcome/markdown.js';
import { writePage } from './outcome/page.js';
import type { Sizes } from './part.js';
import { PARTS, runApart, runHere } from './running.js';

const USAGE = `Usage: npm run bench -- [PART…] [options]

Parts, all by default:
  latency   from a mail's arrival to its receipt under watch
  flood     a thousand reports in the mailbox at once
  idle      a poll with nothing new, as the mailbox grows
  memory    one encrypted mail of up to 100 MB
  start     from the command to the prompt, with nothing to do
  store     a digest, a list, a search and an insert with up to a million reports on record

guard       a short run of all parts; exits with 1 where a ratio got worse than the one kept in bench/ratios.json
hostile     texts that are built to cost as much as they can; "hostile --help" tells more

Options:
  --quick              some minutes in place of twenty: fewer and smaller
  --mails N            of each flood (1000)
  --mailboxes N,N,…    mails in the folder that is polled (100,10000,200000)
  --megabytes N,N,…    of the mails whose memory is measured (1,10,50,100)
  --reports N,N,…      on record (1000,100000,1000000)
  --rounds N           how often what takes a moment is repeated (40)
  --write              writes docs/performance.md and its chart; of a run of all parts
  --keep               of guard: keeps the ratios of this run

It wants Dovecot, GnuPG and Python 3, and better sq too; nothing else should be at work on the machine.`;

const FULL: Sizes = {
  quick: false,
  mails: 1000,
  mailboxes: [100, 10_000, 200_000],
  megabytes: [1, 10, 50, 100],
  reports: [1000, 100_000, 1_000_000],
  rounds: 40,
};
const QUICK: Sizes = {
  quick: true,
  mails: 150,
  mailboxes: [100, 20_000],
  megabytes: [1, 50],
  reports: [1000, 20_000],
  rounds: 12,
};

async function main(words: string[]): Promise<number> {
  if (words[0] === 'hostile') return hostile(words.slice(1));
  if (words[0] === 'part') process.exit(await runHere(words.slice(1)));
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      mails: { type: 'string' },
      mailboxes: { type: 'string' },
      megabytes: { type: 'string' },
      reports: { type: 'string' },
      rounds: { type: 'string' },
      write: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const guards = positionals[0] === 'guard';
  const named = guards ? positionals.slice(1) : positionals;
  const unknown = named.find(name => !(name in PARTS));
  const isWhole = named.length === 0;
  if (values.help || unknown !== undefined || (values.write && !isWhole)) {
    if (unknown !== undefined) console.error(`There is no part "${unknown}".\n`);
    console.log(USAGE);
    return values.help ? 0 : 64;
  }
  const numbers = (value: string | undefined, otherwise: readonly number[]) =>
    value === undefined ? otherwise : value.split(',').map(Number);
  const usual = values.quick || guards ? QUICK : FULL;
  const sizes: Sizes = {
    ...usual,
    mails: Number(values.mails ?? usual.mails),
    mailboxes: numbers(values.mailboxes, usual.mailboxes),
    megabytes: numbers(values.megabytes, usual.megabytes),
    reports: numbers(values.reports, usual.reports),
    rounds: Number(values.rounds ?? usual.rounds),
  };
  const kept = guards && !values.keep ? readKept() : null;
  const machine = describeMachine();
  const results: Result[] = [];
  for (const name of isWhole ? Object.keys(PARTS) : named) results.push(await runApart(name, sizes));
  console.log(`\n${machineTable(machine)}\n\n${partsText(results)}\n${goalsTable(results)}`);
  if (values.write) writePage(results, machine, new Date().toISOString().slice(0, 10));
  const ratios = results.flatMap(result => ('outcome' in result ? result.outcome.ratios : []));
  const failed = results.filter(result => 'failed' in result);
  for (const { part } of failed) console.error(`\nThe part ${part} failed.`);
  if (values.keep && guards && failed.length === 0) keepRatios(machine, ratios);
  if (kept === null) return failed.length > 0 ? 1 : 0;
  const worse = worsened(ratios, kept);
  console.log(worse.length === 0 ? '\nNo ratio got worse.' : `\nGot worse:\n${worse.join('\n')}`);
  return worse.length + failed.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
