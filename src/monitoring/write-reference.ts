/**
 * Writes the tables of docs/monitoring.md. Run from the built tree: `npm run reference`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './reference.js';

const page = new URL('../../docs/monitoring.md', import.meta.url);
writeFileSync(page, withTables(readFileSync(page, 'utf8')));
