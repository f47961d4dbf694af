export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** What a report of pytest counts in its one test suite; a failure where there is no report, or no test in it. */
export function countsOf(junit: string): Counts {
  const count = (name: string): number =>
    Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(junit)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const passed = count('tests') - count('skipped') - failed;
  return passed + failed === 0 ? { passed: 0, failed: 1 } : { passed, failed };
}
