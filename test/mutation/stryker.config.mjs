import { env } from 'node:process';
import { rooms } from './rooms.mjs';

const { mutate, excludedMutations = [] } = rooms[env.MUTATION_ROOM];

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
  // What is evaluated once, when a module loads, would need every test of the room for each mutant.
  ignoreStatic: true,
  timeoutMS: 5_000,
  concurrency: Number(env.MUTATION_CONCURRENCY ?? 1),
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: `.cache/mutation/${env.MUTATION_ROOM}.json` },
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
