import { expect, it } from 'vitest';
import { faultsOfFirst, faultsOfSecond } from '../../scripts/comparison.ts';
import type { CatalogStream } from '../../scripts/lib/messages.ts';
import type { StreamOutcome } from '../../scripts/outcome.ts';

const stream: CatalogStream = {
  name: 'contacts',
  json_schema: {},
  is_resumable: true,
  supported_sync_modes: ['full_refresh', 'incremental'],
  source_defined_primary_key: [['id']],
  default_cursor_field: ['updated_at'],
};
const segments: CatalogStream = {
  ...stream,
  name: 'company_segments',
  source_defined_primary_key: [['company_id'], ['id']],
};
const truth = new Map([['contacts', new Map(['["1"]', '["2"]'].map((key) => [key, '{}']))]]);

function outcome(ids: readonly string[], change: Partial<StreamOutcome> = {}, updatedAt = 0): StreamOutcome {
  const rows = new Map(ids.map((id) => [`["${id}"]`, { id, updated_at: updatedAt }]));
  return { records: ids.length, rows, state: {}, isComplete: true, ...change };
}

it('a first sync with every row once is right', () => {
  expect(faultsOfFirst(stream, new Map([['contacts', outcome(['1', '2'])]]), truth)).toEqual([]);
});

it.each([
  ['missing', outcome(['1'])],
  ['unknown', outcome(['1', '2', '3'])],
  ['repeated', outcome(['1', '2'], { records: 3 })],
  ['incomplete', outcome(['1', '2'], { isComplete: false })],
])('a first sync with something %s is wrong', (what, found) => {
  expect(faultsOfFirst(stream, new Map([['contacts', found]]), truth)).toEqual([expect.stringContaining(what)]);
});

it('a second sync may repeat the overlap and the children of what it brings, and nothing older', () => {
  const changed = new Map([['contacts', new Map([['["1"]', '{}']])]]);
  const times = { now: truth, changed, firstStart: 10_000 };
  const segment = { company_id: '1', id: '7', updated_at: 1 };
  const children: StreamOutcome = { ...outcome([]), rows: new Map([['["1","7"]', segment]]) };
  expect(faultsOfSecond(stream, new Map([['contacts', outcome(['1', '2'], {}, 9_900)]]), times)).toEqual([]);
  expect(faultsOfSecond(stream, new Map([['contacts', outcome(['1', '2'], {}, 5)]]), times)).toHaveLength(1);
  expect(faultsOfSecond(stream, new Map([['contacts', outcome([])]]), times)).toHaveLength(1);
  const both = new Map([
    ['companies', outcome(['1'])],
    ['company_segments', children],
  ]);
  expect(faultsOfSecond(segments, both, times)).toEqual([]);
  both.delete('companies');
  expect(faultsOfSecond(segments, both, times)).toHaveLength(1);
});
