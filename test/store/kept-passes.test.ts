/** What is known of the passes by another process than the one that made them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Connection, openDatabase } from '../../src/store/database.js';
import {
  keepAllClear,
  keepFailedPass,
  keepGoodPass,
  keepWarned,
  keptPass,
} from '../../src/store/kept-passes.js';
import { beginTrouble, endTrouble } from '../../src/store/troubles.js';
import { clear } from './clear.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 12, minute));
const REFUSED = { code: 'login-refused', message: 'The login was refused.' };
const AWAY = { code: 'unreachable', message: 'Nobody answers.' };

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passes-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

it('of a mailbox that was never read nothing is known', () => {
  expect(keptPass(connection, 'support')).toBeNull();
});

it('good passes are counted, and the last is told with how long it took', () => {
  keepGoodPass(connection, 'support', { milliseconds: 1200.4, lookedAt: 7 }, at(0));
  keepGoodPass(connection, 'support', { milliseconds: 300, lookedAt: 2 }, at(5));
  expect(keptPass(connection, 'support')).toEqual({
    mailbox: 'support',
    attemptedAt: at(5),
    lastGood: { at: at(5), milliseconds: 300 },
    outage: null,
    good: 2,
    failed: 0,
    lookedAt: 9,
    warnedOf: null,
  });
});

it('an outage lasts from its first failure to the next good pass, and says why the last one failed', () => {
  keepGoodPass(connection, 'support', { milliseconds: 1, lookedAt: 0 }, at(0));
  keepFailedPass(connection, 'support', REFUSED, at(1));
  keepFailedPass(connection, 'support', AWAY, at(9));
  expect(keptPass(connection, 'support')).toMatchObject({
    attemptedAt: at(9),
    lastGood: { at: at(0) },
    outage: { since: at(1), ...AWAY },
    failed: 2,
  });
  keepGoodPass(connection, 'support', { milliseconds: 1, lookedAt: 0 }, at(10));
  expect(keptPass(connection, 'support')).toMatchObject({ outage: null, failed: 2 });
  keepFailedPass(connection, 'support', AWAY, at(20));
  expect(keptPass(connection, 'support')).toMatchObject({ outage: { since: at(20) } });
});

it('an outage that began under a clock that ran ahead counts from when that shows', () => {
  keepFailedPass(connection, 'support', AWAY, at(50));
  keepFailedPass(connection, 'support', AWAY, at(10));
  expect(keptPass(connection, 'support')?.outage?.since).toEqual(at(10));
});

it('that the operator was warned is known until they were told that all is well', () => {
  keepFailedPass(connection, 'support', AWAY, at(0));
  keepWarned(connection, 'support', at(0));
  keepGoodPass(connection, 'support', { milliseconds: 1, lookedAt: 0 }, at(3));
  expect(keptPass(connection, 'support')?.warnedOf).toEqual(at(0));
  keepAllClear(connection, 'support');
  expect(keptPass(connection, 'support')?.warnedOf).toBeNull();
});

it('mailboxes do not mix', () => {
  keepFailedPass(connection, 'support', AWAY, at(0));
  keepGoodPass(connection, 'products', { milliseconds: 1, lookedAt: 3 }, at(1));
  keepWarned(connection, 'support', at(2));
  expect(keptPass(connection, 'products')).toMatchObject({ failed: 0, outage: null, warnedOf: null });
});

it('a trouble of the telling is new once, and again after it was over', () => {
  expect(beginTrouble(connection, 'ping', at(0))).toBe(true);
  expect(beginTrouble(connection, 'ping', at(1))).toBe(false);
  expect(beginTrouble(connection, 'metrics-file', at(1))).toBe(true);
  endTrouble(connection, 'ping');
  expect(beginTrouble(connection, 'ping', at(2))).toBe(true);
});
