import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { clear } from './clear.js';

let folder: string;
let connection: Connection;

const NUMBERS = 'SELECT value, value * 2 AS twice FROM json_each(?)';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'statements-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  if (connection.open) connection.close();
  rmSync(folder, { recursive: true });
});

describe('statements that are kept', () => {
  it('prepares a statement once', () => {
    expect(connection.prepare(NUMBERS)).toBe(connection.prepare(NUMBERS));
    expect(connection.prepare(NUMBERS).pluck()).toBe(connection.prepare(NUMBERS).pluck());
  });

  it('gives whole rows to one while another plucks the same text', () => {
    const whole = connection.prepare(NUMBERS);
    const plucked = connection.prepare(NUMBERS).pluck();
    expect(whole.all('[1]')).toEqual([{ value: 1, twice: 2 }]);
    expect(plucked.all('[1]')).toEqual([1]);
    expect(plucked.pluck(false).all('[1]')).toEqual([{ value: 1, twice: 2 }]);
    expect(connection.prepare(NUMBERS).pluck().get('[3]')).toBe(3);
  });

  it('keeps to itself what one asks of its rows', () => {
    expect(connection.prepare(NUMBERS).raw().all('[1]')).toEqual([[1, 2]]);
    expect(connection.prepare(NUMBERS).safeIntegers().get('[1]')).toEqual({ value: 1n, twice: 2n });
    expect(connection.prepare(NUMBERS).bind('[7]').get()).toEqual({ value: 7, twice: 14 });
    expect(connection.prepare(NUMBERS).pluck().raw().get('[1]')).toEqual([1, 2]);
    expect(connection.prepare(NUMBERS).get('[1]')).toEqual({ value: 1, twice: 2 });
    expect(connection.prepare(NUMBERS).pluck().get('[1]')).toBe(1);
  });

  it('is there for others while one goes over its rows', () => {
    const seen: unknown[] = [];
    for (const row of connection.prepare(NUMBERS).pluck().iterate('[1,2]')) {
      seen.push(row, ...connection.prepare(NUMBERS).pluck().all('[5]'));
    }
    expect(seen).toEqual([1, 5, 2, 5]);
  });

  it('sees the tables as another connection has changed them since', () => {
    connection.exec('CREATE TABLE own (one)');
    connection.prepare('INSERT INTO own VALUES (1)').run();
    expect(connection.prepare('SELECT * FROM own').get()).toEqual({ one: 1 });
    const other = openDatabase(clear(join(folder, 'inbox.sqlite')));
    other.exec('ALTER TABLE own ADD COLUMN two DEFAULT 2');
    other.close();
    expect(connection.prepare('SELECT * FROM own').get()).toEqual({ one: 1, two: 2 });
  });

  it('does not grow with every text that is made up', () => {
    const first = connection.prepare('SELECT 0');
    for (let number = 1; number <= 1000; number += 1) connection.prepare(`SELECT ${number}`).get();
    expect(connection.prepare('SELECT 0')).not.toBe(first);
    expect(connection.prepare('SELECT 0').pluck().get()).toBe(0);
  });
});
