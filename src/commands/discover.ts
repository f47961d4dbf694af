import { toJsonSchema } from '../airbyte/json-schema.ts';
import { type CatalogStream, catalogMessage, type JsonObject } from '../airbyte/messages.ts';
import type { Run } from '../cli/run-command.ts';
import { ConnectorError } from '../errors.ts';
import type { Api } from '../intercom/api.ts';
import { isMissingPermission } from '../intercom/http/api-errors.ts';
import { typeCustomAttributes } from '../rows/custom-attribute-types.ts';
import { allStreams } from '../streams/registry.ts';
import type { Stream } from '../streams/stream.ts';
import { connect } from './open-client.ts';

/** Prints all streams, the workspace's own attributes typed. The same workspace gives the same catalog. */
export async function discover(run: Run): Promise<number> {
  const client = connect(run, { signal: run.signal, patience: 'check' });
  const streams = await Promise.all(allStreams(run.config).map((stream) => describe(stream, client, run)));
  await run.writer.write(catalogMessage(streams));
  return 0;
}

async function describe(stream: Stream<unknown>, api: Api, run: Run): Promise<CatalogStream> {
  const { name, cursorField, primaryKey, walk } = stream;
  return {
    name,
    json_schema: await typedSchema(stream, api, run),
    supported_sync_modes: cursorField === undefined ? ['full_refresh'] : ['full_refresh', 'incremental'],
    ...(cursorField !== undefined && { source_defined_cursor: true, default_cursor_field: [cursorField] }),
    source_defined_primary_key: primaryKey.map((key) => [key]),
    is_resumable: walk.isResumable,
  };
}

async function typedSchema({ name, schema, attributes }: Stream<unknown>, api: Api, run: Run): Promise<JsonObject> {
  const jsonSchema = toJsonSchema(schema);
  if (attributes === undefined) return jsonSchema;
  const { request, property, definitions } = attributes;
  try {
    const answer = await api.send(request, 'discover');
    return typeCustomAttributes(jsonSchema, definitions(answer), {
      asColumns: run.config.customAttributesAsColumns,
      property,
    });
  } catch (error) {
    if (!(error instanceof ConnectorError && isMissingPermission(error))) throw error;
    run.logger.warn(`The custom attributes of ${name} stay one object without types. ${error.message}`);
    return jsonSchema;
  }
}
