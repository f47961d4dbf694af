import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { isStreamName } from '../../../sandbox/truth.ts';
import { parentOf } from '../../../scripts/coverage.ts';
import type { CatalogStream } from '../../../scripts/lib/messages.ts';
import { keyOf } from '../../../scripts/outcome.ts';
import type { Outcome, Row } from '../../support/outcome.ts';

/** What of a stream a read must bring, by key: all that changed at or after `since` (Unix seconds). */
export function wanted(sandbox: Sandbox, stream: CatalogStream, since: Since): Set<string> {
  const rows = isStreamName(stream.name) ? [...sandbox.truth(stream.name)] : [];
  const parents = new Map<string, Map<string, Row>>();
  const parentRow = (row: Row): Row | undefined => {
    const parent = parentOf(row, stream.name);
    if (parent === undefined || !isStreamName(parent.stream)) return undefined;
    const known =
      parents.get(parent.stream) ?? new Map([...sandbox.truth(parent.stream)].map((one) => [String(one.id), one]));
    parents.set(parent.stream, known);
    return known.get(parent.id);
  };
  const isWanted = (row: Row) => {
    const start = STARTS_AT_DATE.has(stream.name) ? since.start : 0;
    return changeOf(parentRow(row) ?? row, stream) >= Math.max(start, since.state);
  };
  return new Set(rows.filter(isWanted).map((row) => keyOf(row, stream)));
}

/** The earliest second that the start date lets through, and the latest that a state may vouch for. */
export interface Since {
  readonly start: number;
  readonly state: number;
}

/** The keys of the rows that came, by stream. */
export function broughtBy({ records }: Outcome, streams: readonly CatalogStream[]): Map<string, Set<string>> {
  const brought = new Map(streams.map(({ name }) => [name, new Set<string>()]));
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  for (const record of records) {
    const stream = byName.get(record.stream);
    if (stream !== undefined) brought.get(stream.name)?.add(keyOf(record.data, stream));
  }
  return brought;
}

const STARTS_AT_DATE = new Set(['activity_logs', 'contacts', 'conversations', 'conversation_parts', 'tickets']);

function changeOf(row: Row, { default_cursor_field: [cursor = ''] = [] }: CatalogStream): number {
  const time = Number(row[cursor] ?? Number.POSITIVE_INFINITY);
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}
