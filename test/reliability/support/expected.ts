import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { isStreamName } from '../../../sandbox/truth.ts';
import { keyOf, type Printed, type Row } from './printed.ts';

/** Each row of a stream by its key, as the version of it that tells whether the latest has arrived. */
export type Versions = ReadonlyMap<string, string>;

/** What the workspace holds of a stream now. */
export function truthOf(sandbox: Sandbox, stream: string): Versions {
  if (!isStreamName(stream)) throw new Error(`The sandbox has no stream ${stream}`);
  return new Map([...sandbox.truth(stream)].map((row) => [keyOf(stream, row), versionOf(row)]));
}

/** What is wrong with what has arrived, in a few words for each stream; empty when it is all there in its latest version. */
export function differences(printed: Printed, sandbox: Sandbox, streams: readonly string[]): string[] {
  return streams.flatMap((stream) => {
    const truth = truthOf(sandbox, stream);
    const rows = printed.rows.get(stream) ?? new Map<string, Row>();
    const missing = [...truth.keys()].filter((key) => !rows.has(key));
    const stale = [...truth].filter(([key, version]) => rows.has(key) && versionOf(rows.get(key) ?? {}) !== version);
    return [
      ...say(stream, 'missing', missing),
      ...say(
        stream,
        'stale',
        stale.map(([key]) => key),
      ),
    ];
  });
}

/** Rows that came and that the workspace doesn't hold any more, or never did. */
export function strangers(printed: Printed, sandbox: Sandbox, stream: string): string[] {
  const truth = truthOf(sandbox, stream);
  return [...(printed.rows.get(stream)?.keys() ?? [])].filter((key) => !truth.has(key));
}

function say(stream: string, what: string, keys: readonly string[]): string[] {
  return keys.length === 0 ? [] : [`${stream}: ${keys.length} ${what}, such as ${keys.slice(0, 3).join(', ')}`];
}

/** The last change, and how much of what is embedded there is. */
function versionOf(row: Row): string {
  const counts = ['tags', 'companies', 'notes'].map((list) => Object(row[list]).total_count);
  const parts: unknown = Object(row.ticket_parts).ticket_parts;
  return JSON.stringify([row.updated_at ?? row.created_at, counts, Array.isArray(parts) ? parts.length : null]);
}
