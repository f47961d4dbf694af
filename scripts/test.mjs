/**
 * `npm test`: installs, builds, lints, checks types and dead code, and runs the tests that need neither Docker nor hours.
 * `--long`: the long forms of the tests instead; `--container`: the tests of the image.
 */
import process from 'node:process';
import { build, install } from './bootstrap.mjs';
import { action, program, runSteps, vitest } from './steps.mjs';

const preparation = [
  ['install', action(install)],
  ['build', action(build)],
];
const suites = {
  default: [
    ['lint', program('biome', 'check', '--error-on-warnings', '.')],
    ['types', program('tsc', '-p', 'tsconfig.json')],
    ['dead code', program('knip')],
    ['tests', vitest([])],
  ],
  '--long': [['long tests', vitest([], { LONG: '1' })]],
  '--container': [['container tests', vitest(['--config', 'vitest.container.config.ts'])]],
};

runSteps([...preparation, ...(suites[process.argv[2] ?? 'default'] ?? suites.default)]);
