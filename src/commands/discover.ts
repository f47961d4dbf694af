import { toJsonSchema } from '../airbyte/json-schema.ts';
import { type CatalogStream, catalogMessage } from '../airbyte/messages.ts';
import { ConnectorError, endsSync } from '../errors.ts';
import { type Api, ApiError, type Body } from '../intercom/api.ts';
import type { JsonObject } from '../json.ts';
import { typeCustomAttributes } from '../rows/custom-attribute-types.ts';
import { REFERRING_ATTRIBUTES, referredTypes } from '../streams/custom-objects.ts';
import { streamsOf } from '../streams/registry.ts';
import type { Stream } from '../streams/stream.ts';
import type { CommandContext } from './context.ts';
import { openClient } from './open-client.ts';

/**
 * Prints all streams, the workspace's own attributes typed, with one for each type of custom object that is configured or
 * that conversations refer to. The same workspace gives the same catalog. Where a permission or a feature is missing, custom
 * attributes stay an open object, and a report's own columns are left out, each with a warning: it must not fail then, since
 * without a catalog the user could not deselect the stream. Rejects when Intercom refuses the token or keeps failing.
 */
export async function discover(context: CommandContext): Promise<number> {
  await context.writer.write(catalogMessage(await discoverStreams(context)));
  return 0;
}

/** The streams of {@link discover}'s catalog. */
export async function discoverStreams(context: CommandContext): Promise<readonly CatalogStream[]> {
  const api = askingOnce(openClient(context, { signal: context.signal, patience: 'check' }));
  const types = new Set([...context.config.customObjectTypes, ...(await findReferredTypes(api, context))]);
  const options = { ...context.config, customObjectTypes: [...types] };
  return Promise.all(streamsOf(options).map((stream) => describe(stream, api, context)));
}

/** Streams that need the same answer share the call for it. */
function askingOnce(api: Api): Api {
  const answers = new Map<string, Promise<Body>>();
  return {
    send: (request, caller) => {
      const key = JSON.stringify(request);
      const answer = answers.get(key) ?? api.send(request, caller);
      answers.set(key, answer);
      return answer;
    },
  };
}

/** The types of custom objects that conversations refer to. */
async function findReferredTypes(api: Api, { logger }: CommandContext): Promise<readonly string[]> {
  try {
    return referredTypes(await api.send(REFERRING_ATTRIBUTES, 'discover'));
  } catch (error) {
    if (!isOfOneResource(error)) throw error;
    logger.warn(
      `Only the custom object types in the configuration have streams: others were not found. ${error.message}`,
    );
    return [];
  }
}

async function describe(stream: Stream<unknown>, api: Api, context: CommandContext): Promise<CatalogStream> {
  const { name, cursorField, primaryKey, walk } = stream;
  return {
    name,
    json_schema: await typedSchema(stream, api, context),
    supported_sync_modes: cursorField === undefined ? ['full_refresh'] : ['full_refresh', 'incremental'],
    ...(cursorField !== undefined && { source_defined_cursor: true, default_cursor_field: [cursorField] }),
    source_defined_primary_key: primaryKey.map((key) => [key]),
    is_resumable: walk.isResumable,
  };
}

async function typedSchema(stream: Stream<unknown>, api: Api, context: CommandContext): Promise<JsonObject> {
  const { name, attributes } = stream;
  const jsonSchema = toJsonSchema(await wholeSchema(stream, api, context));
  if (attributes === undefined) return jsonSchema;
  const { request, property, definitions } = attributes;
  try {
    const answer = await api.send(request, 'discover');
    return typeCustomAttributes(jsonSchema, definitions(answer), {
      asColumns: context.config.customAttributesAsColumns,
      property,
    });
  } catch (error) {
    if (!isOfOneResource(error)) throw error;
    context.logger.warn(`The custom attributes of ${name} stay one object without types. ${error.message}`);
    return jsonSchema;
  }
}

/** The schema with the columns that depend on the workspace. */
async function wholeSchema({ name, schema, columns }: Stream<unknown>, api: Api, context: CommandContext) {
  if (columns === undefined) return schema;
  try {
    return schema.extend(columns.of(await api.send(columns.request, 'discover')));
  } catch (error) {
    if (!isOfOneResource(error)) throw error;
    context.logger.warn(`The columns of ${name} are not known, so the schema leaves them out. ${error.message}`);
    return schema;
  }
}

/**
 * True for an answer that says something about one resource only: the token lacks a permission, the plan or the
 * workspace lacks the feature, the API is not the one expected. False where nothing can be read at all, or not now.
 */
function isOfOneResource(error: unknown): error is ConnectorError {
  if (!(error instanceof ConnectorError) || error.failureType === 'transient_error') return false;
  if (endsSync(error)) return false;
  return !(error instanceof ApiError) || (error.status !== undefined && error.status >= 400);
}
