import type { Row } from './json.ts';
import type { Table } from './resource-kit/resource.ts';
import { resources, type StreamName } from './resources/all.ts';
import type { Workspace } from './workspace.ts';

export type { StreamName } from './resources/all.ts';

const tables: ReadonlyMap<string, Table> = new Map(resources.flatMap(({ tables = {} }) => Object.entries(tables)));

export function isStreamName(name: string): name is StreamName {
  return tables.has(name);
}

export function streamNames(): StreamName[] {
  return [...tables.keys()].filter(isStreamName);
}

/** Everything that the API can give for this stream now, as raw objects; children carry their parent's id. */
export function truth(workspace: Workspace, stream: StreamName): Iterable<Row> {
  return tableOf(stream).rows(workspace);
}

/** How many rows {@link truth} gives. */
export function countTruth(workspace: Workspace, stream: StreamName): number {
  const table = tableOf(stream);
  if (table.count) return table.count(workspace);
  let count = 0;
  for (const _row of table.rows(workspace)) count++;
  return count;
}

function tableOf(stream: StreamName): Table {
  const table = tables.get(stream);
  if (!table) throw new Error(`The sandbox has no stream ${stream}`);
  return table;
}
