/** A thousand reports in the mailbox at once: how fast they are drained, beside a script and beside what can't be avoided. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../src/demo/embedded-smtp.js';
import { type Dovecot, type DovecotAccount, startDovecot } from '../test/world/dovecot.js';
import { SMTP_LOGIN } from '../test/world/program.js';
import { beside } from './baselines/programs.js';
import { decryptAlone } from './decrypting.js';
import type { Bars, Part, Ratio, Table } from './part.js';
import { type Corpus, type Keys, KINDS, type Kind, makeCorpus, makeKeys } from './world/corpus.js';
import { digits } from './world/figures.js';
import { openGnupgHome } from './world/gnupg-home.js';
import { commandOf, installed } from './world/installed.js';
import { type Cost, costOf } from './world/process-cost.js';
import { scriptCommand } from './world/script.js';

const OURS = 'security-inbox poll';
const SCRIPT = 'a script with gpg';
const FETCH = 'fetching alone (imapflow)';
/** At least so many times as fast as the script. */
const OVER_SCRIPT: Partial<Record<Kind, number>> = { 'RSA-4096': 2, Curve25519: 5 };
/** At most so many times as long as the slower of fetching and decrypting. */
const OVER_LIMIT = 1.3;

interface Run {
  readonly name: string;
  readonly mails: number;
  readonly cost: Cost;
}

export const flood: Part = async (sizes, tell) => {
  const keys = makeKeys();
  const tables: Table[] = [];
  const ratios: Ratio[] = [];
  const bars: Bars[] = [];
  for (const kind of KINDS) {
    tell(`${kind}: ${sizes.mails} mails are made`);
    const corpus = makeCorpus(kind, sizes.mails, keys);
    const runs = await runsOver(corpus, keys, tell);
    tables.push(tableOf(kind, runs, sizes.mails));
    ratios.push(...ratiosOf(kind, runs));
    bars.push({
      title: `Flood, ${kind}`,
      unit: 'mails a second',
      bars: runs.map(run => ({ name: run.name, value: rate(run), isOurs: run.name === OURS })),
    });
  }
  return {
    title: 'Draining a flood',
    method: `Each mail has a text of 4 KB, a sender and a Message-ID of its own; GnuPG made the keys and the ciphertexts. Of the mix every third mail is plain, RSA-4096 and Curve25519, and every tenth carries a screenshot of 1 MB. All are whole processes, from their start to their end, over the same mailbox. The program signs its receipts, the script does not. \`gpg\` and \`sq\` on one core were given 250 mails.`,
    tables,
    ratios,
    bars,
  };
};

async function runsOver(corpus: Corpus, keys: Keys, tell: (line: string) => void): Promise<Run[]> {
  const { mails, kind, ciphertexts } = corpus;
  const account: DovecotAccount = { name: 'support@example.test', password: 'dovecot-password' };
  const dovecot = await startDovecot([account], null, null, false);
  try {
    await dovecot.deliver(...mails);
    const told = (run: Run) => {
      tell(`  ${run.name}: ${digits(rate(run))} a second, ${digits(run.cost.memory)} MB`);
      return run;
    };
    const runs = [
      told({
        name: OURS,
        mails: mails.length,
        cost: await program(dovecot, mails.length, keysFor(kind, keys)),
      }),
      told({
        name: SCRIPT,
        mails: mails.length,
        cost: await script(dovecot, mails.length, keysFor(kind, keys)),
      }),
    ];
    const fetch = [
      process.execPath,
      fileURLToPath(beside('fetch')),
      `${dovecot.port}`,
      account.name,
      account.password,
    ];
    runs.push(told({ name: FETCH, mails: mails.length, cost: succeeded(FETCH, await costOf(fetch)) }));
    const key = { plain: null, mix: null, 'RSA-4096': keys.rsa, Curve25519: keys.curve }[kind];
    return key === null ? runs : [...runs, ...(await decryptAlone(ciphertexts, key.secretKey, tell))];
  } finally {
    await dovecot.stop();
  }
}

function keysFor(kind: Kind, { rsa, curve }: Keys): string[] {
  if (kind === 'mix') return [curve.secretKey, rsa.secretKey];
  return [(kind === 'RSA-4096' ? rsa : curve).secretKey];
}

/** @throws {Error} where it does not record and answer every mail */
async function program(dovecot: Dovecot, count: number, keys: readonly string[]): Promise<Cost> {
  return answering(OURS, count, async smtp => {
    const inbox = installed(dovecot, smtp, keys);
    try {
      return await costOf(commandOf(inbox, 'poll', '--json'));
    } finally {
      inbox.remove();
    }
  });
}

/** @throws {Error} where it does not record and answer every mail */
async function script(dovecot: Dovecot, count: number, keys: readonly string[]): Promise<Cost> {
  const home = openGnupgHome(keys);
  const folder = mkdtempSync(join(tmpdir(), 'bench-script-'));
  try {
    return await answering(SCRIPT, count, smtp => {
      const { command, options } = scriptCommand(dovecot, smtp, home, folder);
      return costOf(command, options, [home.agent]);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    home.stop();
  }
}

async function answering(
  name: string,
  count: number,
  act: (smtp: EmbeddedSmtp) => Promise<Cost>,
): Promise<Cost> {
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  try {
    const cost = succeeded(name, await act(smtp));
    const answered = new Set(smtp.received.flatMap(({ envelope }) => envelope.to)).size;
    if (answered !== count)
      throw new Error(`${name} answered ${answered} of ${count} mails: ${cost.stdout.slice(0, 500)}`);
    return cost;
  } finally {
    await smtp.stop();
  }
}

function succeeded(name: string, cost: Cost): Cost {
  if (cost.status !== 0) throw new Error(`${name} ended with ${cost.status}: ${cost.stderr.slice(-500)}`);
  return cost;
}

const rate = ({ mails, cost }: Run) => mails / cost.seconds;

function tableOf(kind: Kind, runs: readonly Run[], count: number): Table {
  const [ours] = runs;
  return {
    caption: `${count} mails, ${kind}`,
    columns: ['', 'mails a second', 'CPU ms a mail', 'peak MB', 'security-inbox is'],
    rows: runs.map(run => [
      run.name,
      digits(rate(run)),
      digits((run.cost.processor * 1000) / run.mails),
      digits(run.cost.memory),
      ours === undefined || run === ours ? '' : `${digits(rate(ours) / rate(run))} times as fast`,
    ]),
  };
}

function ratiosOf(kind: Kind, runs: readonly (Run & { readonly isSpread?: boolean })[]): Ratio[] {
  const rateOf = (name: string) => Math.max(...runs.filter(run => run.name === name).map(rate));
  const spread = Math.max(...runs.filter(({ isSpread }) => isSpread).map(rate));
  const limit = Math.min(rateOf(FETCH), ...(Number.isFinite(spread) ? [spread] : []));
  const ours = rateOf(OURS);
  return [
    {
      name: `flood, ${kind}: speed over the script's`,
      value: ours / rateOf(SCRIPT),
      better: 'more',
      goal: OVER_SCRIPT[kind] ?? null,
      unit: 'times',
    },
    {
      name: `flood, ${kind}: time over the slower of fetching and of decrypting on all cores`,
      value: limit / ours,
      better: 'less',
      goal: kind in OVER_SCRIPT ? OVER_LIMIT : null,
      unit: 'times',
    },
  ];
}
