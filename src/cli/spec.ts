import { readFile } from 'node:fs/promises';

/** What `spec` prints: `spec.json`, found relative to this file and not to the working directory. */
export function readSpec(): Promise<Readonly<Record<string, unknown>>> {
  return readObject('../../spec.json');
}

/** The version in `package.json`. */
export async function readVersion(): Promise<string> {
  const { version } = await readObject('../../package.json');
  return String(version);
}

async function readObject(path: string): Promise<Readonly<Record<string, unknown>>> {
  const json: unknown = JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'));
  return { ...Object(json) };
}
