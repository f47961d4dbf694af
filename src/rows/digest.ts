import { createHash } from 'node:crypto';
import { isObject } from '../json.ts';

/** A digest of a JSON value as 32 characters, for a key. The order of an object's properties makes no difference. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, inOrder)).digest('base64url').slice(0, 32);
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}

function inOrder(_name: string, value: unknown): unknown {
  return isObject(value) ? Object.fromEntries(Object.entries(value).sort(byName)) : value;
}
