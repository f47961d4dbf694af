/**
 * Asks the package registry whether a production dependency has a known vulnerability. The exit code is 1 when one has, and
 * 0 when none has. It is also 0, with a warning, when the registry does not answer the question.
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
