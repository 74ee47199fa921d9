import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.js';

it('config.example.json is a valid configuration that names every key', () => {
  const example: unknown = JSON.parse(readFileSync('config.example.json', 'utf8'));
  const parsed = configSchema.parse(example);
  expect(parsed).toEqual(example);
});
