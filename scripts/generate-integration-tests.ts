/** `npm run catalog`: rewrites the generated files of `integration_tests/` from what the connector reads in the sandbox. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toExpected } from './acceptance/read-checks.ts';
import { Reader } from './acceptance/reader.ts';
import { smallWorkspace, WORKSPACE_CONFIG } from './acceptance/workspaces.ts';
import { configuredCatalog, futureStates } from './configured-catalog.ts';
import { localConnector } from './connector.ts';

/** The text of each generated file, by its name in `integration_tests/`. */
export async function integrationTestFiles(): Promise<Map<string, string>> {
  const sandbox = await smallWorkspace();
  const folder = await mkdtemp(join(tmpdir(), 'source-intercom-'));
  try {
    const reader = new Reader(localConnector(sandbox.url), folder);
    const streams = await reader.discover({ access_token: sandbox.token, ...WORKSPACE_CONFIG });
    const catalog = configuredCatalog(streams);
    const records = await reader.read('read', catalog);
    return new Map([
      ['configured_catalog.json', pretty(catalog)],
      ['abnormal_state.json', pretty(futureStates(streams))],
      [
        'expected_records.jsonl',
        toExpected(records)
          .map((line) => `${line}\n`)
          .join(''),
      ],
    ]);
  } finally {
    await rm(folder, { recursive: true });
    await sandbox.close();
  }
}

function pretty(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  for (const [name, text] of await integrationTestFiles()) {
    await writeFile(new URL(`../integration_tests/${name}`, import.meta.url), text);
  }
}
