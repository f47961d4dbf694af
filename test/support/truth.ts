import type { Sandbox } from '../../sandbox/sandbox.ts';
import { isStreamName } from '../../sandbox/truth.ts';
import { Destination } from './destination.ts';
import { keyOf, streams } from './inputs.ts';
import { Outcome, type Row } from './outcome.ts';

const links = new Set(streams.filter(({ isLink }) => isLink).map(({ name }) => name));

/** Each row of a stream by its key, as the version of it that tells whether the latest has arrived. */
export type Versions = ReadonlyMap<string, string>;

/** What the workspace holds of a stream now. */
export function rowsIn(sandbox: Sandbox, stream: string): readonly Row[] {
  if (!isStreamName(stream)) throw new Error(`The sandbox has no stream ${stream}`);
  return [...sandbox.truth(stream)];
}

export function truthOf(sandbox: Sandbox, stream: string): Versions {
  return new Map(rowsIn(sandbox, stream).map((row) => [keyOf(stream, row), versionOf(stream, row)]));
}

/** What is wrong with what has arrived, in a few words for each stream; empty when it is all there in its latest version. */
export function differences(
  arrived: Destination | Outcome,
  sandbox: Sandbox,
  streams: readonly string[],
): readonly string[] {
  const rows = rowsOf(arrived);
  return streams.flatMap((stream) => {
    const truth = truthOf(sandbox, stream);
    const here = rows.get(stream) ?? new Map<string, Row>();
    const missing = [...truth.keys()].filter((key) => !here.has(key));
    const stale = [...truth].filter(
      ([key, version]) => here.has(key) && versionOf(stream, here.get(key) ?? {}) !== version,
    );
    const staleKeys = stale.map(([key]) => key);
    return [...say(stream, 'missing', missing), ...say(stream, 'stale', staleKeys)];
  });
}

/** The keys of rows that came and that the workspace doesn't hold any more, or never did. */
export function strangers(arrived: Destination | Outcome, sandbox: Sandbox, stream: string): readonly string[] {
  const truth = truthOf(sandbox, stream);
  return [...(rowsOf(arrived).get(stream)?.keys() ?? [])].filter((key) => !truth.has(key));
}

function rowsOf(arrived: Destination | Outcome): Destination['rows'] {
  return (arrived instanceof Outcome ? new Destination(arrived) : arrived).rows;
}

function say(stream: string, what: string, keys: readonly string[]): readonly string[] {
  return keys.length === 0 ? [] : [`${stream}: ${keys.length} ${what}, such as ${keys.slice(0, 3).join(', ')}`];
}

/**
 * The last change, and how much of what is embedded there is. A link says no more than its key; the workspace gives the
 * linked record beside it, whose changes are none of the link.
 */
function versionOf(stream: string, row: Row): string {
  if (links.has(stream)) return keyOf(stream, row);
  const counts = ['tags', 'companies', 'notes'].map((list) => Object(row[list]).total_count);
  const parts: unknown = Object(row.ticket_parts).ticket_parts;
  return JSON.stringify([row.updated_at ?? row.created_at, counts, Array.isArray(parts) ? parts.length : null]);
}
