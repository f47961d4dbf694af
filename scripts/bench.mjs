/**
 * `npm run bench`: the benchmark; see bench/main.ts. Only a run that draws charts needs the plotting library, which has a
 * package of its own, so that the ordinary install stays quick.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { build, install, installIn, root } from './bootstrap.mjs';

const args = process.argv.slice(2);
install();
build();
if (args.length === 0) installIn(join(root, 'bench'));
const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'bench', 'main.ts'), ...args], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
