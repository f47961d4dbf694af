import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/sandbox.ts';
import { isStreamName } from '../../../sandbox/truth.ts';
import type { CatalogStream } from '../../../scripts/connector.ts';
import { parentOf } from '../../../scripts/coverage.ts';
import { keyOf } from '../../../scripts/outcome.ts';
import { type Ended, messagesOf } from './connector.ts';

type Row = Readonly<Record<string, unknown>>;

/** Secret enough to be found wherever it turns up. */
export const TOKEN = 'dG9rOjhmM2E_c2VjcmV0-dG9rZW4=';

/** A workspace with a few rows of everything, whose clock stands still. */
export function smallWorkspace(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = Math.floor(Date.now() / 1000);
  const few = { contacts: 12, companies: 4, conversations: 5, partsPerConversation: 2, tickets: 4, activity_logs: 6 };
  const sizes = { ...few, tags: 3, admins: 2, teams: 2, segments: 3, deleted_conversations: 2, ...options.sizes };
  const rateLimit = { perWindow: 1_000_000_000 };
  return startSandbox({ token: TOKEN, now: () => now, seed: 3, rateLimit, ...options, sizes });
}

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
export function broughtBy(ended: Ended, streams: readonly CatalogStream[]): Map<string, Set<string>> {
  const brought = new Map(streams.map(({ name }) => [name, new Set<string>()]));
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  for (const { record } of messagesOf(ended)) {
    const stream = byName.get(record?.stream ?? '');
    if (record !== undefined && stream !== undefined) brought.get(stream.name)?.add(keyOf(record.data, stream));
  }
  return brought;
}

const STARTS_AT_DATE = new Set(['activity_logs', 'contacts', 'conversations', 'conversation_parts', 'tickets']);

function changeOf(row: Row, { default_cursor_field: [cursor = ''] = [] }: CatalogStream): number {
  const time = Number(row[cursor] ?? Number.POSITIVE_INFINITY);
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}
