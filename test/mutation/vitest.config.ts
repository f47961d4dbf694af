import { defineConfig } from 'vitest/config';

/** The unit tests only: quick, and close to the code that is mutated. */
export default defineConfig({
  test: {
    include: [
      'test/{progress,walks,intercom,engine}/**/*.test.ts',
      'test/streams/{companies,contacts,conversations,tickets}.test.ts',
    ],
    testTimeout: 20_000,
  },
});
