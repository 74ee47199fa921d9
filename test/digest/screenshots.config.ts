/** Vitest runs the TypeScript of the tests; the pictures are no test, so they have a configuration of their own. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/digest/screenshots.pictures.ts'],
    testTimeout: 60_000,
    env: { TZ: 'UTC' },
  },
});
