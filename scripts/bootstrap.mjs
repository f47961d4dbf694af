/**
 * Prepares a fresh clone for the project's commands: installs the dependencies and compiles the sources, unless they are
 * up to date. Runs before anything is installed, so it needs Node.js and npm only.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = [20, 19];

/** Installs exactly what the lock file says. Throws an error with a message for the user. */
export function install() {
  requireNode();
  const stamp = join(root, 'node_modules', '.install-stamp');
  const wanted = fingerprint(['package-lock.json'], process.platform, process.arch);
  if (isCurrent(stamp, wanted)) return;
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
  writeFileSync(stamp, wanted);
}

/** Installs a package of the project's own that lies in `directory`, with the tools that only one command needs. */
export function installIn(directory) {
  const stamp = join(directory, 'node_modules', '.install-stamp');
  const wanted = readFileSync(join(directory, 'package-lock.json'), 'utf8');
  if (isCurrent(stamp, wanted)) return;
  run('npm', ['ci', '--no-audit', '--no-fund'], directory);
  writeFileSync(stamp, wanted);
}

/** Compiles `src/` to `dist/`. Throws an error with a message for the user. */
export function build() {
  const stamp = join(root, 'dist', '.build-stamp');
  const wanted = fingerprint(['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', ...filesBelow('src')]);
  if (isCurrent(stamp, wanted)) return;
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('npm', ['run', '--silent', 'build']);
  writeFileSync(stamp, wanted);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(`Node.js ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

function isCurrent(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

function fingerprint(files, ...more) {
  const hash = createHash('sha256').update(more.join());
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesBelow(directory) {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}

function run(command, args, cwd = root) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] });
  if (error) throw new Error(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`"${[command, ...args].join(' ')}" failed; its output is above.`);
}
