import type { CatalogStream } from './lib/messages.ts';

/** Every stream, incremental where it can be. */
export function configuredCatalog(streams: readonly CatalogStream[]): object {
  return { streams: streams.map(configured) };
}

/** Every stream in full. */
export function fullRefreshCatalog(streams: readonly CatalogStream[]): object {
  return {
    streams: streams.map((stream) => ({ stream, sync_mode: 'full_refresh', destination_sync_mode: 'overwrite' })),
  };
}

/** A state for each incremental stream, with a cursor in the year 2125. */
export function futureStates(streams: readonly CatalogStream[]): object[] {
  return streams.filter(isIncremental).map(({ name, default_cursor_field: [cursor = ''] = [] }) => ({
    type: 'STREAM',
    stream: { stream_descriptor: { name }, stream_state: { [cursor]: '4891363200' } },
  }));
}

function configured(stream: CatalogStream): object {
  const mode = isIncremental(stream)
    ? { sync_mode: 'incremental', destination_sync_mode: 'append_dedup' }
    : { sync_mode: 'full_refresh', destination_sync_mode: 'overwrite' };
  return { stream, ...mode };
}

function isIncremental({ supported_sync_modes: modes }: CatalogStream): boolean {
  return modes.includes('incremental');
}
