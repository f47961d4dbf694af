import { defineConfig } from 'vitest/config';

/** The tests that need a container engine: `npm run test:container`. */
export default defineConfig({
  test: {
    include: ['test/container/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
