/** `npm run catalog`: rewrites the generated files of `integration_tests/` from a discover in the sandbox. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/sandbox.ts';
import { configuredCatalog, futureStates } from './configured-catalog.ts';
import { discover, localConnector } from './connector.ts';

/** The text of each generated file, by its name in `integration_tests/`. */
export async function integrationTestFiles(): Promise<Map<string, string>> {
  const sandbox = await startSandbox();
  const folder = await mkdtemp(join(tmpdir(), 'source-intercom-'));
  try {
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify({ access_token: sandbox.token }));
    const streams = await discover(localConnector(sandbox.url), config, join(folder, 'discover.jsonl'));
    const contents = {
      'configured_catalog.json': configuredCatalog(streams),
      'abnormal_state.json': futureStates(streams),
    };
    return new Map(Object.entries(contents).map(([name, content]) => [name, `${JSON.stringify(content, null, 2)}\n`]));
  } finally {
    await rm(folder, { recursive: true });
    await sandbox.close();
  }
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  for (const [name, text] of await integrationTestFiles()) {
    await writeFile(new URL(`../integration_tests/${name}`, import.meta.url), text);
  }
}
