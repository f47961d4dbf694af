import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ending, fakeConnector, messagesOf, type Outcome, root, start } from './child-process.ts';

const TOKEN = 'dG9rOnNlY3JldF90b2tlbg';
const config = { access_token: TOKEN };
const catalog = { streams: [{ stream: { name: 'tags' }, sync_mode: 'full_refresh', destination_sync_mode: 'append' }] };

let directory = '';
let readArgs: readonly string[] = [];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'process-'));
  readArgs = ['read', '--config', await file('config.json', config), '--catalog', await file('catalog.txt', catalog)];
});
afterAll(() => rm(directory, { recursive: true }));

async function file(name: string, content: unknown): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o444 });
  return path;
}

function startRead(scenario: string, { args = readArgs, env = {} } = {}) {
  return start(fakeConnector(args), { cwd: root, env: { ...process.env, SCENARIO: scenario, ...env } });
}

const read = (...given: Parameters<typeof startRead>): Promise<Outcome> => ending(startRead(...given));

const logsOf = (outcome: Outcome) =>
  messagesOf(outcome).flatMap(({ log }) => (log ? [`${log.level} ${log.message}`] : []));
const errorsOf = (outcome: Outcome) => messagesOf(outcome).flatMap(({ trace }) => trace?.error ?? []);

describe.concurrent('the process', () => {
  it('R49: delivers 3 MB and the trace after them whole before it fails', async () => {
    const outcome = await read('flood');
    const messages = messagesOf(outcome);
    expect(messages.filter(({ type }) => type === 'RECORD')).toHaveLength(3_000);
    expect(messages.at(-1)?.trace?.error).toMatchObject({
      message: 'The end of the flood.',
      failure_type: 'transient_error',
    });
    expect(outcome).toMatchObject({ code: 1, stderr: '' });
  });

  it('R50: ends quietly and non-zero when the reader closes stdout', async () => {
    const child = startRead('endless');
    await once(child.stdout ?? child, 'data');
    child.stdout?.destroy();
    const outcome = await ending(child);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toBe('');
  });

  it.skipIf(!existsSync('/dev/full'))('says why it fails when stdout has no room', async () => {
    const full = openSync('/dev/full', 'w');
    const child = start(fakeConnector(readArgs), {
      cwd: root,
      env: { ...process.env, SCENARIO: 'endless' },
      stdio: ['ignore', full, 'pipe'],
    });
    const outcome = await ending(child);
    closeSync(full);
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Standard output .*ENOSPC.*\n$/) });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('R51: dies by %s after its last whole line', async (signal) => {
    const child = startRead('endless');
    const ended = ending(child);
    await once(child.stdout ?? child, 'data');
    child.kill(signal);
    const outcome = await ended;
    expect(outcome).toMatchObject({ signal, code: null, stderr: '' });
    expect(messagesOf(outcome).every(({ type }) => type === 'RECORD')).toBe(true);
  });

  it('R51: dies at the second signal when a source does not listen', async () => {
    const child = startRead('deaf');
    const ended = ending(child);
    await once(child.stdout ?? child, 'data');
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(child.signalCode).toBeNull();
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ signal: 'SIGTERM' });
  });

  it('R51: dies within five seconds when a source does not listen', async () => {
    const child = startRead('deaf');
    const ended = ending(child);
    await once(child.stdout ?? child, 'data');
    const killedAt = Date.now();
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ signal: 'SIGTERM' });
    expect(Date.now() - killedAt).toBeLessThan(5_000);
  });

  it('R2, R4: turns what libraries print and warn of into LOG messages', async () => {
    const outcome = await read('noisy');
    expect(logsOf(outcome)).toEqual([
      'INFO printed by a library',
      'WARN complained by a library',
      'WARN Warning: something is deprecated',
      'INFO done',
    ]);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(['uncaught', 'unhandled'])('R28: makes one system_error of an %s error, and fails', async (scenario) => {
    const outcome = await read(scenario);
    expect(errorsOf(outcome)).toEqual([expect.objectContaining({ failure_type: 'system_error' })]);
    expect(outcome).toMatchObject({ code: 1, stderr: '' });
  });

  it('ends although a timer is left over', async () => {
    expect(await read('leaky')).toMatchObject({ code: 0 });
  });

  it('R14: logs in detail when asked to, by flag or environment, and changes nothing else', async () => {
    const [plain, flag, environment] = await Promise.all([
      read('chatty'),
      read('chatty', { args: [...readArgs, '--debug'] }),
      read('chatty', { env: { LOG_LEVEL: 'Debug' } }),
    ]);
    expect(logsOf(plain)).toEqual(['INFO token ****']);
    expect(logsOf(flag)).toEqual(['DEBUG in detail', 'INFO token ****']);
    expect(logsOf(environment)).toEqual(logsOf(flag));
  });

  it('R31: shows the token nowhere', async () => {
    const { stdout, stderr } = await read('chatty');
    expect(stdout).toContain('Authorization: Bearer ****');
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  it('hands the inputs to the source', async () => {
    const state = await file('state.txt', [
      { type: 'STREAM', stream: { stream_descriptor: { name: 'tags' }, stream_state: { a: 1 } } },
    ]);
    const args = [...readArgs, `--state=${state}`, '--progress'];
    const outcome = await read('telling', { args, env: { INTERCOM_API_URL: 'http://127.0.0.1:1' } });
    expect(JSON.parse(logsOf(outcome)[0]?.slice('INFO '.length) ?? '')).toEqual({
      streams: [{ name: 'tags', syncMode: 'full_refresh' }],
      state: [['tags', { a: 1 }]],
      progress: 'lines',
      apiUrl: 'http://127.0.0.1:1',
    });
  });

  it('R32: reads without a state as with an empty one', async () => {
    const contents = ['[]', '{}', 'null', ''];
    const paths = await Promise.all(contents.map((content, n) => file(`blank-${n}.txt`, content)));
    const outcomes = await Promise.all([
      read('telling'),
      ...paths.map((path) => read('telling', { args: [...readArgs, '--state', path] })),
    ]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ code: 0, stdout: outcomes[0]?.stdout });
  });

  it.each([
    ['R35: a broken state', '--state', '[{'],
    ['R35: a broken catalog', '--catalog', '{"streams": ['],
    ['R39: an unknown sync mode', '--catalog', { streams: [{ stream: { name: 'tags' }, sync_mode: 'INVALID' }] }],
    ['a config that breaks the spec', '--config', { region: 'us' }],
  ])('refuses %s: one config_error, exit 1, no RECORD', async (name, option, content) => {
    const path = await file(`${name.replace(/\W/g, '-')}.json`, content);
    const outcome = await read('endless', { args: [...readArgs, option, path] });
    expect(messagesOf(outcome)).toHaveLength(1);
    expect(errorsOf(outcome)).toEqual([expect.objectContaining({ failure_type: 'config_error' })]);
    expect(outcome).toMatchObject({ code: 1, stderr: '' });
  });

  it('R6: a config_error of check is a FAILED status and exit 0', async () => {
    const outcome = await ending(start(fakeConnector(['check', ...readArgs.slice(1, 3)]), { cwd: root }));
    expect(messagesOf(outcome)).toEqual([
      { type: 'CONNECTION_STATUS', connectionStatus: { status: 'FAILED', message: 'The token is not valid.' } },
    ]);
    expect(outcome.code).toBe(0);
  });

  it('R10: an unexpected failure of discover is a system_error and exit 1', async () => {
    const outcome = await ending(start(fakeConnector(['discover', ...readArgs.slice(1, 3)]), { cwd: root }));
    expect(errorsOf(outcome)).toEqual([expect.objectContaining({ failure_type: 'system_error' })]);
    expect(outcome.code).toBe(1);
  });

  it('R67: refuses to run when asked for sockets', async () => {
    const outcome = await read('telling', { env: { DATA_CHANNEL_MEDIUM: 'SOCKET' } });
    expect(errorsOf(outcome)).toEqual([expect.objectContaining({ failure_type: 'system_error' })]);
    expect(outcome.code).toBe(1);
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
    const [plain, platform] = await Promise.all([read('telling'), read('telling', { env })]);
    expect(platform).toEqual(plain);
  });
});
