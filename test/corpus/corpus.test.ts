/**
 * Third-party mail, read where it lies: real clients, gateways, bounces and broken mail. Prints what became of it,
 * folder by folder. Nothing of it is part of this project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { type PrivateKey, readPrivateKey, readPrivateKeys } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMessages } from '../../src/mailbox/files.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readMessage } from '../../src/message/read.js';

const CORPUS = resolve('../shared/corpus');

/** What readMessage may throw: the limits of the parsers, which the reading thread turns into an outcome. */
const PARSER_LIMIT = /child nodes|header size/i;

/** Milliseconds one mail may take. */
const TIME = 20_000;

interface Result {
  readonly file: string;
  readonly milliseconds: number;
  /** `read`, `decrypted`, `undecryptable: why` or `unreadable: why`. */
  readonly became: string;
  readonly answered: boolean;
}

const present = existsSync(CORPUS);
if (!present) {
  console.warn(`\n*** THE CORPUS TEST IS SKIPPED: there is no ${CORPUS} ***\n`);
}

describe.skipIf(!present)('of the third-party corpus', () => {
  const results: Result[] = [];

  beforeAll(async () => {
    applyOpenPgpSettings();
    const files = filesIn(CORPUS);
    const keys = (await Promise.all(files.filter(isKey).map(keysIn))).flat();
    for (const file of files.filter(isMail)) {
      for (const { raw } of readMessages(file)) results.push(await resultOf(file, raw, keys));
    }
    console.log(`${keys.length} secret keys\n${tableOf(results)}`);
  }, 600_000);

  it('there are mails, and some of them were decrypted', () => {
    expect(results.length).toBeGreaterThan(250);
    expect(results.filter(({ became }) => became === 'decrypted').length).toBeGreaterThan(10);
  });

  it('no mail breaks the reader beyond its own limits', () => {
    const broken = results.filter(
      ({ became }) => became.startsWith('unreadable') && !PARSER_LIMIT.test(became),
    );
    expect(broken).toEqual([]);
  });

  it('no mail takes longer than twenty seconds', () => {
    expect(results.filter(({ milliseconds }) => milliseconds > TIME)).toEqual([]);
  });

  it('no bounce is answered', () => {
    const bounces = results.filter(({ file }) =>
      file.startsWith(['schleuder', 'mails', 'bounces', ''].join(sep)),
    );
    expect(bounces.length).toBeGreaterThanOrEqual(37);
    expect(bounces.filter(({ answered }) => answered).map(({ file }) => file)).toEqual([]);
  });

  it('no delivery report of a provider is answered', () => {
    const reports = results.filter(({ file }) => /_ndn|[/\\]dsn_|tlsrpt|multipart_report_emails/.test(file));
    expect(reports.length).toBeGreaterThan(10);
    expect(reports.filter(({ answered }) => answered).map(({ file }) => file)).toEqual([]);
  });
});

async function resultOf(file: string, raw: Uint8Array, keys: readonly PrivateKey[]): Promise<Result> {
  const start = performance.now();
  const result = (became: string, answered: boolean): Result => ({
    file: relative(CORPUS, file),
    milliseconds: performance.now() - start,
    became,
    answered,
  });
  try {
    const { message } = await readMessage(raw, keys, { addresses: [], loop: 'security@acme.example' });
    const { encryption, answerability } = message;
    const became =
      encryption.state === 'cleartext'
        ? 'read'
        : encryption.state === 'decrypted'
          ? 'decrypted'
          : `undecryptable: ${encryption.reason}`;
    return result(became, answerability.answer);
  } catch (error) {
    return result(`unreadable: ${error instanceof Error ? error.message : String(error)}`, false);
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => resolve(entry.parentPath, entry.name))
    .sort();
}

function isMail(file: string): boolean {
  return /\.eml$/.test(file) || (/[/\\](?:message|mails)[/\\].*\.txt$/.test(file) && !isKey(file));
}

function isKey(file: string): boolean {
  return (
    /\.(?:asc|sec|txt|gpg|pgp)$/.test(file) &&
    /BEGIN PGP PRIVATE KEY BLOCK/.test(readFileSync(file, 'latin1'))
  );
}

/** The keys of a file that openpgp.js reads and that need no passphrase. */
async function keysIn(file: string): Promise<PrivateKey[]> {
  const armoredKeys = readFileSync(file, 'utf8');
  const keys = await readPrivateKeys({ armoredKeys })
    .catch(() => readPrivateKey({ armoredKey: armoredKeys }).then(key => [key]))
    .catch(() => []);
  return keys.filter(key => key.isDecrypted());
}

function tableOf(results: readonly Result[]): string {
  const counts = new Map<string, number>();
  for (const { file, became } of results) {
    const folder = file.split(sep)[0] ?? '';
    const key = `${folder.padEnd(20)} ${became}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, count]) => `${String(count).padStart(5)}  ${key}`)
    .join('\n');
}
