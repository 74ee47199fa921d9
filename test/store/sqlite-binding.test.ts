import { expect, it } from 'vitest';
import { SQLite } from '../../src/store/sqlite.js';
import { bindingFor } from '../../src/store/sqlite-binding.js';

it('each Node gets the binding that it bears', () => {
  expect(['20.19.0', '20.20.2'].map(bindingFor)).toEqual(['better-sqlite3', 'better-sqlite3']);
  expect(['22.0.0', '24.21.0', '26.1.0'].map(bindingFor)).toEqual(Array(3).fill('better-sqlite3-node-api'));
});

it('statements may be collected, which ends the process where the binding does not fit', () => {
  const database = new SQLite(':memory:');
  for (let turn = 0; turn < 100_000; turn += 1) database.prepare(`SELECT ${turn}`);
  expect(database.prepare('SELECT 1').pluck().get()).toBe(1);
  database.close();
});
