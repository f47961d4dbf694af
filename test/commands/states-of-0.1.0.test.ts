import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { INDEX_LAG_SECONDS } from '../../src/progress/progress.ts';
import { Connector, type SyncMode, streams } from '../support/connector.ts';
import { keyOf, suitableCatalogOf } from '../support/inputs.ts';
import type { Outcome, Row } from '../support/outcome.ts';
import { rowsIn } from '../support/truth.ts';
import { workspaceOf } from './states/workspace.ts';

const gap = z.looseObject({ from: z.number(), to: z.number(), resume: z.object({}).optional() });
const states = z.array(
  z.looseObject({
    stream: z.object({
      stream_descriptor: z.object({ name: z.string() }),
      stream_state: z.looseObject({ progress: z.looseObject({ gaps: z.array(gap) }).optional() }),
    }),
  }),
);

const sandbox = await startSandbox(workspaceOf);
const connector = new Connector(sandbox, { config: { start_date: '2025-06-01T00:00:00Z' } });
afterAll(() => sandbox.close());

/** States that version 0.1.0 printed. */
function stored(name: string) {
  const text = readFileSync(new URL(`states/0.1.0-${name}.json`, import.meta.url), 'utf8');
  return states.parse(JSON.parse(text));
}

const streamOf = (name: string) => streams.find((stream) => stream.name === name);

async function goOn(state: ReturnType<typeof stored>, mode: SyncMode = 'incremental'): Promise<Outcome> {
  const names = state.map(({ stream }) => stream.stream_descriptor.name);
  const outcome = await connector.read(names, mode, { state, catalog: suitableCatalogOf(names, mode) });
  expect([outcome.exitCode, outcome.errors, outcome.warnings]).toEqual([0, [], []]);
  return outcome;
}

/** When a row changed, as its stream's progress counts: by its own time, or by its parent's. */
function changedAt(name: string, row: Row): number {
  const { cursorField = '', parent } = streamOf(name) ?? {};
  return Number(parent?.changedAt === undefined ? row[cursorField] : row[parent.changedAt]);
}

describe('a state of version 0.1.0', () => {
  it('after a finished sync is gone on with: each of the thirteen streams brings what changed since, and no more', async () => {
    const state = stored('finished');
    expect(state).toHaveLength(13);
    const outcome = await goOn(state);
    const incremental = state
      .map(({ stream }) => stream.stream_descriptor.name)
      .filter((name) => streamOf(name)?.cursorField);
    expect(incremental).toHaveLength(8);
    for (const name of incremental) {
      const times = outcome.rows(name).map((row) => changedAt(name, row));
      expect([name, times.filter((at) => at < sandbox.now() - INDEX_LAG_SECONDS)]).toEqual([name, []]);
      expect(outcome.lastState(name)).toEqual(
        state.find(({ stream }) => stream.stream_descriptor.name === name)?.stream.stream_state,
      );
    }
  });

  it('of an interrupted sync is gone on with: what was left is read, and what was done is not', async () => {
    const state = stored('interrupted');
    const outcome = await goOn(state);
    const open = state.flatMap(({ stream }) => {
      const gaps = stream.stream_state.progress?.gaps ?? [];
      return gaps.length > 0 ? [{ name: stream.stream_descriptor.name, gaps }] : [];
    });
    expect(open.map(({ name }) => name)).toEqual([
      'activity_logs',
      'conversations',
      'contacts',
      'tickets',
      'conversation_parts',
    ]);
    for (const { name, gaps } of open) {
      const rows = new Set(outcome.rows(name).map((row) => keyOf(name, row)));
      const inGaps = outcome
        .rows(name)
        .filter((row) => gaps.some(({ from, to }) => isBetween(changedAt(name, row), from, to)));
      expect([name, inGaps.length]).toEqual([name, outcome.rows(name).length]);
      // Of the second that a page ended in, the next page has the rest.
      const left = rowsIn(sandbox, name).filter((row) =>
        gaps.some(({ from, to, resume }) =>
          isBetween(changedAt(name, row), resume === undefined ? from : from + 1, to),
        ),
      );
      expect([name, left.filter((row) => !rows.has(keyOf(name, row)))]).toEqual([name, []]);
      expect([name, rows.size < rowsIn(sandbox, name).length]).toEqual([name, true]);
    }
  });
});

function isBetween(at: number, from: number, to: number): boolean {
  return at >= from && at < to;
}
