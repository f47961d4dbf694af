import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './child-process.ts';

/** Compiles `src/` to `dist/` where that has not been done since the last change. Types are another check's business. */
export function buildProgram(): void {
  if (newest('dist') > newest('src')) return;
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  spawnSync(compiler, ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'ignore' });
}

function newest(directory: string): number {
  const path = join(root, directory);
  if (!existsSync(path)) return 0;
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(0, ...names.map((name) => statSync(join(path, name)).mtimeMs));
}
