/** `npm test`: installs, builds, and checks everything that needs no container engine. `--long`: the long forms of the tests. */
import process from 'node:process';
import { build, install } from './bootstrap.mjs';
import { action, program, runSteps, vitest } from './steps.mjs';

const tests = process.argv.includes('--long')
  ? [['long tests', vitest([], { LONG: '1' })]]
  : [
      ['lint', program('biome', 'check', '--error-on-warnings', '.')],
      ['types', program('tsc', '-p', 'tsconfig.json')],
      ['dead code', program('knip')],
      ['tests', vitest([])],
    ];

runSteps([['install', action(install)], ['build', action(build)], ...tests]);
