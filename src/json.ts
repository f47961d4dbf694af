/** A JSON object, read only. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON schema, or a part of one. */
export type JsonSchema = JsonObject;

/** True for a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value where it is a JSON object, otherwise an empty one. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
