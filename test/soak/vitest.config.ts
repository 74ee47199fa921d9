import { defineConfig } from 'vitest/config';
import { bindingFor } from '../../src/store/sqlite-binding.js';

export default defineConfig({
  resolve: { alias: { 'better-sqlite3': bindingFor(process.versions.node) } },
  test: {
    include: ['test/soak/*.soak.ts'],
    fileParallelism: false,
    setupFiles: ['test/world/deny-network.ts'],
    testTimeout: 0,
    hookTimeout: 120_000,
    env: { NO_COLOR: '1' },
    disableConsoleIntercept: true,
  },
});
