import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuredCatalog } from '../../scripts/configured-catalog.ts';
import { discover, localConnector } from '../../scripts/connector.ts';
import type { CatalogStream } from '../../scripts/lib/messages.ts';
import { measure, root, type Usage } from './measured-process.ts';
import { Output } from './output.ts';
import { workspaceServer } from './servers.ts';

export interface Reading extends Usage {
  readonly output: Output;
  /** From the moment before the first call to the end of the process. */
  readonly syncMs: number;
}

export interface ReadOptions {
  readonly url: string;
  readonly streams: readonly string[];
  readonly config?: object;
  /** A reader slower than the connector; default as fast as it can. */
  readonly bytesPerSecond?: number;
  /** Modules to load into the process before its own. */
  readonly preload?: readonly string[];
}

const TOKEN = 'sandbox-token';

/** A first sync by the built program, in a process of its own: incremental where a stream can be. */
export async function read({ url, streams, config = {}, bytesPerSecond, preload = [] }: ReadOptions): Promise<Reading> {
  const catalog = await catalogOf(streams);
  return withFolder(async (folder) => {
    const configFile = join(folder, 'config.json');
    const catalogFile = join(folder, 'catalog.json');
    await writeFile(configFile, JSON.stringify({ access_token: TOKEN, start_date: '2010-01-01T00:00:00Z', ...config }));
    await writeFile(catalogFile, JSON.stringify(configuredCatalog(catalog)));
    const output = new Output();
    const delayMs = (bytes: number) => (bytesPerSecond === undefined ? 0 : (bytes / bytesPerSecond) * 1_000);
    const usage = await measure(
      [join(root, 'bin', 'source-intercom'), 'read', '--config', configFile, '--catalog', catalogFile],
      { env: { INTERCOM_API_URL: url }, consume: (stdout) => output.consume(stdout, delayMs), preload },
    );
    const endedAtMs = usage.startedAtMs + usage.wallMs;
    return { ...usage, output, syncMs: endedAtMs - (output.startedAtMs ?? usage.startedAtMs) };
  });
}

let discovered: Promise<readonly CatalogStream[]> | undefined;

/** The streams as `discover` describes them, so that rows are cast to the types of a real catalog. */
async function catalogOf(names: readonly string[]): Promise<readonly CatalogStream[]> {
  discovered ??= discoverOnce();
  const all = await discovered;
  if (names.length === 0) return all;
  return all.filter(({ name }) => names.includes(name));
}

async function discoverOnce(): Promise<readonly CatalogStream[]> {
  const server = await workspaceServer({});
  try {
    return await withFolder(async (folder) => {
      const file = join(folder, 'config.json');
      await writeFile(file, JSON.stringify({ access_token: TOKEN }));
      return discover(localConnector(server.url), file, join(folder, 'discover.jsonl'));
    });
  } finally {
    server.close();
  }
}

async function withFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'source-intercom-bench-'));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
