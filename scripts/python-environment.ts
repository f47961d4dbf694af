import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { mustExecute } from './execute.ts';

/** Creates a Python environment in `folder` with what the files require; again only when one of them or of `others` changes. */
export async function installPython(
  folder: string,
  requirements: readonly string[],
  others: readonly string[] = [],
): Promise<void> {
  const hash = createHash('sha256').update(requirements.join());
  for (const file of [...requirements, ...others]) hash.update(await readFile(file));
  const wanted = hash.digest('hex');
  const stamp = `${folder}/.stamp`;
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await mustExecute('python3', ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await mustExecute(`${folder}/bin/python`, [...pip, ...requirements.flatMap((file) => ['--requirement', file])]);
  await writeFile(stamp, wanted);
}
