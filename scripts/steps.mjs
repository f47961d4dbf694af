/** Runs the steps of a test command one after another, also after one that failed, and counts what passed and what failed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './bootstrap.mjs';

const PASS = { passed: 1, failed: 0 };
const FAIL = { passed: 0, failed: 1 };

/**
 * Runs each step, ends the output with the line `N passed, N failed`, and sets the exit code.
 * A step is a name and a function that returns its counts; one that throws counts as one failure.
 */
export function runSteps(steps) {
  const total = { passed: 0, failed: 0 };
  const failures = [];
  for (const [name, step] of steps) {
    console.log(`\n== ${name}`);
    const started = Date.now();
    const { passed, failed } = attempt(step);
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) failures.push(`${name}: ${failed} failed`);
    console.log(`== ${name}: ${passed} passed, ${failed} failed, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
  if (failures.length > 0) console.log(`\nFailed:\n  ${failures.join('\n  ')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0) process.exitCode = 1;
}

/** A step that passes when the function returns. */
export function action(run) {
  return () => {
    run();
    return PASS;
  };
}

/** A step that passes when the installed program ends well. */
export function program(name, ...args) {
  return () => (spawn([installed(name), ...args]) === 0 ? PASS : FAIL);
}

/** A step that counts every test of a vitest run; a file that can't be loaded counts as one failure. */
export function vitest(args, env = {}) {
  return () => {
    const report = join(root, '.cache', 'vitest-report.json');
    mkdirSync(join(root, '.cache'), { recursive: true });
    rmSync(report, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const status = spawn([installed('vitest'), 'run', ...reporters, ...args], env);
    if (!existsSync(report)) return FAIL;
    return counts(JSON.parse(readFileSync(report, 'utf8')), status);
  };
}

function attempt(step) {
  try {
    return step();
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return FAIL;
  }
}

/** An error outside of any test fails vitest without failing a test, hence the exit status. */
function counts({ numPassedTests, numFailedTests, testResults }, status) {
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = numFailedTests + unloaded;
  return { passed: numPassedTests, failed: status !== 0 && failed === 0 ? 1 : failed };
}

function spawn([command, ...args], env = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (error) throw error;
  return status;
}

function installed(name) {
  return join(root, 'node_modules', '.bin', name);
}
