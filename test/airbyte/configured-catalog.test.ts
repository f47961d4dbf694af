import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfiguredCatalog } from '../../src/airbyte/configured-catalog.ts';
import { ConnectorError } from '../../src/errors.ts';

const tags = { stream: { name: 'tags' }, sync_mode: 'full_refresh', destination_sync_mode: 'append' };

describe('parseConfiguredCatalog', () => {
  it('gives name, mode and chosen columns in order', () => {
    const contacts = { stream: { name: 'contacts', json_schema: { properties: {} } }, sync_mode: 'incremental' };
    expect(parseConfiguredCatalog({ streams: [tags, contacts] })).toEqual([
      { name: 'tags', syncMode: 'full_refresh' },
      { name: 'contacts', syncMode: 'incremental', jsonSchema: { properties: {} } },
    ]);
  });

  it('R36: accepts nulls, unknown keys and unknown destination modes', () => {
    const stream = {
      name: 'tags',
      json_schema: null,
      supported_sync_modes: null,
      source_defined_cursor: null,
      default_cursor_field: null,
      source_defined_primary_key: null,
      namespace: null,
      is_resumable: null,
      is_file_based: null,
      novelty: { a: 1 },
    };
    const configured = {
      stream,
      sync_mode: 'full_refresh',
      destination_sync_mode: 'someday',
      cursor_field: null,
      primary_key: null,
      generation_id: null,
      include_files: null,
      novelty: 1,
    };
    expect(parseConfiguredCatalog({ streams: [configured], novelty: true })).toEqual([
      { name: 'tags', syncMode: 'full_refresh' },
    ]);
  });

  it('R37: generations, sync ids and destination modes change nothing', () => {
    const other = {
      ...tags,
      generation_id: 7,
      minimum_generation_id: 7,
      sync_id: 3,
      destination_sync_mode: 'overwrite',
    };
    expect(parseConfiguredCatalog({ streams: [other] })).toEqual(parseConfiguredCatalog({ streams: [tags] }));
  });

  it('accepts an empty selection', () => {
    expect(parseConfiguredCatalog({ streams: [] })).toEqual([]);
  });

  it.each([
    ['R39: an unknown sync mode', { streams: [{ ...tags, sync_mode: 'INVALID' }] }, /streams\.0\.sync_mode/],
    ['no streams', {}, /streams/],
    ['a stream without name', { streams: [{ stream: {}, sync_mode: 'incremental' }] }, /streams\.0\.stream\.name/],
    ['a list', [], /catalog/],
    ['null', null, /catalog/],
    ['a stream that comes twice', { streams: [tags, { ...tags, sync_mode: 'incremental' }] }, /tags.*twice/],
  ])('refuses %s', (_name, catalog, message) => {
    expect(() => parseConfiguredCatalog(catalog)).toThrow(
      expect.objectContaining({ failureType: 'config_error', message: expect.stringMatching(message) }),
    );
  });

  it('property: any JSON is either a catalog or a ConnectorError', () => {
    const junk = fc.oneof(fc.jsonValue(), fc.record({ streams: fc.array(fc.jsonValue()) }));
    fc.assert(
      fc.property(junk, (catalog) => {
        try {
          parseConfiguredCatalog(catalog);
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectorError);
        }
      }),
    );
  });
});
