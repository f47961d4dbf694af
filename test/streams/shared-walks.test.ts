import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector, type SyncMode, streams } from '../support/connector.ts';

const sizes = { contacts: 420, companies: 130, conversations: 320, partsPerConversation: 1, tickets: 320 };
const sandbox = await startSandbox({ sizes, rateLimit: { perWindow: 100_000 }, scroll: { pageSize: 50 } });
const connector = new Connector(sandbox);
const config = { start_date: '2015-01-01T00:00:00Z' };

beforeEach(() => sandbox.calls.clear());
afterAll(() => sandbox.close());

/** The walks that feed several streams, with the names of these: first the one whose rows are the walk's records. */
const families = [...new Set(streams.map(({ walk }) => walk))]
  .map((walk) => {
    const names = streams.filter((stream) => stream.walk === walk).map(({ name }) => name);
    return { walk: walk.name, names: [walk.name, ...names.filter((name) => name !== walk.name)] };
  })
  .filter(({ names }) => names.length > 1);

/** The calls that a read of these streams makes, in order of their paths. */
async function callsOf(names: readonly string[], mode: SyncMode): Promise<readonly string[]> {
  sandbox.calls.clear();
  const { exitCode, errors, records } = await connector.read(names, mode, { config });
  expect([exitCode, errors]).toEqual([0, []]);
  expect(new Set(records.map(({ stream }) => stream)).size).toBe(names.length);
  return sandbox.calls
    .all()
    .map(({ method, path }) => `${method} ${path}`)
    .toSorted();
}

it('several streams share the walks of contacts, conversations, tickets, companies, teams and ticket types', () => {
  expect(families.map(({ walk }) => walk)).toEqual(
    expect.arrayContaining(['companies', 'contacts', 'conversations', 'teams', 'ticket_types', 'tickets']),
  );
});

describe.each(families)('the walk of $walk', ({ names }) => {
  it.each(['full_refresh', 'incremental'] as const)(
    'makes in a %s read no call more for all its streams',
    async (mode) => {
      const alone = await callsOf(names.slice(0, 1), mode);
      expect(await callsOf(names, mode)).toEqual(alone);
    },
  );
});

describe('companies that do not hold their notes', () => {
  const notes = /^\/companies\/[^/]+\/notes$/;
  const withoutNotes = () => sandbox.faults.add({ kind: 'dropEmbedded', field: 'notes', times: Infinity });

  it('are not asked for them while company_notes is not read', async () => {
    withoutNotes();
    await callsOf(['companies', 'company_segments', 'company_tags'], 'full_refresh');
    expect(sandbox.calls.count(notes)).toBe(0);
  });

  it('are asked for them, each once, when it is', async () => {
    withoutNotes();
    const { exitCode, rows } = await readNotes();
    expect(exitCode).toBe(0);
    expect(sandbox.calls.count(notes)).toBe(130);
    expect(rows).toEqual([...sandbox.truth('company_notes')].map(({ id }) => id).toSorted());
  });

  async function readNotes() {
    const outcome = await connector.read(['companies', 'company_notes'], 'full_refresh', { config });
    return { exitCode: outcome.exitCode, rows: outcome.column('company_notes') };
  }
});
