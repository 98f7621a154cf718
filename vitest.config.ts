import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Much of the time is spent waiting for spawned programs, so no core is left to itself.
    maxWorkers: '100%',
    // Spawned programs take a second on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
