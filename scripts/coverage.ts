import type { Sandbox } from '../sandbox/sandbox.ts';
import { isStreamName } from '../sandbox/truth.ts';
import type { CatalogStream } from './lib/messages.ts';
import type { Row } from './lib/printed.ts';
import { keyOf } from './outcome.ts';

/** The streams that `start_date` bounds, by which time of a row, and how their children name them. */
const bounded = [
  { stream: 'activity_logs', time: 'created_at' },
  { stream: 'contacts', time: 'updated_at', parentKey: 'contact_id' },
  { stream: 'conversations', time: 'updated_at', parentKey: 'conversation_id' },
  { stream: 'tickets', time: 'updated_at', parentKey: 'ticket_id' },
  { stream: 'calls', time: 'updated_at', parentKey: 'call_id' },
  { stream: 'deleted_conversations', time: 'deleted_at' },
];

/** What the workspace holds, as far as a sync from `startSeconds` covers it: each stream's rows, as JSON, by key. */
export function covered(
  sandbox: Sandbox,
  streams: readonly CatalogStream[],
  startSeconds: number,
): Map<string, Map<string, string>> {
  const inRange = new Map(bounded.map(({ stream, time }) => [stream, idsSince(sandbox, stream, time, startSeconds)]));
  return new Map(
    streams.map((stream) => {
      const rows = [...truthOf(sandbox, stream.name)].filter((row) => isCovered(stream.name, row, inRange));
      return [stream.name, new Map(rows.map((row) => [keyOf(row, stream), JSON.stringify(row)]))];
    }),
  );
}

/** The streams whose rows an incremental read repeats with their parent, and the column that names the parent. */
export function parentOf(row: Row, stream: string): { readonly stream: string; readonly id: string } | undefined {
  const parents = [...bounded, { stream: 'companies', parentKey: 'company_id' }];
  const parent = parents.find(
    ({ parentKey, stream: own }) => parentKey !== undefined && own !== stream && parentKey in row,
  );
  if (parent?.parentKey === undefined || bounded.some((one) => one.stream === stream)) return undefined;
  return { stream: parent.stream, id: String(row[parent.parentKey]) };
}

function isCovered(stream: string, row: Row, inRange: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const own = inRange.get(stream);
  if (own !== undefined) return own.has(String(row.id));
  const parent = parentOf(row, stream);
  return parent === undefined || (inRange.get(parent.stream)?.has(parent.id) ?? true);
}

function idsSince(sandbox: Sandbox, stream: string, time: string, startSeconds: number): Set<string> {
  const rows = [...truthOf(sandbox, stream)].filter((row) => Number(row[time]) >= startSeconds);
  return new Set(rows.map(({ id }) => String(id)));
}

function truthOf(sandbox: Sandbox, stream: string): Iterable<Row> {
  return isStreamName(stream) ? sandbox.truth(stream) : [];
}
