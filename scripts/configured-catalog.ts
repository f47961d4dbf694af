import { configuredStream } from '../src/airbyte/configured-catalog.ts';
import type { CatalogStream } from './lib/messages.ts';

/** Every stream, incremental where it can be. */
export function configuredCatalog(streams: readonly CatalogStream[]): object {
  return { streams: streams.map((stream) => configuredStream(stream, 'incremental')) };
}

/** Every stream in full. */
export function fullRefreshCatalog(streams: readonly CatalogStream[]): object {
  return { streams: streams.map((stream) => configuredStream(stream, 'full_refresh')) };
}

/** A state for each incremental stream, with a cursor in the year 2125. */
export function futureStates(streams: readonly CatalogStream[]): object[] {
  return streams.filter(isIncremental).map(({ name, default_cursor_field: [cursor = ''] = [] }) => ({
    type: 'STREAM',
    stream: { stream_descriptor: { name }, stream_state: { [cursor]: '4891363200' } },
  }));
}

function isIncremental({ supported_sync_modes: modes }: CatalogStream): boolean {
  return modes.includes('incremental');
}
