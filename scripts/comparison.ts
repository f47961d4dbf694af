import { parentOf } from './coverage.ts';
import type { CatalogStream } from './lib/messages.ts';
import type { StreamOutcome } from './outcome.ts';

/** Rows by stream and key. */
export type Truth = Map<string, Map<string, string>>;

type Outcome = ReadonlyMap<string, StreamOutcome>;

/** An incremental read starts this long before the last sync, since search shows changes late. */
const OVERLAP_SECONDS = 15 * 60;

/** Faults of a first sync, which has to bring every covered row once and no other. */
export function faultsOfFirst(stream: CatalogStream, outcome: Outcome, truth: Truth): string[] {
  const { rows, records, isComplete } = outcomeOfStream(stream, outcome);
  const wanted = truth.get(stream.name) ?? new Map();
  return faults(stream.name, {
    incomplete: isComplete ? [] : ['it did not end COMPLETE'],
    missing: [...wanted.keys()].filter((key) => !rows.has(key)),
    unknown: [...rows.keys()].filter((key) => !wanted.has(key)),
    repeated: records === rows.size ? [] : [`${records - rows.size} records`],
  });
}

/**
 * Faults of a second sync. An incremental one has to bring all that has changed, and may only bring the overlap with the
 * first sync and children of the parents that it brings besides. A full refresh has to bring everything that there is now.
 */
export function faultsOfSecond(
  stream: CatalogStream,
  outcome: Outcome,
  { now, changed, firstStart }: { readonly now: Truth; readonly changed: Truth; readonly firstStart: number },
): string[] {
  if (!stream.supported_sync_modes.includes('incremental')) return faultsOfFirst(stream, outcome, now);
  const { rows, isComplete } = outcomeOfStream(stream, outcome);
  const wanted = changed.get(stream.name) ?? new Map();
  const [cursor = ''] = stream.default_cursor_field ?? [];
  const isExpected = (key: string, row: Readonly<Record<string, unknown>>): boolean => {
    const parent = parentOf(row, stream.name);
    return (
      wanted.has(key) ||
      Number(row[cursor]) >= firstStart - OVERLAP_SECONDS ||
      (parent !== undefined && outcome.get(parent.stream)?.rows.has(JSON.stringify([parent.id])) === true)
    );
  };
  return faults(stream.name, {
    incomplete: isComplete ? [] : ['it did not end COMPLETE'],
    missing: [...wanted.keys()].filter((key) => !rows.has(key)),
    unchanged: [...rows].filter(([key, row]) => !isExpected(key, row)).map(([key]) => key),
  });
}

function outcomeOfStream({ name }: CatalogStream, outcome: Outcome): StreamOutcome {
  return outcome.get(name) ?? { records: 0, rows: new Map(), state: undefined, isComplete: false };
}

function faults(stream: string, found: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(found)
    .filter(([, keys]) => keys.length > 0)
    .map(([what, keys]) => `${stream}: ${keys.length} ${what}, for example ${keys.slice(0, 3).join(' ')}`);
}
