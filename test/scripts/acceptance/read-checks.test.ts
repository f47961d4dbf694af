import { expect, it } from 'vitest';
import {
  expectedFaults,
  futureFaults,
  repeatFaults,
  resumeFaults,
  roundsOf,
  statesOfRound,
  toExpected,
} from '../../../scripts/acceptance/read-checks.ts';
import type { CatalogStream } from '../../../scripts/lib/messages.ts';
import { Printed } from '../../../scripts/lib/printed.ts';

const stream: CatalogStream = {
  name: 'tags',
  supported_sync_modes: ['full_refresh', 'incremental'],
  source_defined_primary_key: [['id']],
  json_schema: {},
  is_resumable: true,
};
const streams = [stream];

function record(id: string, emittedAt = 1, more: object = {}): object {
  return { type: 'RECORD', record: { stream: 'tags', emitted_at: emittedAt, data: { id, ...more } } };
}

function state(at: number): object {
  const stream_state = { at };
  const inner = { stream_descriptor: { name: 'tags' }, stream_state };
  return { type: 'STATE', state: { type: 'STREAM', stream: inner, sourceStats: { recordCount: 0 } } };
}

function printed(...messages: readonly object[]): Printed {
  return new Printed(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
}

const whole = printed(record('1'), state(1), record('2'), state(2), record('3'), state(3));

it('two full refreshes are equal when the rows are, in any order, and the second is later', () => {
  const first = printed(record('1', 1, { a: 1, b: 2 }), record('2', 2));
  expect(repeatFaults(first, printed(record('2', 3), record('1', 3, { b: 2, a: 1 })), streams)).toEqual([]);
  expect(repeatFaults(first, printed(record('2', 3)), streams)).toEqual([
    expect.stringContaining('1 rows are missing'),
  ]);
  const twice = printed(record('2', 3), record('2', 3), record('1', 3, { a: 1, b: 2 }));
  expect(repeatFaults(first, twice, streams)).toEqual([expect.stringContaining('1 rows too many')]);
  const early = printed(record('2', 2), record('1', 3, { a: 1, b: 2 }));
  expect(repeatFaults(first, early, streams)).toEqual([expect.stringContaining('have the time of the first')]);
});

it('the expected records are those of the read, with every column', () => {
  const expected = toExpected(whole);
  expect(expected).toHaveLength(3);
  expect(expectedFaults(expected, whole, streams)).toEqual([]);
  expect(expectedFaults(expected.slice(1), whole, streams)).toEqual([expect.stringContaining('1 rows too many')]);
  const other = expected.map((line) => line.replace('"id":"2"', '"id":"2","name":"new"'));
  expect(expectedFaults(other, whole, streams)).toHaveLength(2);
});

it('each stream has to have expected records, and each of them a stream', () => {
  const calls = { ...stream, name: 'calls' };
  expect(expectedFaults(toExpected(whole), whole, [stream, calls])).toEqual(['calls: no records are expected']);
  expect(expectedFaults(toExpected(whole), printed(), [])).toEqual(['tags: expected, and not in the catalog']);
});

it('goes on from each state, and from evenly chosen ones where there are more than the limit', () => {
  expect(roundsOf(whole, streams, 5)).toEqual([0, 1, 2]);
  expect(roundsOf(whole, streams, 2)).toEqual([0, 2]);
  expect(roundsOf(printed(), streams, 5)).toEqual([]);
});

it('a round has the state of each stream at that place, or its last one', () => {
  const at = (round: number) => statesOfRound(whole, streams, round).map((one) => one.stream.stream_state);
  expect(at(1)).toEqual([{ at: 2 }]);
  expect(at(7)).toEqual([{ at: 3 }]);
});

it('what was printed before a state and what is read from it have to be everything', () => {
  expect(resumeFaults(whole, printed(record('2'), record('3')), streams, 0)).toEqual([]);
  expect(resumeFaults(whole, printed(record('3')), streams, 1)).toEqual([]);
  expect(resumeFaults(whole, printed(record('3')), streams, 0)).toEqual(['tags: state 1 loses 1 rows, ["2"]']);
  expect(resumeFaults(whole, printed(), streams, 7)).toEqual([]);
  const withoutState = printed(record('1'), record('2'));
  expect(resumeFaults(withoutState, printed(), streams, 0)).toHaveLength(1);
});

it('a read from a future state prints a state and no record', () => {
  expect(futureFaults(printed(state(1)), streams)).toEqual([]);
  expect(futureFaults(printed(), streams)).toEqual(['tags: no state after a future state']);
  expect(futureFaults(whole, streams)).toEqual(['tags: 3 records after a future state']);
});
