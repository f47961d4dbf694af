import type { Sandbox } from '../sandbox/sandbox.ts';
import { isStreamName } from '../sandbox/truth.ts';
import { isBoundedByStartDate, streamsOf } from '../src/streams/registry.ts';
import type { CatalogStream } from './lib/messages.ts';
import type { Row } from './lib/printed.ts';
import { keyOf } from './outcome.ts';

const streams = streamsOf({ activityLogsTimeStepDays: 30, reportDatasets: ['conversation'] });

/**
 * The rows of the workspace that a sync from `startSeconds` covers: per stream, as JSON, by key. A link says no more than
 * its key; the workspace gives the linked record beside it, whose changes are none of the link.
 */
export function covered(
  sandbox: Sandbox,
  catalog: readonly CatalogStream[],
  startSeconds: number,
): Map<string, Map<string, string>> {
  return new Map(
    catalog.map((stream) => {
      const rows = coveredRows(sandbox, stream.name, startSeconds);
      const isLink = streams.find(({ name }) => name === stream.name)?.isLink === true;
      const versionOf = (row: Row) => (isLink ? keyOf(row, stream) : JSON.stringify(row));
      return [stream.name, new Map(rows.map((row) => [keyOf(row, stream), versionOf(row)]))];
    }),
  );
}

/**
 * The rows of a stream that a sync from `startSeconds` covers: those whose own time, or whose parent's time, is not before
 * it. All rows of a stream that the start date does not bound.
 */
export function coveredRows(sandbox: Sandbox, name: string, startSeconds: number): readonly Row[] {
  const rows = isStreamName(name) ? [...sandbox.truth(name)] : [];
  const stream = streams.find((one) => one.name === name);
  if (stream === undefined || !isBoundedByStartDate(stream, streams)) return rows;
  const { parent, cursorField = '' } = stream;
  if (parent === undefined) return rows.filter((row) => Number(row[cursorField]) >= startSeconds);
  const parents = new Set(coveredRows(sandbox, parent.stream, startSeconds).map(({ id }) => String(id)));
  return rows.filter((row) => parents.has(String(row[parent.key])));
}

/** The parent of a row: an incremental read repeats the row when its parent has changed. Undefined without a parent. */
export function parentOf(row: Row, name: string): { readonly stream: string; readonly id: string } | undefined {
  const parent = streams.find((stream) => stream.name === name)?.parent;
  return parent && { stream: parent.stream, id: String(row[parent.key]) };
}
