/** Writes src/report/report.schema.json. Run from the built tree: `node dist/report/write-schema.js`. */
import { writeFileSync } from 'node:fs';
import { reportJsonSchema } from './json-schema.js';

writeFileSync(new URL('../../src/report/report.schema.json', import.meta.url), reportJsonSchema());
