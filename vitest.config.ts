import { defineConfig } from 'vitest/config';
import { bindingFor } from './src/store/sqlite-binding.js';

export default defineConfig({
  resolve: { alias: { 'better-sqlite3': bindingFor(process.versions.node) } },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/world/deny-network.ts'],
    // What a slow machine takes; nothing is to be read from how long a test takes.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // Colour is decided by the environment, which must not decide a test.
    env: { NO_COLOR: '1' },
    // The tests that start servers and worker threads share two cores.
    maxWorkers: 2,
  },
});
