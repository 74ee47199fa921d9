/**
 * Writes the table of keys in docs/configuration.md and src/config/config.schema.json. Run from the built tree:
 * `npm run reference`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { configJsonSchema, withKeyTable } from './reference.js';

const page = new URL('../../docs/configuration.md', import.meta.url);
writeFileSync(page, withKeyTable(readFileSync(page, 'utf8')));
writeFileSync(new URL('../../src/config/config.schema.json', import.meta.url), configJsonSchema());
