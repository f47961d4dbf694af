import { readFile } from 'node:fs/promises';

/** What `spec` prints: the committed file, found from wherever the program is started. */
export async function readSpec(): Promise<Readonly<Record<string, unknown>>> {
  const spec: unknown = JSON.parse(await readFile(new URL('../../spec.json', import.meta.url), 'utf8'));
  return { ...Object(spec) };
}
