/** Databases of development versions that were never released, whose number says another schema than the one they have. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../src/failure.js';
import { openDatabase } from '../../src/store/database.js';
import type { Migration } from '../../src/store/migration-backup.js';
import { outboxWaits } from '../../src/store/migrations/0007-outbox-waits.js';
import { unread } from '../../src/store/migrations/0008-unread.js';
import { history } from '../../src/store/migrations/0009-history.js';
import { SCHEMA_VERSION } from '../../src/store/schema-version.js';
import { clear } from './clear.js';

/** The ninth migration before it got its last column. */
const earlyHistory = history.replace(/^.*purge_unfinished.*$/m, '');

const UNRELEASED = [
  ['that has a later migration under an earlier number', 7, [history], 'duplicate column name: status'],
  [
    'of a migration that was changed',
    9,
    [outboxWaits, unread, earlyHistory],
    'no column reports.purge_unfinished',
  ],
] as const;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unreleased-'));
  file = join(folder, 'inbox.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** All that is in it, and its number. */
function contents(path: string): unknown {
  const database = new Database(path, { readonly: true });
  try {
    return {
      version: database.pragma('user_version', { simple: true }),
      schema: database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all(),
      reports: database.prepare('SELECT * FROM reports').all(),
      receipts: database.prepare('SELECT * FROM receipts').all(),
    };
  } finally {
    database.close();
  }
}

describe.each(UNRELEASED)('a database %s', (_, version, migrations, found) => {
  it('is refused with what to do, and left as it is, with a copy', () => {
    const database = new Database(file);
    // A dump of the full-text index writes to the schema.
    database.unsafeMode(true);
    database.exec(readFileSync('test/store/upgrade/schema-06.sql', 'utf8'));
    for (const migration of migrations) database.exec(migration);
    database.pragma(`user_version = ${version}`);
    database.close();
    const before = contents(file);

    let told: Migration | undefined;
    let failure: Failure | undefined;
    try {
      openDatabase(clear(file), migration => {
        told = migration;
      }).close();
    } catch (error) {
      failure = error as Failure;
    }
    expect(failure).toMatchObject({ name: 'Failure', code: 'database' });
    expect(failure?.message).toContain(`from schema ${version} to ${SCHEMA_VERSION}`);
    expect(failure?.message).toContain(found);
    expect(failure?.message).toContain('Nothing was changed');
    expect(failure?.message).toContain(`a copy of it is ${told?.backup}`);
    expect(contents(file)).toEqual(before);
    expect(existsSync(told?.backup ?? '')).toBe(true);
    expect(contents(told?.backup ?? '')).toEqual(before);
  });
});
