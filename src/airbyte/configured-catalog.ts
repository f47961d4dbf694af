import { z } from 'zod';
import { ConnectorError } from '../errors.ts';
import { problemsOf } from '../input-problems.ts';
import type { JsonObject } from '../json.ts';
import type { SyncMode } from './messages.ts';

/** A stream that the user has chosen, and how to read it. */
export interface ConfiguredStream {
  readonly name: string;
  readonly syncMode: SyncMode;
  /** The columns that the user has chosen, where the platform sent them. */
  readonly jsonSchema?: JsonObject;
}

/** Names are quoted in messages, so they are bounded. The name of a stream is much shorter. */
const LONGEST_NAME = 200;

/** What the platform sends for the destination (generations, modes, keys) is accepted and ignored. */
const configuredCatalog = z.looseObject({
  streams: z.array(
    z.looseObject({
      stream: z.looseObject({
        name: z.string().min(1).max(LONGEST_NAME),
        json_schema: z.record(z.string(), z.unknown()).nullish(),
      }),
      sync_mode: z.enum(['full_refresh', 'incremental']),
    }),
  ),
});

/** The chosen streams in the catalog's order. Throws a `config_error` for a catalog of another shape. */
export function parseConfiguredCatalog(catalog: unknown): readonly ConfiguredStream[] {
  const parsed = configuredCatalog.safeParse(catalog);
  if (!parsed.success) throw invalid(problemsOf(parsed.error, 'catalog').join('; '));
  const streams = parsed.data.streams.map(({ stream, sync_mode }) => ({
    name: stream.name,
    syncMode: sync_mode,
    ...(stream.json_schema ? { jsonSchema: stream.json_schema } : {}),
  }));
  const repeated = firstRepeated(streams.map(({ name }) => name));
  if (repeated !== undefined) throw invalid(`stream ${repeated} is configured twice`);
  return streams;
}

/** A stream as `read` takes it: incremental rows are to replace earlier ones of the same key, full reads the table. */
export function configuredStream<S extends { readonly supported_sync_modes: readonly string[] }>(
  stream: S,
  mode: SyncMode,
): object {
  return mode === 'incremental' && stream.supported_sync_modes.includes('incremental')
    ? { stream, sync_mode: 'incremental', destination_sync_mode: 'append_dedup' }
    : { stream, sync_mode: 'full_refresh', destination_sync_mode: 'overwrite' };
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function invalid(reason: string): ConnectorError {
  return new ConnectorError(
    `The configured catalog is not valid: ${reason}. It takes the form {"streams": [{"stream": …, "sync_mode": …}]}, made of what discover prints; in Airbyte, save the connection's stream selection again.`,
    { failureType: 'config_error' },
  );
}
