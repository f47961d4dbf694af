/**
 * Asks the package registry whether a production dependency has a known vulnerability. Exit code 1 when one has; 0 when
 * none has, or, with a warning, when the registry doesn't answer such questions: that says nothing about the packages.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { root } from './bootstrap.mjs';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: root,
  encoding: 'utf8',
  timeout: 120_000,
});
const { vulnerabilities } = parsed(stdout);

if (vulnerabilities === undefined) {
  console.log('::warning::The registry did not tell whether there are known vulnerabilities.');
} else {
  for (const { name, severity, range } of Object.values(vulnerabilities)) console.log(`${name} ${range}: ${severity}`);
  console.log(`${Object.keys(vulnerabilities).length} dependencies with known vulnerabilities`);
  if (Object.keys(vulnerabilities).length > 0) process.exitCode = 1;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
