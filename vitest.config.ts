import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Spawned programs take a second on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
