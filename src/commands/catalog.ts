import { configuredStream } from '../airbyte/configured-catalog.ts';
import type { CatalogStream } from '../airbyte/messages.ts';
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
    JSON.stringify(configuredStream(stream, mode)),
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
