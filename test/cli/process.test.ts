import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputFiles } from '../support/input-files.ts';
import { catalogOf } from '../support/inputs.ts';
import { Outcome } from '../support/outcome.ts';
import { buildProgram, ending, root, start } from '../support/program.ts';

const TOKEN = 'dG9rOnNlY3JldF90b2tlbg';
const fakeConnector = fileURLToPath(new URL('fake-connector.mjs', import.meta.url));

let files: InputFiles;
let configOption: readonly string[];
let readArgs: readonly string[];
beforeAll(async () => {
  buildProgram();
  files = await InputFiles.create();
  configOption = ['--config', await files.write({ access_token: TOKEN })];
  readArgs = ['read', ...configOption, '--catalog', await files.write(catalogOf(['tags']))];
});
afterAll(() => files.remove());

interface Options {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

function startProcess(scenario: string, { args = readArgs, env = {} }: Options = {}) {
  const command = [process.execPath, fakeConnector, ...args];
  return start(command, { cwd: root, env: { ...process.env, SCENARIO: scenario, ...env } });
}

async function run(scenario: string, options?: Options): Promise<Outcome> {
  return new Outcome(await ending(startProcess(scenario, options)));
}

describe.concurrent('the process', () => {
  it('R49: delivers 3 MB and the trace after them whole before it fails', async () => {
    const outcome = await run('flood');
    expect(outcome.records).toHaveLength(3_000);
    const error = { message: 'The end of the flood.', failure_type: 'transient_error' };
    expect(outcome.messages.at(-1)).toMatchObject({ type: 'TRACE', trace: { error } });
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
  });

  it('R50: ends quietly and non-zero when the reader closes stdout', async () => {
    const child = startProcess('endless');
    await once(child.stdout ?? child, 'data');
    child.stdout?.destroy();
    expect(await ending(child)).toMatchObject({ exitCode: 1, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says why it fails when stdout has no room', async () => {
    const full = openSync('/dev/full', 'w');
    const child = start([process.execPath, fakeConnector, ...readArgs], {
      cwd: root,
      env: { ...process.env, SCENARIO: 'endless' },
      stdio: ['ignore', full, 'pipe'],
    });
    const ended = await ending(child);
    closeSync(full);
    expect(ended).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^Standard output .*ENOSPC.*\n$/) });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('R51: dies by %s after its last whole line', async (signal) => {
    const child = startProcess('endless');
    const ended = ending(child);
    await once(child.stdout ?? child, 'data');
    child.kill(signal);
    const outcome = new Outcome(await ended);
    expect(outcome).toMatchObject({ signal, exitCode: null, stderr: '' });
    expect(outcome.messages).toHaveLength(outcome.records.length);
  });

  // Four seconds after the first signal the process ends itself; the source would take a minute.
  it.each([
    ['R51: dies after four seconds', ['SIGTERM'], { afterMs: 3_500, beforeMs: 20_000 }],
    ['R51: dies at the second signal', ['SIGTERM', 'SIGINT'], { afterMs: 0, beforeMs: 3_500 }],
  ] as const)('%s when a source does not listen', async (_name, signals, { afterMs, beforeMs }) => {
    const child = startProcess('deaf');
    const ended = ending(child);
    await once(child.stdout ?? child, 'data');
    const toldMs = Date.now();
    for (const signal of signals) child.kill(signal);
    expect(signals).toContain((await ended).signal);
    expect(Date.now() - toldMs).toBeGreaterThan(afterMs);
    expect(Date.now() - toldMs).toBeLessThan(beforeMs);
  });

  it('R2, R4: turns what libraries print and warn of into LOG messages', async () => {
    const outcome = await run('noisy');
    expect(outcome.logs).toEqual([
      'INFO printed by a library',
      'WARN complained by a library',
      'WARN Warning: something is deprecated',
      'INFO done',
    ]);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each(['uncaught', 'unhandled'])('R28: makes one system_error of an %s error, and fails', async (scenario) => {
    const outcome = await run(scenario);
    expect(outcome.errors).toEqual([expect.objectContaining({ failure_type: 'system_error' })]);
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
  });

  it('ends although a timer is left over', async () => {
    expect(await run('leaky')).toMatchObject({ exitCode: 0 });
  });

  it('R14: logs in detail when asked to, by flag or environment, and changes nothing else', async () => {
    const [plain, flag, environment] = await Promise.all([
      run('chatty'),
      run('chatty', { args: [...readArgs, '--debug'] }),
      run('chatty', { env: { LOG_LEVEL: 'Debug' } }),
    ]);
    expect(plain.logs).toEqual(['INFO token ****']);
    expect(flag.logs).toEqual(['DEBUG in detail', 'INFO token ****']);
    expect(environment.logs).toEqual(flag.logs);
  });

  it('R31: shows the token nowhere', async () => {
    const { text, stderr } = await run('chatty');
    expect(text).toContain('Authorization: Bearer ****');
    expect(text + stderr).not.toContain(TOKEN);
  });

  it('hands the inputs to the source', async () => {
    const stream = { stream_descriptor: { name: 'tags' }, stream_state: { a: 1 } };
    const state = await files.write([{ type: 'STREAM', stream }]);
    const args = [...readArgs, `--state=${state}`, '--progress'];
    const outcome = await run('telling', { args, env: { INTERCOM_API_URL: 'http://127.0.0.1:1' } });
    expect(JSON.parse(outcome.logs[0]?.slice('INFO '.length) ?? '')).toEqual({
      streams: [{ name: 'tags', syncMode: 'full_refresh', jsonSchema: {} }],
      state: [['tags', { a: 1 }]],
      display: 'lines',
      apiUrl: 'http://127.0.0.1:1',
    });
  });

  it('R32: reads without a state as with an empty one', async () => {
    const contents = ['[]', '{}', 'null', ''];
    const paths = await Promise.all(contents.map((content) => files.write(content)));
    const outcomes = await Promise.all([
      run('telling'),
      ...paths.map((path) => run('telling', { args: [...readArgs, '--state', path] })),
    ]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ exitCode: 0, text: outcomes[0]?.text });
  });

  it.each([
    ['R35: a broken state', '--state', '[{'],
    ['R35: a broken catalog', '--catalog', '{"streams": ['],
    ['R39: an unknown sync mode', '--catalog', { streams: [{ stream: { name: 'tags' }, sync_mode: 'INVALID' }] }],
    ['a config that breaks the spec', '--config', { region: 'us' }],
  ])('refuses %s: one config_error, exit 1, no RECORD', async (_name, option, content) => {
    const path = await files.write(content);
    const outcome = await run('endless', { args: [...readArgs, option, path] });
    expect(outcome.messages).toHaveLength(1);
    expect(outcome.errors).toEqual([expect.objectContaining({ failure_type: 'config_error' })]);
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
  });

  it('R6: a config_error of check is a FAILED status and exit 0', async () => {
    const outcome = await run('none', { args: ['check', ...configOption] });
    expect(outcome.messages).toEqual([
      { type: 'CONNECTION_STATUS', connectionStatus: { status: 'FAILED', message: 'The token is not valid.' } },
    ]);
    expect(outcome.exitCode).toBe(0);
  });

  it('R10: an unexpected failure of discover is a system_error and exit 1', async () => {
    const outcome = await run('none', { args: ['discover', ...configOption] });
    expect(outcome.errors).toEqual([expect.objectContaining({ failure_type: 'system_error' })]);
    expect(outcome.exitCode).toBe(1);
  });

  it('R67: refuses to run when asked for sockets', async () => {
    const outcome = await run('telling', { env: { DATA_CHANNEL_MEDIUM: 'SOCKET' } });
    expect(outcome.errors).toEqual([expect.objectContaining({ failure_type: 'system_error' })]);
    expect(outcome.exitCode).toBe(1);
  });

  it("R67: takes no notice of the platform's other variables", async () => {
    const env = {
      DEPLOYMENT_MODE: 'OSS',
      WORKER_JOB_ID: '1',
      WORKER_JOB_ATTEMPT: '0',
      USE_STREAM_CAPABLE_STATE: 'true',
      CONCURRENT_SOURCE_STREAM_READ: 'true',
      USE_FILE_TRANSFER: 'false',
      AIRBYTE_STAGING_DIRECTORY: '/nowhere',
      LOG_LEVEL: 'INFO',
      DATA_CHANNEL_MEDIUM: 'STDIO',
      DATA_CHANNEL_FORMAT: 'JSONL',
      AIRBYTE_ENABLE_UNSAFE_CODE: 'false',
      JAVA_OPTS: 'x',
      OPERATION_TYPE: 'sync',
      WORKLOAD_ID: 'w',
    };
    const [plain, platform] = await Promise.all([run('telling'), run('telling', { env })]);
    expect(platform.text).toEqual(plain.text);
    expect(platform).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
