/**
 * Mutation tests: each mutant is a small fault in the code, which a unit test has to notice. They cover the modules
 * where speed, second chances and completeness are decided.
 */
export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  mutate: [
    'src/progress/*.ts',
    'src/walks/**/*.ts',
    'src/intercom/pace/*.ts',
    'src/intercom/http/{failure,verdicts,retry-policy,retries}.ts',
    'src/errors.ts',
  ],
  // The compiler takes no part: a mutant of the wrong type is as good as another.
  checkers: [],
  tsconfigFile: 'none.json',
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  timeoutMS: 20_000,
  concurrency: 2,
  reporters: ['clear-text', 'progress', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '.cache/mutation.json' },
  tempDirName: '.cache/stryker',
  thresholds: { high: 95, low: 92, break: 92 },
};
