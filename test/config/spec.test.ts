import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { specText } from '../../scripts/generate-spec.ts';
import { readSpec } from '../../src/cli/spec.ts';

const field = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]),
  title: z.string().min(1),
  description: z.string().min(1),
  order: z.int(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  pattern_descriptor: z.string().optional(),
  examples: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  airbyte_secret: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  group: z.string().optional(),
});

const specification = z
  .looseObject({
    documentationUrl: z.string(),
    protocol_version: z.string(),
    connectionSpecification: z.looseObject({
      $schema: z.literal('http://json-schema.org/draft-07/schema#'),
      type: z.literal('object'),
      required: z.array(z.string()),
      additionalProperties: z.literal(true),
      groups: z.array(z.looseObject({ id: z.string() })),
      properties: z.record(z.string(), field),
    }),
  })
  .parse(await readSpec());
const form = specification.connectionSpecification;
const fields = Object.entries(form.properties);

/** Airbyte's own words that a JSON schema validator doesn't know. */
const formWords = ['airbyte_hidden', 'airbyte_secret', 'always_show', 'group', 'groups', 'order', 'pattern_descriptor'];
const ajv = new Ajv({ keywords: formWords, allowUnionTypes: true });
ajvFormats.default(ajv);

describe('spec.json', () => {
  it('is what the generator writes: run `npm run spec` and look at the difference', async () => {
    expect(await readFile(new URL('../../spec.json', import.meta.url), 'utf8')).toBe(specText());
  });

  it('R53: is a draft-07 object that takes more keys, each field with title, description and an order of its own', () => {
    expect(form.required).toEqual(['access_token']);
    expect(new Set(fields.map(([, { order }]) => order)).size).toBe(fields.length);
  });

  it('has every field of the config, in known groups', () => {
    expect(fields.map(([name]) => name).sort()).toEqual([
      'access_token',
      'activity_logs_time_step',
      'api_rate_limit',
      'client_id',
      'client_secret',
      'custom_attributes_as_columns',
      'custom_object_types',
      'lookback_window',
      'max_in_flight',
      'message_bodies',
      'num_workers',
      'rate_limit_share',
      'region',
      'report_datasets',
      'start_date',
    ]);
    const groups = form.groups.map(({ id }) => id);
    for (const [, { group }] of fields) if (group !== undefined) expect(groups).toContain(group);
  });

  it('R54: marks the secrets, and only text', () => {
    const secrets = fields.filter(([, { airbyte_secret }]) => airbyte_secret);
    expect(secrets.map(([name]) => name)).toEqual(['access_token', 'client_id', 'client_secret']);
    for (const [, { type }] of secrets) expect([type].flat()).toContain('string');
  });

  it('R54: has single types or [T, null], and no keyword that the form refuses', () => {
    for (const [, { type }] of fields) {
      if (Array.isArray(type)) expect(type).toEqual([expect.not.stringMatching('null'), 'null']);
    }
    const forbidden = /"(\$ref|not|anyOf|patternProperties|prefixItems|allOf|if|then|else|dependent\w+)":/;
    expect(JSON.stringify(form)).not.toMatch(forbidden);
  });

  it('R55: a date has format, pattern and its wording, and every example and default fits its field', () => {
    const dates = fields.filter(([, { format }]) => format !== undefined);
    expect(dates.map(([name]) => name)).toEqual(['start_date']);
    for (const [, { pattern, pattern_descriptor, examples = [] }] of dates) {
      expect(pattern_descriptor).toBeTruthy();
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) expect(String(example)).toMatch(new RegExp(pattern ?? '^$'));
    }
    for (const [name, { examples = [], default: byDefault, ...schema }] of fields) {
      const values = byDefault === undefined ? examples : [...examples, byDefault];
      for (const value of values) expect(ajv.validate(schema, value), `${name}: ${JSON.stringify(value)}`).toBe(true);
    }
  });

  it('has descriptions whose only tags are links: a placeholder such as <name> would vanish in the form', () => {
    for (const [name, { description }] of fields) expect(description, name).not.toMatch(/<(?!\/?a[ >])/);
  });

  it('R56: has no oneOf', () => {
    expect(JSON.stringify(form)).not.toContain('"oneOf":');
  });

  it('R57: links to documentation over https and speaks protocol 0', () => {
    expect(new URL(specification.documentationUrl).protocol).toBe('https:');
    expect(specification.protocol_version).toMatch(/^0\./);
  });

  it('accepts full configs, null for what is optional, and unknown keys', () => {
    const isValid = ajv.compile(form);
    expect(isValid({ access_token: 'tok' })).toBe(true);
    const nulls = { start_date: null, lookback_window: null, max_in_flight: null, client_id: null };
    expect(isValid({ access_token: 'tok', ...nulls, _limit: 1 })).toBe(true);
    expect(isValid({ start_date: '2024-01-01T00:00:00Z' })).toBe(false);
    expect(isValid({ access_token: 'tok', start_date: '2024-01-01' })).toBe(false);
  });
});
