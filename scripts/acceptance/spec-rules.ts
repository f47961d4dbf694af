import { isObject, type JsonObject } from '../../src/json.ts';
import { listAt, type Place, placesIn, propertiesOf, typesOf } from './schema.ts';

/**
 * What Airbyte's connector acceptance tests (CAT 3.9.8, class `TestSpec`) would object to in the form of a spec. Empty for
 * a spec that follows all rules.
 */
export function specProblems(spec: JsonObject): readonly string[] {
  const places = placesIn(spec.connectionSpecification);
  const fields = places.filter(({ path }) => path.length > 0);
  return [
    ...requiredFields(spec.connectionSpecification),
    ...orders(places),
    ...groups(spec.connectionSpecification),
    ...places.flatMap((place) => [...keywords(place), ...openness(place)]),
    ...fields.flatMap((place) => [...types(place), ...secrecy(place), ...choices(place), ...dates(place)]),
  ];
}

const FORBIDDEN = [
  ...['$ref', 'not', 'anyOf', 'patternProperties', 'prefixItems', 'allOf', 'if', 'then', 'else'],
  ...['dependentSchemas', 'dependentRequired'],
];

/** Names under which the form expects a secret. */
const SECRET_NAMES = new Set([
  ...['client_token', 'access_token', 'api_token', 'token', 'secret', 'client_secret', 'password', 'key'],
  ...['service_account_info', 'service_account', 'tenant_id', 'certificate', 'jwt', 'credentials', 'app_id', 'appid'],
  'refresh_token',
]);

const DATE_PATTERNS: Readonly<Record<string, string>> = {
  date: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  'date-time': '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$',
};

function requiredFields(form: unknown): readonly string[] {
  const names = isObject(form) ? (listAt(form, 'required') ?? []) : [];
  return names
    .filter((name) => propertiesOf(form)[String(name)] === undefined)
    .map((name) => `${name} is required and not in the form`);
}

function orders(places: readonly Place[]): readonly string[] {
  return places.flatMap(({ path, schema }) => {
    const given = Object.values(propertiesOf(schema)).flatMap((field) => (isObject(field) ? [field.order] : []));
    const known = given.filter((order) => order !== undefined);
    return new Set(known).size === known.length ? [] : [`${at(path)}: two fields have the same order`];
  });
}

function groups(form: unknown): readonly string[] {
  if (!isObject(form)) return ['The spec has no connectionSpecification'];
  const known = (listAt(form, 'groups') ?? []).flatMap((group) => (isObject(group) ? [group.id] : []));
  return placesIn(form).flatMap(({ path, schema: { group } }) => {
    if (group === undefined) return [];
    if (path.length > 1) return [`${at(path)}: only a field at the top may have a group`];
    return known.includes(group) ? [] : [`${at(path)}: there is no group ${String(group)}`];
  });
}

function keywords({ path, schema }: Place): readonly string[] {
  return FORBIDDEN.filter((name) => Object.hasOwn(schema, name)).map((name) => `${at(path)}: ${name} is not allowed`);
}

function openness({ path, schema }: Place): readonly string[] {
  const { additionalProperties = true } = schema;
  return additionalProperties === true ? [] : [`${at(path)}: additionalProperties must be true or absent`];
}

function types({ path, schema }: Place): readonly string[] {
  const all = typesOf(schema);
  const isOneOrNull = all.length === 1 || (all.length === 2 && all[0] !== 'null' && all[1] === 'null');
  const isEmptyObject = all.includes('object') && Object.keys(propertiesOf(schema)).length === 0 && !schema.oneOf;
  const lacksItems = all.includes('array') && !isObject(schema.items);
  return [
    ...(isOneOrNull ? [] : [`${at(path)}: the type must be one, or one followed by null`]),
    ...(isEmptyObject ? [`${at(path)}: an object without fields`] : []),
    ...(lacksItems ? [`${at(path)}: an array whose items have no schema`] : []),
  ];
}

function secrecy({ path, schema }: Place): readonly string[] {
  const name = path.at(-1) ?? '';
  const canHoldSecret = ['string', 'integer', 'number'].some((type) => typesOf(schema).includes(type));
  const isSecret = schema.airbyte_secret === true;
  if (canHoldSecret && SECRET_NAMES.has(name) && !isSecret) return [`${at(path)}: must have airbyte_secret`];
  return isSecret && (!canHoldSecret || schema.const !== undefined) ? [`${at(path)}: can't be a secret`] : [];
}

function choices({ path, schema }: Place): readonly string[] {
  const values = listAt(schema, 'enum') ?? [];
  const repeats = new Set(values).size !== values.length ? [`${at(path)}: enum repeats a value`] : [];
  const display = schema.display_type !== undefined && schema.oneOf === undefined;
  return display ? [...repeats, `${at(path)}: display_type is for oneOf`] : repeats;
}

function dates({ path, schema: { format, pattern } }: Place): readonly string[] {
  const expected = DATE_PATTERNS[String(format)];
  const looksLikeDate = Object.values(DATE_PATTERNS).includes(String(pattern));
  if (expected !== undefined && pattern !== expected) return [`${at(path)}: a ${format} needs the pattern ${expected}`];
  return looksLikeDate && expected === undefined ? [`${at(path)}: the pattern of a date needs its format`] : [];
}

function at(path: readonly string[]): string {
  return path.length === 0 ? 'the form' : path.join('.');
}
