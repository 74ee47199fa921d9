/**
 * Writes src/deadlines/known-places.ts. Run from the built tree: `npm run reference`.
 */
import { writeFileSync } from 'node:fs';
import { knownPlacesText } from './list-places.js';

writeFileSync(new URL('../../src/deadlines/known-places.ts', import.meta.url), knownPlacesText());
