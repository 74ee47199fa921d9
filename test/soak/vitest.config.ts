import { defineConfig } from 'vitest/config';

export default defineConfig({
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
