import type { CatalogStream, SyncMode } from '../airbyte/messages.ts';
import { ConnectorError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { CatalogContext } from './context.ts';
import { discoverStreams } from './discover.ts';

/**
 * Prints a configured catalog for `read`, one stream a line: the chosen streams in the mode, or in full where they have
 * no cursor. It is a file's whole content and no message. Rejects with a `config_error` for a stream that does not exist.
 */
export async function catalog(context: CatalogContext): Promise<number> {
  const { chosen, mode, writer } = context;
  const lines = choose(await discoverStreams(context), chosen).map((stream) =>
    JSON.stringify(configured(stream, mode)),
  );
  await writer.write(`{"streams":[\n${lines.join(',\n')}\n]}`);
  return 0;
}

function choose(streams: readonly CatalogStream[], chosen: readonly string[] | undefined): readonly CatalogStream[] {
  if (chosen === undefined) return streams;
  const names = streams.map(({ name }) => name);
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length > 0 || chosen.length === 0) {
    const told = unknown.map((name) => `There is no stream ${name}.${didYouMean(name, names)}`).join(' ');
    throw new ConnectorError(`${told || 'No stream is named.'} The streams are: ${names.join(', ')}.`, {
      failureType: 'config_error',
    });
  }
  return streams.filter(({ name }) => chosen.includes(name));
}

/** Incremental rows are to replace earlier ones of the same key; a stream that is read in full is to replace the table. */
function configured(stream: CatalogStream, mode: SyncMode): object {
  return mode === 'incremental' && stream.supported_sync_modes.includes('incremental')
    ? { stream, sync_mode: 'incremental', destination_sync_mode: 'append_dedup' }
    : { stream, sync_mode: 'full_refresh', destination_sync_mode: 'overwrite' };
}
