import { env } from 'node:process';
import { defineConfig } from 'vitest/config';

/** `LONG=1` (`npm run test:long`) adds `test/long/`, and the tests that scale take it as leave to take their time. */
const isLong = env.LONG === '1';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/container/**', ...(isLong ? [] : ['test/long/**'])],
    testTimeout: isLong ? 900_000 : 30_000,
    hookTimeout: 60_000,
  },
});
