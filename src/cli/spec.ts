import { readFile } from 'node:fs/promises';

/** What `spec` prints: `spec.json`, found relative to this file and not to the working directory. */
export async function readSpec(): Promise<Readonly<Record<string, unknown>>> {
  const spec: unknown = JSON.parse(await readFile(new URL('../../spec.json', import.meta.url), 'utf8'));
  return { ...Object(spec) };
}
