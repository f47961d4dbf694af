/** Runs the steps of a test command one after another, also after one that failed, and counts what passed and what failed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { root } from './bootstrap.mjs';

/**
 * Runs each step and sets the exit code. The output ends with the failures, each with its reason where there is one, and the
 * line `N passed, N failed`. A step is a name and a function that returns how many checks passed and which failed. A step
 * that throws counts as one failure.
 */
export function runSteps(steps) {
  let passed = 0;
  const failures = [];
  for (const [name, step] of steps) {
    console.log(`\n== ${name}`);
    const started = Date.now();
    const result = attempt(name, step);
    passed += result.passed;
    failures.push(...result.failures);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`== ${name}: ${result.passed} passed, ${result.failures.length} failed, ${seconds} s`);
  }
  if (failures.length > 0) console.log(`\nFailed:\n  ${failures.join('\n  ')}`);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  if (failures.length > 0) process.exitCode = 1;
}

/** A step that passes when the function returns. */
export function action(run) {
  return () => {
    run();
    return { passed: 1, failures: [] };
  };
}

/** A step that passes when the installed program ends well. */
export function program(name, ...args) {
  return () => {
    const command = [name, ...args].join(' ');
    return spawn([installed(name), ...args]) === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [command] };
  };
}

/** A step that counts every test of a vitest run; a file that can't be loaded counts as one failure. */
export function vitest(args, env = {}) {
  return () => {
    const report = join(root, '.cache', 'vitest-report.json');
    mkdirSync(join(root, '.cache'), { recursive: true });
    rmSync(report, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const status = spawn([installed('vitest'), 'run', ...reporters, ...args], env);
    if (!existsSync(report)) throw new Error(`vitest ended with ${status} and without a report.`);
    return resultOf(JSON.parse(readFileSync(report, 'utf8')), status);
  };
}

/** The counts in a report of vitest. The status matters too: an error outside of any test fails vitest and no test. */
export function resultOf({ numPassedTests, testResults }, status) {
  const failures = testResults.flatMap(failuresIn);
  if (status !== 0 && failures.length === 0) failures.push('an error outside of any test, see above');
  return { passed: numPassedTests, failures };
}

function failuresIn({ name, status, assertionResults }) {
  const file = relative(root, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0 && status === 'failed') return [`${file}: could not be run`];
  return failed.map(({ ancestorTitles, title, failureMessages }) => {
    const test = oneLine(`${file}: ${[...ancestorTitles, title].join(' > ')}`);
    return [test, ...failureMessages.map(reasonIn)].join('\n    ');
  });
}

/** The beginning of an error's message, without the stack. */
function reasonIn(error) {
  return oneLine(error.split(/\n\s+at /)[0]).slice(0, 300);
}

function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ');
}

function attempt(name, step) {
  try {
    return step();
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return { passed: 0, failures: [name] };
  }
}

function spawn([command, ...args], env = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (error) throw error;
  return status;
}

function installed(name) {
  return join(root, 'node_modules', '.bin', name);
}
