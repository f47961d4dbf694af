/**
 * The parts of the mutation tests: what is mutated, and the tests that have to notice. Only quick unit tests take part,
 * because each mutant runs all tests that reach it; those with servers and random data would take most of the time.
 */
export const parts = {
  gaps: {
    mutate: ['src/walks/gaps/*.ts'],
    tests: ['test/walks/gaps/*.test.ts'],
  },
  progress: {
    mutate: ['src/progress/*.ts'],
    tests: ['test/progress/*.test.ts'],
  },
  errors: {
    mutate: ['src/errors.ts', 'src/intercom/http/{failure-table,api-errors,failure,retry-policy,retries}.ts'],
    tests: [
      'test/errors.test.ts',
      'test/intercom/http/{api-errors,failure,failure-table,retry-policy,retries}.test.ts',
    ],
    // Most strings here are advice for users, whose words no test should repeat.
    excludedMutations: ['StringLiteral'],
  },
  pace: {
    mutate: ['src/intercom/pace/*.ts', '!src/intercom/pace/gate.ts'],
    tests: ['test/intercom/pace/{fair-shares,in-flight,memory-budget,rate-limiter,server-clock,time,turns}.test.ts'],
  },
  gate: {
    mutate: ['src/intercom/pace/gate.ts'],
    tests: ['test/intercom/pace/{gate,slots,waiting-for-memory}.test.ts'],
  },
  search: {
    mutate: ['src/walks/search/*.ts'],
    tests: ['test/walks/search/*.test.ts'],
    slowTests: ['test/walks/search/{short-ranges,ranges,ceilings,large-second}.test.ts'],
  },
  exports: {
    mutate: ['src/walks/exports/*.ts'],
    tests: ['test/walks/exports/*.test.ts'],
  },
  walks: {
    mutate: ['src/walks/*.ts'],
    tests: ['test/walks/*.test.ts'],
    slowTests: ['test/walks/changes-while-reading.test.ts'],
  },
};
