/** Reads every labelled mail of a folder and holds the report against its label. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readKeyFiles } from '../message/keyring.js';
import type { Message } from '../message/message.js';
import { readMessage } from '../message/read.js';
import type { Catalogue } from '../report/affected/catalogue.js';
import { type Extraction, explainExtraction } from '../report/extract.js';
import { type Labelled, labelSchema, type Scores, scoreReport } from './scoring.js';

/** One mail, read and scored. */
export interface Evaluated {
  readonly name: string;
  readonly found: Labelled;
  readonly wanted: Labelled;
  readonly scores: Scores;
}

/**
 * Evaluates a folder: every `.eml` that has a `.json` of the same name.
 * @param folder - its path
 * @param catalogue - our products
 * @throws where a file can't be read or a label is no JSON
 */
export async function evaluateFolder(folder: string, catalogue: Catalogue): Promise<Evaluated[]> {
  const files = new Set(readdirSync(folder));
  const names = [...files].filter(name => name.endsWith('.eml') && files.has(labelOf(name))).sort();
  const evaluated: Evaluated[] = [];
  for (const name of names) {
    const { report } = await extractMail(readFileSync(join(folder, name)), catalogue);
    const wanted = readLabel(join(folder, labelOf(name)));
    evaluated.push({
      name: basename(name, '.eml'),
      found: report,
      wanted,
      scores: scoreReport(report, wanted),
    });
  }
  return evaluated;
}

/**
 * @param file - a label's path
 * @throws where it is no label, with the file and what is wrong in it
 */
export function readLabel(file: string): Labelled {
  const label = labelSchema.safeParse(parsed(file));
  if (label.success) return label.data;
  const [issue] = label.error.issues;
  throw new Error(`${file} is no label: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} can't be read as JSON: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

/** The file of a mail's label. */
export function labelOf(name: string): string {
  return name.replace(/\.eml$/, '.json');
}

/**
 * Reads a mail that is not encrypted, addressed to us.
 * @param raw - the whole mail
 * @param catalogue - our products
 */
async function extractMail(raw: Uint8Array, catalogue: Catalogue): Promise<Extraction> {
  const { envelope, bodies, attachments } = await readMail(raw);
  return explainExtraction(
    {
      subject: envelope.subject,
      from: envelope.from[0] ?? null,
      replyTo: envelope.replyTo[0] ?? null,
      bodies,
      attachments,
    },
    {
      subjectTrigger: 'Security Alert',
      ownAddresses: envelope.to.map(({ address }) => address),
      catalogue,
    },
  );
}

/** Reads a mail as the pipeline does, without any keys. */
export async function readMail(raw: Uint8Array): Promise<Message> {
  const own = { addresses: [], loop: null, authservId: null };
  return (await readMessage(raw, [], own, await readKeyFiles([]))).message;
}
