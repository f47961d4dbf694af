import { expect, it } from 'vitest';
import { catalogBreaks, specBreaks } from '../../../scripts/acceptance/compatibility.ts';
import type { CatalogStream } from '../../../scripts/lib/messages.ts';

const fields = {
  token: { type: 'string' },
  region: { type: 'string', enum: ['us', 'eu'] },
  days: { type: ['integer', 'null'], minimum: 1, maximum: 91 },
};
const spec = specWith({});

function specWith(changed: object, more: object = {}) {
  return {
    connectionSpecification: { type: 'object', required: ['token'], properties: { ...fields, ...changed }, ...more },
  };
}

it('more choices, wider bounds, more types and new optional fields break nothing', () => {
  const wider = {
    region: { type: ['string', 'null'], enum: ['us', 'eu', 'au'] },
    days: { type: ['integer', 'null'], minimum: 0 },
    more: { type: 'string', pattern: '^a' },
  };
  expect(specBreaks(spec, spec)).toEqual([]);
  expect(specBreaks(spec, specWith(wider))).toEqual([]);
});

it.each([
  ['region: required now', specWith({}, { required: ['token', 'region'] })],
  ['region: the field is gone', specWith({ region: undefined })],
  ['days: no longer takes the type null', specWith({ days: { type: 'integer', minimum: 1, maximum: 91 } })],
  ['region: no longer takes eu', specWith({ region: { type: 'string', enum: ['us'] } })],
  ['token: no longer takes any text', specWith({ token: { type: 'string', enum: ['x'] } })],
  ['token: another pattern', specWith({ token: { type: 'string', pattern: '^a' } })],
  ['days: a higher minimum', specWith({ days: { ...fields.days, minimum: 2 } })],
  ['days: a lower maximum', specWith({ days: { ...fields.days, maximum: 90 } })],
])('tells what breaks a configuration: %s', (breaks, now) => {
  expect(specBreaks(spec, now)).toEqual([breaks]);
});

const stream: CatalogStream = {
  name: 'contacts',
  supported_sync_modes: ['full_refresh', 'incremental'],
  source_defined_primary_key: [['id']],
  default_cursor_field: ['updated_at'],
  is_resumable: true,
  json_schema: { properties: { id: { type: 'string' }, name: { type: ['null', 'string'] } } },
};

it('a new stream and a new column break nothing', () => {
  const schema = { properties: { ...Object(stream.json_schema.properties), age: { type: 'integer' } } };
  expect(
    catalogBreaks(
      [stream],
      [
        { ...stream, json_schema: schema },
        { ...stream, name: 'calls' },
      ],
    ),
  ).toEqual([]);
});

it.each<[string, Partial<CatalogStream>]>([
  ['contacts: the stream is gone', { name: 'people' }],
  ['contacts: no longer incremental', { supported_sync_modes: ['full_refresh'] }],
  ['contacts: another key', { source_defined_primary_key: [['external_id']] }],
  ['contacts: another cursor field', { default_cursor_field: ['created_at'] }],
  ['contacts.name: the column is gone', { json_schema: { properties: { id: { type: 'string' } } } }],
  [
    'contacts.id: was string, is integer',
    { json_schema: { properties: { id: { type: 'integer' }, name: { type: ['string', 'null'] } } } },
  ],
])('tells what breaks a connection: %s', (breaks, change) => {
  expect(catalogBreaks([stream], [{ ...stream, ...change }])).toEqual([breaks]);
});
