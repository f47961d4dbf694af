import { isObject, type JsonObject } from '../../src/json.ts';
import type { CatalogStream } from '../lib/messages.ts';
import { listAt, placesIn, propertiesOf, typesOf } from './schema.ts';

/** What a configuration that fits the form of `before` could break on in the form of `now`. */
export function specBreaks(before: JsonObject, now: JsonObject): readonly string[] {
  const [oldForm, newForm] = [before.connectionSpecification, now.connectionSpecification];
  if (!isObject(oldForm) || !isObject(newForm)) return ['A spec has no connectionSpecification'];
  const newPlaces = new Map(placesIn(newForm).map(({ path, schema }) => [path.join('.'), schema]));
  return [
    ...newlyRequired(oldForm, newForm),
    ...placesIn(oldForm).flatMap(({ path, schema }) => {
      const name = path.join('.');
      const place = newPlaces.get(name);
      return place === undefined ? [`${name}: the field is gone`] : narrowings(name, schema, place);
    }),
  ];
}

/** What a connection that was made with the catalog of `before` could break on with that of `now`. */
export function catalogBreaks(before: readonly CatalogStream[], now: readonly CatalogStream[]): readonly string[] {
  return before.flatMap((old) => {
    const stream = now.find(({ name }) => name === old.name);
    if (stream === undefined) return [`${old.name}: the stream is gone`];
    return [...modeBreaks(old, stream), ...keyBreaks(old, stream), ...columnBreaks(old, stream)];
  });
}

function newlyRequired(before: JsonObject, now: JsonObject): readonly string[] {
  const old = listAt(before, 'required') ?? [];
  return (listAt(now, 'required') ?? [])
    .filter((name) => !old.includes(name))
    .map((name) => `${String(name)}: required now`);
}

function narrowings(name: string, before: JsonObject, now: JsonObject): readonly string[] {
  const lostTypes = typesOf(before).filter((type) => typesOf(now).length > 0 && !typesOf(now).includes(type));
  const choices = listAt(now, 'enum');
  const lostChoices = choices ? (listAt(before, 'enum') ?? ['any text']).filter((one) => !choices.includes(one)) : [];
  return [
    ...lostTypes.map((type) => `${name}: no longer takes the type ${String(type)}`),
    ...lostChoices.map((choice) => `${name}: no longer takes ${String(choice)}`),
    ...(now.pattern !== undefined && now.pattern !== before.pattern ? [`${name}: another pattern`] : []),
    ...(isTighter(now.minimum, before.minimum, 1) ? [`${name}: a higher minimum`] : []),
    ...(isTighter(now.maximum, before.maximum, -1) ? [`${name}: a lower maximum`] : []),
  ];
}

/** Whether a bound of now refuses what that of before took. `direction` is 1 for a minimum and -1 for a maximum. */
function isTighter(now: unknown, before: unknown, direction: 1 | -1): boolean {
  if (typeof now !== 'number') return false;
  return typeof before !== 'number' || direction * (now - before) > 0;
}

function modeBreaks(before: CatalogStream, now: CatalogStream): readonly string[] {
  return before.supported_sync_modes
    .filter((mode) => !now.supported_sync_modes.includes(mode))
    .map((mode) => `${before.name}: no longer ${mode}`);
}

function keyBreaks(before: CatalogStream, now: CatalogStream): readonly string[] {
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  return [
    ...(isSame(before.source_defined_primary_key, now.source_defined_primary_key) ? [] : [`${now.name}: another key`]),
    ...(isSame(before.default_cursor_field, now.default_cursor_field) ? [] : [`${now.name}: another cursor field`]),
  ];
}

function columnBreaks(before: CatalogStream, now: CatalogStream): readonly string[] {
  const columns = propertiesOf(now.json_schema);
  return Object.entries(propertiesOf(before.json_schema)).flatMap(([name, old]) => {
    const column = columns[name];
    if (!isObject(column)) return [`${now.name}.${name}: the column is gone`];
    const [was, is] = [typesOf(isObject(old) ? old : {}), typesOf(column)];
    const isSame = was.length === is.length && was.every((type) => is.includes(type));
    return isSame ? [] : [`${now.name}.${name}: was ${was.join(' or ')}, is ${is.join(' or ')}`];
  });
}
