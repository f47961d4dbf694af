import type { Row } from '../../scripts/lib/printed.ts';
import { streamsOf } from '../../src/streams/registry.ts';
import type { Stream } from '../../src/streams/stream.ts';

/** The types of custom objects in the sandbox. */
export const customObjectTypes = ['Order', 'subscription_plan'];

/** A dataset of the sandbox whose rows have an id of their own, so that the truth has it too. */
export const reportDatasets = ['conversation'];

export const streams: readonly Stream<unknown>[] = streamsOf({
  activityLogsTimeStepDays: 30,
  customObjectTypes,
  reportDatasets,
});
export const streamNames: readonly string[] = streams.map(({ name }) => name);
export const incrementalNames: readonly string[] = streams
  .filter(({ cursorField }) => cursorField !== undefined)
  .map(({ name }) => name);

export type SyncMode = 'full_refresh' | 'incremental';
export type Schemas = ReadonlyMap<string, object>;

/** A configured catalog of these streams, as a platform sends it. */
export function catalogOf(names: readonly string[], mode: SyncMode = 'full_refresh', schemas: Schemas = new Map()) {
  return { streams: names.map((name) => configured(name, mode, schemas)) };
}

/** Likewise, with every stream in the mode that it has: incremental where it can be, if that is asked for. */
export function suitableCatalogOf(names: readonly string[], mode: SyncMode) {
  const modeOf = (name: string) => (incrementalNames.includes(name) ? mode : 'full_refresh');
  return { streams: names.map((name) => configured(name, modeOf(name), new Map())) };
}

function configured(name: string, mode: SyncMode, schemas: Schemas) {
  return {
    stream: { name, json_schema: schemas.get(name) ?? {}, supported_sync_modes: ['full_refresh', 'incremental'] },
    sync_mode: mode,
    destination_sync_mode: 'append',
  };
}

const parentKeys = new Map(streams.map(({ name, parent }) => [name, parent?.key]));
const primaryKeys = new Map(streams.map(({ name, primaryKey }) => [name, primaryKey]));

/** The key of a row as one text. */
export function keyOf(stream: string, row: Row): string {
  return (primaryKeys.get(stream) ?? ['id']).map((column) => String(row[column])).join(' ');
}

/** The record that a row is made of: its own id, or that of its parent. */
export function recordOf(stream: string, row: Row): string {
  const column = parentKeys.get(stream);
  return column === undefined ? keyOf(stream, row) : String(row[column]);
}

/** The time of a row's last change by its stream's cursor field, Unix seconds. */
export function cursorIn(stream: string, row: Row): number {
  return Number(row[streams.find(({ name }) => name === stream)?.cursorField ?? '']);
}
