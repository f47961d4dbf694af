import { afterAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { parseConfiguredCatalog } from '../../src/airbyte/configured-catalog.ts';
import { Connector, streamNames } from '../support/connector.ts';
import { endingInProcess } from '../support/in-process.ts';
import { InputFiles } from '../support/input-files.ts';
import { customObjectTypes } from '../support/inputs.ts';

const sandbox = await startSandbox({ sizes: { contacts: 5, companies: 5, conversations: 5, tickets: 5 } });
const connector = new Connector(sandbox);
afterAll(() => sandbox.close());

const files = await InputFiles.create();
afterAll(() => files.remove());

async function catalog(options: readonly string[] = [], config: object = {}) {
  const content = { access_token: sandbox.token, custom_object_types: customObjectTypes, ...config };
  const argv = ['catalog', '--config', await files.write(content), ...options];
  const ending = await endingInProcess({ argv, apiUrl: sandbox.url });
  return { ...ending, streams: ending.exitCode === 0 ? parseConfiguredCatalog(JSON.parse(ending.stdout)) : [] };
}

describe('catalog', () => {
  it('prints a catalog of all streams that read takes, each incremental where it can be', async () => {
    const { streams, ...ending } = await catalog();
    expect(streams.map(({ name }) => name)).toEqual(streamNames);
    expect(streams.find(({ name }) => name === 'contacts')?.syncMode).toBe('incremental');
    expect(streams.find(({ name }) => name === 'tags')?.syncMode).toBe('full_refresh');
    expect(ending).toMatchObject({ exitCode: 0, stderr: '' });

    const read = await connector.run('read', { catalog: ending.stdout });
    expect(read.exitCode).toBe(0);
    expect(read.warnings.filter((warning) => warning.includes('can only be read in full'))).toEqual([]);
    expect(read.rows('contacts').length).toBeGreaterThan(0);
  });

  it('takes the named streams, in the mode that is asked for', async () => {
    const { streams } = await catalog(['--streams', 'tags,contacts', '--mode=full_refresh']);
    expect(streams.map(({ name, syncMode }) => [name, syncMode])).toEqual([
      ['contacts', 'full_refresh'],
      ['tags', 'full_refresh'],
    ]);
  });

  it.each([
    ['admin', 'There is no stream admin. Did you mean admins? The streams are: activity_logs, admins, '],
    ['tags,nothing_alike', 'There is no stream nothing_alike. The streams are: '],
    [',', 'No stream is named. The streams are: '],
  ])('refuses --streams %s: nothing on stdout, the reason on stderr', async (names, reason) => {
    const ending = await catalog(['--streams', names]);
    expect(ending).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ending.stderr).toContain(`ERROR ${reason}`);
  });

  it('tells warnings on stderr, so that its output stays a catalog', async () => {
    const { stderr, streams } = await catalog([], { star_date: '2024-01-01' });
    expect(stderr).toBe('WARN  The configuration has no field star_date, so it is ignored. Did you mean start_date?\n');
    expect(streams).toHaveLength(streamNames.length);
  });
});

describe('a stream that does not exist', () => {
  it('is incomplete with the nearest name, and the others are read', async () => {
    const outcome = await connector.read(['admin', 'tags', 'xyzzy'], 'full_refresh');
    expect(outcome.errors.map(({ message }) => message)).toEqual([
      "There is no stream admin. Did you mean admins? If not, refresh the connection's schema, or deselect the stream.",
      "There is no stream xyzzy. Refresh the connection's schema, or deselect the stream.",
    ]);
    expect(outcome.rows('tags').length).toBeGreaterThan(0);
    expect(outcome.exitCode).toBe(1);
  });
});

it('takes the short catalog of the README', async () => {
  const short = '{"streams":[{"stream":{"name":"contacts"},"sync_mode":"incremental"}]}';
  const outcome = await connector.run('read', { catalog: short });
  expect(outcome.exitCode).toBe(0);
  expect(outcome.rows('contacts').length).toBeGreaterThan(0);
});

it('read --progress tells warnings, errors and a line for each stream on stderr', async () => {
  sandbox.set({ withoutScopes: ['read_tickets'] });
  const outcome = await connector.read(['tags', 'tickets'], 'full_refresh', { options: ['--progress'] });
  sandbox.set({ withoutScopes: [] });
  expect(outcome.stderr).toMatch(/^ERROR tickets: The access token lacks the permission "Read tickets"/m);
  expect(outcome.stderr).toMatch(/^tags +COMPLETE +\d+ +1 +[\d.]+ s$/m);
  expect(outcome.stderr).toMatch(
    /^tickets +INCOMPLETE +0 +1 +[\d.]+ s +The access token lacks the permission "Read tickets"/m,
  );
});
