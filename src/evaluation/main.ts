/** `npm run evaluate -- FOLDER...`: how well extraction does on labelled mails. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { productsSchema } from '../config/products.js';
import { errorCode } from '../failure.js';
import { catalogueOf } from '../report/affected/catalogue.js';
import { type Evaluated, evaluateFolder } from './evaluate.js';
import { mean, SCORED_FIELDS, type ScoredField } from './scoring.js';

const USAGE = `Usage: npm run evaluate -- [options] FOLDER...

Reads every mail (.eml) of the folders that has a label (.json) beside it, and prints how close the reports come to the
labels: texts by the F1 of their words, lists by the F1 of their items, everything else by equality.

Options:
  --worst N        how many of the worst mails are shown (default 10)
  --show           print, for each field below 1, what was found and what was wanted
  --config FILE    take the catalogue of products from there (default config.example.json)
  --floor          exit with 1 where the mean is under 0.92 or a field under 0.80`;

/** What is printed, at once: a reader that closes early loses nothing it wanted. */
const out: string[] = [];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      worst: { type: 'string', default: '10' },
      show: { type: 'boolean', default: false },
      config: { type: 'string', default: 'config.example.json' },
      floor: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || positionals.length === 0) {
    process.stdout.write(`${USAGE}\n`);
    return values.help ? 0 : 64;
  }
  const config = JSON.parse(readFileSync(values.config, 'utf8')) as { products?: unknown };
  const catalogue = catalogueOf(productsSchema.parse(config.products ?? []));
  const evaluated: Evaluated[] = [];
  for (const folder of positionals) evaluated.push(...(await evaluateFolder(folder, catalogue)));
  if (evaluated.length === 0) {
    process.stderr.write(
      `No labelled mail in ${positionals.join(', ')}: a .eml and a .json of one name each.\n`,
    );
    return 66;
  }
  const fields = SCORED_FIELDS.map(
    field => [field, mean(evaluated.map(({ scores }) => scores[field]))] as const,
  );
  const total = mean(fields.map(([, score]) => score));
  out.push(`${evaluated.length} mails, mean of fields ${total.toFixed(3)}\n\n`);
  for (const [field, score] of fields) {
    out.push(`  ${field.padEnd(12)} ${score.toFixed(3)}${score < 0.8 ? '  under 0.80' : ''}\n`);
  }
  printWorst(evaluated, Number(values.worst), values.show);
  const isUnder = total < 0.92 || fields.some(([, score]) => score < 0.8);
  return values.floor && isUnder ? 1 : 0;
}

function printWorst(evaluated: readonly Evaluated[], count: number, show: boolean): void {
  const scored = evaluated
    .map(each => ({ each, score: mean(SCORED_FIELDS.map(field => each.scores[field])) }))
    .sort((one, other) => one.score - other.score)
    .slice(0, count);
  out.push('\nThe worst:\n');
  for (const { each, score } of scored) {
    const bad = SCORED_FIELDS.filter(field => each.scores[field] < 1);
    const list = bad.map(field => `${field} ${each.scores[field].toFixed(2)}`).join(', ');
    out.push(`  ${each.name.padEnd(8)} ${score.toFixed(3)}  ${list}\n`);
    if (show) for (const field of bad) printField(each, field);
  }
}

function printField({ found, wanted }: Evaluated, field: ScoredField): void {
  out.push(`    ${field}\n      found  ${shown(found, field)}\n      wanted ${shown(wanted, field)}\n`);
}

function shown(report: Evaluated['found'], field: ScoredField): string {
  switch (field) {
    case 'name':
    case 'email':
    case 'creditAs':
    case 'wantsCredit':
      return JSON.stringify(report.reporter[field]);
    case 'products':
    case 'versions':
      return JSON.stringify(report.affected);
    case 'vector':
    case 'score':
    case 'rating':
      return JSON.stringify(report.severity);
    default:
      return JSON.stringify(report[field]);
  }
}

process.stdout.on('error', () => process.exit());
try {
  process.exitCode = await main();
} catch (error) {
  // A wrong option, a missing folder, a label that is no JSON: one sentence, never a trace.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = errorCode(error)?.startsWith('ERR_PARSE_ARGS') ? 64 : 66;
}
process.stdout.write(out.join(''));
