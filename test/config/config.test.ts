import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ignoredFieldsOf, parseConfig, secretsOf, startSeconds } from '../../src/config/config.ts';
import { ConnectorError } from '../../src/errors.ts';

const NOW_MS = Date.UTC(2026, 5, 15, 12);
const parse = (config: unknown) => parseConfig(config, NOW_MS);
const seconds = (iso: string) => Date.parse(iso) / 1000;

const defaults = {
  accessToken: 'tok',
  region: 'us',
  lookbackWindowDays: 0,
  activityLogsTimeStepDays: 30,
  rateLimitShare: 95,
  messageBodies: 'html',
  customAttributesAsColumns: false,
  customObjectTypes: [],
  reportDatasets: [],
};

describe('parseConfig', () => {
  it('needs the access token only', () => {
    expect(parse({ access_token: 'tok' })).toEqual(defaults);
  });

  it("accepts the config of Airbyte's own connector unchanged", () => {
    const config = parse({
      access_token: 'tok',
      client_id: 'id',
      client_secret: 'secret',
      start_date: '2024-01-01T00:00:00Z',
      lookback_window: 7,
      activity_logs_time_step: 91,
      num_workers: 10,
      api_rate_limit: 9500,
    });
    expect(config).toEqual({
      ...defaults,
      startDate: seconds('2024-01-01T00:00:00Z'),
      lookbackWindowDays: 7,
      activityLogsTimeStepDays: 91,
      apiRateLimit: 9500,
      clientId: 'id',
    });
  });

  it('reads our own fields', () => {
    const config = parse({
      access_token: 'tok',
      region: 'eu',
      rate_limit_share: 50,
      max_in_flight: 8,
      message_bodies: 'none',
      custom_attributes_as_columns: true,
      custom_object_types: [' order', 'order', '', 'subscription'],
    });
    expect(config).toEqual({
      ...defaults,
      region: 'eu',
      rateLimitShare: 50,
      maxInFlight: 8,
      messageBodies: 'none',
      customAttributesAsColumns: true,
      customObjectTypes: ['order', 'subscription'],
    });
  });

  it('takes absent, null and blank for the same', () => {
    const names = ['region', 'start_date', 'lookback_window', 'message_bodies', 'max_in_flight', 'custom_object_types'];
    for (const blank of [null, '', '  ']) {
      const config = Object.fromEntries(names.map((name) => [name, blank]));
      expect(parse({ ...config, access_token: 'tok' })).toEqual(defaults);
    }
  });

  it('trims the token and ignores unknown keys', () => {
    expect(parse({ access_token: ' tok\n', _limit: 5, __injected_declarative_manifest: {} })).toEqual(defaults);
  });

  it.each(['2024-02-29T00:00:00Z', '2024-02-29', '2024-02-29T00:00:00.999Z'])('takes %s for a start date', (date) => {
    expect(parse({ access_token: 'tok', start_date: date }).startDate).toBe(seconds('2024-02-29T00:00:00Z'));
  });

  it.each(['2023-02-29T00:00:00Z', '2024-13-01', '2024-01-01T25:00:00Z', 'yesterday', '01.02.2024', 20240101])(
    'R7: refuses the start date %s by name',
    (date) => {
      expect(() => parse({ access_token: 'tok', start_date: date })).toThrow(/start_date/);
    },
  );

  it('refuses a start date in the future', () => {
    expect(() => parse({ access_token: 'tok', start_date: '2026-06-15T12:00:01Z' })).toThrow(/start_date.*future/);
    expect(parse({ access_token: 'tok', start_date: '2026-06-15T12:00:00Z' }).startDate).toBe(NOW_MS / 1000);
  });

  it.each([
    ['region', 'mars'],
    ['lookback_window', -1],
    ['lookback_window', 1.5],
    ['activity_logs_time_step', 0],
    ['activity_logs_time_step', 92],
    ['api_rate_limit', 0],
    ['rate_limit_share', 9],
    ['rate_limit_share', 101],
    ['max_in_flight', 0],
    ['message_bodies', 'markdown'],
    ['custom_attributes_as_columns', 'yes'],
    ['custom_object_types', 'order'],
  ])('R7: refuses %s: %j by name', (field, value) => {
    expect(() => parse({ access_token: 'tok', [field]: value })).toThrow(new RegExp(`${field}: `));
  });

  it('R7: lists every violation, as a config_error', () => {
    const attempt = () => parse({ region: 'mars', lookback_window: 'x' });
    expect(attempt).toThrow(expect.objectContaining({ failureType: 'config_error' }));
    expect(attempt).toThrow(/access_token: is required.*region: .*lookback_window: /);
  });

  it('never echoes a secret', () => {
    expect(() => parse({ access_token: { hidden: 's3cret' }, client_secret: ['s3cret'] })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('s3cret') }),
    );
  });

  it('property: any JSON is either a config or a ConnectorError that names a field', () => {
    const fields = Object.keys({ access_token: 0, region: 0, start_date: 0, lookback_window: 0, num_workers: 0 });
    const junk = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()));
    fc.assert(
      fc.property(junk, (config) => {
        try {
          expect(parse(config).accessToken).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectorError);
        }
      }),
    );
  });
});

describe('ignoredFieldsOf', () => {
  it.each(['\ud800', 'two words', 'x'.repeat(201)])('names a client ID that no request can hold: %j', (client_id) => {
    expect(ignoredFieldsOf({ access_token: 'tok', client_id })).toEqual([
      expect.stringMatching(/^client_id is ignored: it is not the ID of an app/),
    ]);
    expect(parse({ access_token: 'tok', client_id })).not.toHaveProperty('clientId');
  });

  it.each(['0e3c5a1b-77aa', ' 0e3c5a1b ', '', null, undefined])('says nothing of the client ID %j', (client_id) => {
    expect(ignoredFieldsOf({ access_token: 'tok', client_id })).toEqual([]);
  });

  it('names each field that does not exist, and the nearest one that does', () => {
    const config = {
      access_token: 'tok',
      star_date: '2024-01-01',
      'lookback window': 1,
      colour: 'blue',
      client_id: 'x',
    };
    expect(ignoredFieldsOf(config)).toEqual([
      'The configuration has no field star_date, so it is ignored. Did you mean start_date?',
      'The configuration has no field lookback window, so it is ignored. Did you mean lookback_window?',
      'The configuration has no field colour, so it is ignored.',
    ]);
  });

  it('says nothing of what platforms add, nor of anything but an object', () => {
    expect(
      ignoredFieldsOf({ access_token: 'tok', _limit: 5, __injected_manifest: {}, sourceType: 'intercom' }),
    ).toEqual([]);
    for (const other of [null, 5, 'text', ['star_date']]) expect(ignoredFieldsOf(other)).toEqual([]);
  });

  it('counts what goes on for long, and quotes no value', () => {
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${'x'.repeat(100)}${at}`, 's3cret']));
    const warnings = ignoredFieldsOf(many);
    expect(warnings).toHaveLength(6);
    expect(warnings[0]).toBe(`The configuration has no field ${'x'.repeat(60)}…, so it is ignored.`);
    expect(warnings.at(-1)).toBe('The configuration has 3 more unknown fields.');
    expect(warnings.join()).not.toContain('s3cret');
  });
});

describe('startSeconds', () => {
  it('is the start date where there is one', () => {
    const config = parse({ access_token: 'tok', start_date: '2024-01-01T10:00:00Z' });
    expect(startSeconds(config, NOW_MS / 1000)).toBe(seconds('2024-01-01T10:00:00Z'));
  });

  it.each([
    ['2026-06-15T12:34:56Z', '2025-06-15T00:00:00Z'],
    ['2026-01-01T00:00:00Z', '2025-01-01T00:00:00Z'],
    ['2024-02-29T23:59:59Z', '2023-03-01T00:00:00Z'],
  ])('is midnight one year before a sync at %s: %s', (syncStart, start) => {
    expect(startSeconds(parse({ access_token: 'tok' }), seconds(syncStart))).toBe(seconds(start));
  });
});

describe('secretsOf', () => {
  it('finds every secret, trimmed, whether the rest is valid or not', () => {
    const config = { access_token: ' a ', client_id: 'b', client_secret: 'c', region: 'mars', start_date: 5 };
    expect([...secretsOf(config)].sort()).toEqual(['a', 'b', 'c']);
  });

  it.each([null, 5, [], { access_token: 5 }])('finds none in %j', (config) => {
    expect(secretsOf(config)).toEqual([]);
  });
});
