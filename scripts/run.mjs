/** `node scripts/run.mjs NAME [ARGUMENT…]`: installs and builds what is not up to date, then runs `scripts/NAME.ts`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { build, install, root } from './bootstrap.mjs';

const [name, ...args] = process.argv.slice(2);
try {
  install();
  build();
  const script = join(root, 'scripts', `${name}.ts`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
