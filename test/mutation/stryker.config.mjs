import { env } from 'node:process';
import { parts } from './parts.mjs';

const { mutate, excludedMutations = [] } = parts[env.MUTATION_PART];

/** Mutation tests: each mutant is a small fault in the code, which a unit test has to notice. */
export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.mjs' },
  mutate,
  mutator: { excludedMutations },
  // The compiler takes no part: a mutant of the wrong type is as good as another.
  checkers: [],
  tsconfigFile: 'none.json',
  coverageAnalysis: 'perTest',
  // What is evaluated once, when a module loads, would need every test of the part for each mutant.
  ignoreStatic: true,
  timeoutMS: 5_000,
  concurrency: Number(env.MUTATION_CONCURRENCY ?? 1),
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: `.cache/mutation/${env.MUTATION_PART}.json` },
  tempDirName: '.cache/stryker',
  ignorePatterns: [
    '*',
    '!src/**',
    '!sandbox/**',
    '!test/**',
    '!package.json',
    '!tsconfig*.json',
    'test/mutation/node_modules',
  ],
};
