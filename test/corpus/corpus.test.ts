/**
 * Third-party mail, read where it lies: real clients, gateways, bounces and broken mail. Prints what became of it,
 * folder by folder. Nothing of it is part of this project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type PrivateKey, readPrivateKey, readPrivateKeys } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMessages } from '../../src/mailbox/files.js';
import type { Message } from '../../src/message/message.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readMessage } from '../../src/message/read.js';
import { CLOSED, PROTECTED_HEADERS, S_MIME, SUBJECTS } from './expected.js';

const CORPUS = resolve('../shared/corpus');

/** What readMessage may throw: the limits of the parsers, which the reading thread turns into an outcome. */
const PARSER_LIMIT = /child nodes|header size/i;

/** Milliseconds one mail may take. */
const TIME = 20_000;

const OWN = { addresses: [], loop: 'security@acme.example' };

interface Result {
  readonly file: string;
  readonly milliseconds: number;
  /** `read`, `decrypted`, `undecryptable: why` or `unreadable: why`. */
  readonly became: string;
  readonly answered: boolean;
  /** The protected one where there is one. */
  readonly subject: string | null;
  readonly notes: readonly string[];
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
    console.log(`${keys.length} secret keys\n${tableOf(results)}\n${refusals()}`);
  }, 600_000);

  it('every mail is read', () => {
    expect(results.length).toBeGreaterThan(250);
  });

  it('every mail whose key comes with it is decrypted, with the subject its makers meant, and no other', () => {
    const decrypted = results.filter(({ became }) => became === 'decrypted');
    expect(
      Object.fromEntries(decrypted.map(({ file, subject }) => [file.split(sep).join('/'), subject])),
    ).toEqual(SUBJECTS);
  });

  it('every mail that stays closed does so for a reason that is known', () => {
    const closed = results.filter(({ became }) => became.startsWith('undecryptable'));
    expect(Object.fromEntries(closed.map(({ file, became }) => [file.split(sep).join('/'), became]))).toEqual(
      Object.fromEntries(Object.entries(CLOSED).map(([file, [became]]) => [file, became])),
    );
  });

  it('every S/MIME mail is kept, and said to be', () => {
    const files = results.filter(({ notes }) => notes.includes('s-mime-kept')).map(({ file }) => file);
    expect(files.map(file => file.split(sep).join('/'))).toEqual(S_MIME);
  });

  it.each(PROTECTED_HEADERS)('the words of %s are those of its expected plaintext', async name => {
    const folder = join(CORPUS, 'protected-headers');
    const inner = readFileSync(join(folder, `${name}.inner`), 'utf8');
    const keys = await keysIn(join(folder, 'bob@openpgp.example.sec.asc'));
    const { message } = await readMessage(readFileSync(join(folder, `${name}.eml`)), keys, OWN);
    const [body, ...others] = message.bodies;
    const start = inner.indexOf('Hi Bob!');
    const expected = inner.slice(start, inner.indexOf('Example Corp', start) + 'Example Corp'.length);
    expect([body?.origin, body?.text.trim(), others]).toEqual([
      'decrypted',
      expected.replaceAll('\r', ''),
      [],
    ]);
    expect([message.protectedHeader?.messageId, message.differences]).toEqual([
      `<${name}@protected-headers.example>`,
      [],
    ]);
  });

  it('whatever else lies there is read as if it were mail, without growing', async () => {
    const before = process.memoryUsage().rss;
    for (const file of filesIn(CORPUS)) {
      const start = performance.now();
      await resultOf(file, readFileSync(file), []);
      expect([file, performance.now() - start < TIME]).toEqual([file, true]);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000);
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
  const result = (became: string, message: Message | null): Result => ({
    file: relative(CORPUS, file),
    milliseconds: performance.now() - start,
    became,
    answered: message?.answerability.answer ?? false,
    subject: message?.protectedHeader?.subject ?? message?.envelope.subject ?? null,
    notes: message?.notes ?? [],
  });
  try {
    const { message } = await readMessage(raw, keys, OWN);
    const { encryption } = message;
    const became =
      encryption.state === 'cleartext'
        ? 'read'
        : encryption.state === 'decrypted'
          ? 'decrypted'
          : `undecryptable: ${encryption.reason}`;
    return result(became, message);
  } catch (error) {
    return result(`unreadable: ${error instanceof Error ? error.message : String(error)}`, null);
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

/** The mails that stay closed, by name. */
function refusals(): string {
  return Object.entries(CLOSED)
    .map(([file, [, why]]) => `       ${file}: ${why}`)
    .join('\n');
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
