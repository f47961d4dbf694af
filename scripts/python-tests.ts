/**
 * `npm run test:python`: reads a sandbox with PyAirbyte into DuckDB and PostgreSQL, and runs the examples and their SQL. Needs
 * Python 3.10 to 3.12; installs PostgreSQL on Debian where there is none. `--long` builds the dbt project too.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/sandbox.ts';
import { execute } from './execute.ts';
import { type Counts, countsOf } from './junit.ts';
import { startPostgres } from './postgres.ts';
import { installPython } from './python-environment.ts';

const root = new URL('../', import.meta.url).pathname;
const tests = `${root}test/python`;
const isLong = process.argv.includes('--long');
const environment = `${root}.cache/${isLong ? 'python-tests-long' : 'python-tests'}`;
/** Enough rows for every question, and few enough for four reads of all streams. */
const sizes = {
  ...{ contacts: 120, companies: 40, conversations: 160, tickets: 60, articles: 40, activity_logs: 100, macros: 40 },
  ...{ partsPerConversation: 5, executionsPerConnector: 10, instancesPerType: 20 },
};

const requirements = ['requirements.txt', ...(isLong ? ['requirements-long.txt'] : [])].map(
  (file) => `${tests}/${file}`,
);
const included = ['test/python/constraints.txt', 'examples/requirements.txt', 'examples/dbt/requirements.txt'];
await installPython(
  environment,
  requirements,
  included.map((file) => `${root}${file}`),
);
const counts = [await lint(), await test()];
const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function lint(): Promise<Counts> {
  const ruff = `${environment}/bin/ruff`;
  const config = ['--config', `${tests}/ruff.toml`, '--no-cache', tests, `${root}examples`];
  const codes = [await execute(ruff, ['check', ...config]), await execute(ruff, ['format', '--check', ...config])];
  const failures = codes.filter((code) => code !== 0).length;
  return { passed: codes.length - failures, failed: failures };
}

/** Runs the tests beside a sandbox and a PostgreSQL server of their own. */
async function test(): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'source-intercom-python-'));
  const report = join(folder, 'junit.xml');
  const sandbox = await startSandbox({ sizes });
  const postgres = await startPostgres();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void postgres.close().finally(() => process.exit(1)));
  }
  try {
    const options = ['-m', 'pytest', tests, '-q', '-p', 'no:cacheprovider', `--junitxml=${report}`];
    const selected = isLong ? [] : ['-m', 'not long'];
    const code = await execute(`${environment}/bin/python`, [...options, ...selected], {
      INTERCOM_API_URL: sandbox.url,
      INTERCOM_ACCESS_TOKEN: sandbox.token,
      PGHOST: postgres.host,
      PGPORT: String(postgres.port),
      PGUSER: postgres.user,
      PGPASSWORD: postgres.password,
      PGDATABASE: postgres.database,
      TMPDIR: folder,
      PYTHONDONTWRITEBYTECODE: '1',
    });
    const result = countsOf(await readFile(report, 'utf8').catch(() => ''));
    return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
  } finally {
    await postgres.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}
