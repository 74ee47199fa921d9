/**
 * `security-inbox digest`: what has to be looked at, printed, written to a file, or queued as a mail to the engineers.
 * Reads the store alone, beside a running poll or watch, one of which sends the mail.
 */
import { resolve } from 'node:path';
import { loadStoreConfig, type StoreConfig } from '../config/load.js';
import { localTimeOf } from '../deadlines/local-time.js';
import type { DigestContents } from '../digest/contents.js';
import { digestOf } from '../digest/digest.js';
import { DIGEST_FORMATS, type DigestFormat } from '../digest/formats/formats.js';
import { uncoloured } from '../digest/mailed.js';
import { readRecord } from '../digest/record.js';
import { Failure } from '../failure.js';
import { domainOf } from '../message/domain.js';
import type { Connection } from '../store/database.js';
import { explaining } from '../store/database-trouble.js';
import { queueDigests } from '../store/digest-mails.js';
import { openForReading } from '../store/existing-database.js';
import { formatOfEnding, replaceDigest } from './digest-file.js';
import { type LookOptions, lookAt } from './looking.js';
import { sayMigration } from './migrating.js';
import { momentOf } from './moments.js';

export interface DigestOptions extends LookOptions {
  readonly since: string;
  readonly format?: DigestFormat;
  readonly out?: string;
  readonly mail?: boolean;
  readonly again?: boolean;
}

/**
 * Prints the digest, writes it to a file for its owner alone, or queues it for the engineers.
 * @throws {Failure} `usage`; `output` where the file can't be written or holds something else; `not-possible` where no
 * engineer is configured
 */
export async function digest(options: DigestOptions): Promise<void> {
  const format = formatOf(options);
  if (options.mail === true) {
    mailDigest(options);
    return;
  }
  if (options.again === true) throw new Failure('usage', '--again goes with --mail alone.');
  await lookAt(options, ({ connection, timeZone, disclosureDays }) => {
    const contents = contentsOf(connection, options.since, { timeZone, disclosureDays });
    const text = DIGEST_FORMATS[format](contents, process.stdout.columns ?? 120);
    if (options.out === undefined) process.stdout.write(text);
    else replaceDigest(resolve(options.out), format === 'text' ? uncoloured(text) : text);
  });
}

/** What is said, or else what the file's name ends in; text, where that is no format's. */
function formatOf({ json, format, out }: DigestOptions): DigestFormat {
  if (json && format !== undefined && format !== 'json') {
    throw new Failure('usage', `--json and --format ${format} ask for two forms. Give one of them.`);
  }
  if (json) return 'json';
  return format ?? (out === undefined ? null : formatOfEnding(out)) ?? 'text';
}

function contentsOf(
  connection: Connection,
  typed: string,
  { timeZone, disclosureDays }: Pick<StoreConfig, 'timeZone' | 'disclosureDays'>,
): DigestContents {
  const now = new Date();
  const since = momentOf('--since', typed, now, timeZone).start;
  return digestOf(readRecord(connection, since, now), { since, now, timeZone, disclosureDays });
}

/** Queues; what is in it is made when it is sent. */
function mailDigest(options: DigestOptions): void {
  if (options.out !== undefined || options.format !== undefined || options.json) {
    throw new Failure('usage', '--mail takes neither a format nor --out: a mail holds text and page.');
  }
  const config = loadStoreConfig(options.config);
  const { database, timeZone, address, engineers } = config;
  if (engineers.length === 0) {
    throw new Failure(
      'not-possible',
      'Nobody is configured to get a digest. Name people in "engineers" of the configuration.',
    );
  }
  const now = new Date();
  const since = options.since.trim();
  const asked = {
    day: localTimeOf(now, timeZone).day,
    since,
    sinceAt: momentOf('--since', since, now, timeZone).start,
  };
  const connection = openForReading(config, sayMigration);
  try {
    const { queued, before } = explaining(database, () =>
      queueDigests(connection, engineers, asked, domainOf(address), options.again === true, now),
    );
    const lines = [
      ...(queued.length === 0
        ? []
        : [
            `The digest goes to ${queued.join(', ')} with the next poll, or within minutes from a running watch.`,
          ]),
      ...(before.length === 0
        ? []
        : [
            `Today's digest since ${since} was queued for ${before.join(', ')} before; "digest --mail --again" sends one more.`,
          ]),
    ];
    process.stdout.write(lines.map(line => `${line}\n`).join(''));
  } finally {
    connection.close();
  }
}
