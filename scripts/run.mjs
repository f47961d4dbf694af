/** `node scripts/run.mjs FILE [ARGUMENT…]`: installs and builds what is out of date, then runs a TypeScript program. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { build, install, root } from './bootstrap.mjs';

const [file, ...args] = process.argv.slice(2);
try {
  install();
  build();
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, file), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
