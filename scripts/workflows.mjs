/**
 * `npm run lint:workflows`: checks the files in `.github/`. Needs Python 3.10 or newer for zizmor (security) and check-jsonschema (form),
 * which are installed into `.cache/`, and takes actionlint too where Go is there to fetch and build it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './bootstrap.mjs';
import { action, runSteps } from './steps.mjs';

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

const cache = join(root, '.cache');
const python = join(cache, 'workflows');
const requirements = join(root, '.github', 'requirements.txt');
const folder = join('.github', 'workflows');
const workflows = readdirSync(join(root, folder)).map((name) => join(folder, name));

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`"${[command, ...args].join(' ')}" failed; its output is above.`);
}

function installTools() {
  const stamp = join(python, '.stamp');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(python, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  run('python3', ['-m', 'venv', python]);
  run(join(python, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]);
  writeFileSync(stamp, wanted);
}

function tool(name, ...args) {
  return action(() => run(join(python, 'bin', name), args));
}

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.log('Go is not there, so actionlint is left out.');
process.env.GOFLAGS ??= '-mod=mod';

runSteps([
  ['install', action(installTools)],
  ['form', tool('check-jsonschema', '--builtin-schema', 'vendor.github-workflows', ...workflows)],
  ['dependabot', tool('check-jsonschema', '--builtin-schema', 'vendor.dependabot', join('.github', 'dependabot.yml'))],
  ['security', tool('zizmor', '--offline', '--pedantic', '.github')],
  ...(hasGo ? [['actionlint', action(() => run('go', ['run', ACTIONLINT]))]] : []),
]);
