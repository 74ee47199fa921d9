import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/world/deny-network.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The tests that start servers and worker threads share two cores.
    maxWorkers: 2,
  },
});
