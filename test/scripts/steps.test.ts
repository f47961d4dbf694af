import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const steps = new URL('../../scripts/steps.mjs', import.meta.url).href;

/** What a script prints that imports `scripts/steps.mjs` as `steps`, and its exit code. */
function run(script: string) {
  const code = `import * as steps from ${JSON.stringify(steps)};\n${script}`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  return { lines: stdout.trimEnd().split('\n'), status };
}

/** As vitest reports a run. */
const report = {
  numPassedTests: 7,
  testResults: [
    {
      name: new URL('../walks/list.test.ts', import.meta.url).pathname,
      status: 'failed',
      assertionResults: [
        { status: 'passed', ancestorTitles: [], title: 'reads' },
        {
          status: 'failed',
          ancestorTitles: ['a list', 'of %j'],
          title: 'ends\nwell',
          failureMessages: ['Error: one\ntwo\n    at file.ts:1'],
        },
        { status: 'failed', ancestorTitles: [], title: 'goes on', failureMessages: [] },
      ],
    },
    {
      name: new URL('../broken.test.ts', import.meta.url).pathname,
      status: 'failed',
      assertionResults: [{ status: 'skipped', ancestorTitles: [], title: 'never ran' }],
    },
    { name: 'fine.test.ts', status: 'passed', assertionResults: [] },
  ],
};

it('names every test and step that failed, and why a test did, right before the counts', () => {
  const { lines, status } = run(`
    steps.runSteps([
      ['install', steps.action(() => {})],
      ['build', steps.action(() => { throw new Error('no'); })],
      ['tests', () => steps.resultOf(${JSON.stringify(report)}, 1)],
    ]);
  `);
  expect(lines.slice(-8)).toEqual([
    'Failed:',
    '  build',
    '  test/walks/list.test.ts: a list > of %j > ends well',
    '    Error: one two',
    '  test/walks/list.test.ts: goes on',
    '  test/broken.test.ts: could not be run',
    '',
    '8 passed, 4 failed',
  ]);
  expect(status).toBe(1);
});

it('counts an error outside of any test, and ends with 0 only where nothing failed', () => {
  const passed = { numPassedTests: 3, testResults: [] };
  const failed = run(`steps.runSteps([['tests', () => steps.resultOf(${JSON.stringify(passed)}, 1)]]);`);
  expect(failed.lines.slice(-3)).toEqual(['  an error outside of any test, see above', '', '3 passed, 1 failed']);
  expect(failed.status).toBe(1);
  const fine = run(`steps.runSteps([['tests', () => steps.resultOf(${JSON.stringify(passed)}, 0)]]);`);
  expect(fine.lines.at(-1)).toBe('3 passed, 0 failed');
  expect(fine.status).toBe(0);
});
