import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { isStreamName } from '../../sandbox/truth.ts';
import { coveredRows } from '../../scripts/coverage.ts';
import type { Row } from '../../src/rows/row.ts';
import { isBoundedByStartDate } from '../../src/streams/registry.ts';
import { Connector, catalogOf, streamNames, streams } from '../support/connector.ts';
import type { Outcome } from '../support/outcome.ts';

/** Enough for several pages of each list that has pages, except for newsfeeds. */
const sizes = {
  ...{ contacts: 420, companies: 130, conversations: 170, tickets: 160, activity_logs: 300 },
  ...{ audiences: 60, collections: 260, content_import_sources: 60, content_snippets: 60, data_connectors: 60 },
  ...{ instancesPerType: 160 },
};
// With calls per record, the default limit would hold the streams for longer than they may wait untold.
const rateLimit = { perWindow: 1_000_000 };
const sandbox = await startSandbox({ sizes, rateLimit, scroll: { pageSize: 50 } });
const connector = new Connector(sandbox);
const startDate = Math.floor(sandbox.now()) - 300 * 86_400;
const config = { start_date: new Date(startDate * 1000).toISOString().replace('.000Z', 'Z') };

let discovered: Outcome;
let full: Outcome;
let incremental: Outcome;
let startedMs = 0;
beforeAll(async () => {
  startedMs = Date.now();
  discovered = await connector.discover({ config });
  const catalog = (mode: 'full_refresh' | 'incremental') => catalogOf(streamNames, mode, discovered.schemas);
  full = await connector.read([], 'full_refresh', { config, catalog: catalog('full_refresh') });
  incremental = await connector.read([], 'incremental', { config, catalog: catalog('incremental') });
  return () => sandbox.close();
});

function truthOf(name: string): readonly Row[] {
  if (!isStreamName(name)) throw new Error(`The sandbox knows no ${name}.`);
  return coveredRows(sandbox, name, startDate);
}

function keysOf(rows: readonly Row[], key: readonly string[]): readonly string[] {
  return rows.map((row) => JSON.stringify(key.map((column) => row[column] && String(row[column])))).toSorted();
}

const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });

it('both reads are complete', () => {
  expect([full.exitCode, incremental.exitCode, full.errors, incremental.errors]).toEqual([0, 0, [], []]);
});

it('every record tells when it was emitted, within the run', () => {
  const times = [...full.records, ...incremental.records].map(({ emitted_at }) => emitted_at);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(startedMs);
  expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());
});

it('prints neither a namespace nor a CONTROL message', () => {
  expect(full.text + incremental.text).not.toMatch(/"namespace"|"type":"CONTROL"|"destinationStats"/);
});

it('the start date leaves something out, so that the comparison with the truth means something', () => {
  const bounded = streams.filter((stream) => isBoundedByStartDate(stream, streams)).map(({ name }) => name);
  const cut = streamNames.filter((name) => isStreamName(name) && truthOf(name).length < sandbox.count(name));
  expect(cut).toEqual(bounded);
});

describe.each(streams)('$name', ({ name, primaryKey, cursorField }) => {
  const schema = () => discovered.schemas.get(name) ?? {};

  it('has a valid draft-07 schema', () => {
    expect(schema().$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(ajv.validateSchema(schema())).toBe(true);
  });

  it('has its keys and its cursor in the schema, scalar and never null', () => {
    const properties = Object(schema().properties);
    for (const column of [...primaryKey, ...(cursorField === undefined ? [] : [cursorField])]) {
      expect(['string', 'integer', 'number']).toContain(properties[column]?.type);
    }
  });

  it('brings rows in a full read', () => {
    expect(full.rows(name).length).toBeGreaterThan(1);
  });

  it('brings rows that fit the discovered schema under strict types', () => {
    const validate = ajv.compile(schema());
    for (const row of full.rows(name)) {
      validate(row);
      expect(validate.errors).toBeNull();
    }
  });

  it('declares every column that it brings', () => {
    const declared = new Set(Object.keys(Object(schema().properties)));
    const columns = new Set(full.rows(name).flatMap((row) => Object.keys(row)));
    expect([...columns].filter((column) => !declared.has(column))).toEqual([]);
  });

  it('brings keys that are never null and never twice', () => {
    const keys = keysOf(full.rows(name), primaryKey);
    expect(keys.filter((key) => key.includes('null'))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(['full', 'incremental'] as const)('brings in a first %s read exactly what the API holds', (mode) => {
    const rows = (mode === 'full' ? full : incremental).rows(name);
    expect(keysOf(rows, primaryKey)).toEqual(keysOf(truthOf(name), primaryKey));
  });

  it('ends with a state and COMPLETE', () => {
    for (const outcome of [full, incremental]) {
      expect(outcome.states(name).length).toBeGreaterThan(0);
      expect(outcome.statuses(name)).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
    }
  });

  it('counts its rows in its states', () => {
    for (const outcome of [full, incremental]) {
      let rows = 0;
      for (const message of outcome.messages) {
        if (message.type === 'RECORD' && message.record.stream === name) rows += 1;
        if (message.type !== 'STATE' || message.state.stream.stream_descriptor.name !== name) continue;
        expect(message.state.sourceStats.recordCount).toBe(rows);
        rows = 0;
      }
      expect(rows).toBe(0);
    }
  });
});
