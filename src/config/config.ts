import type { z } from 'zod';
import { ConnectorError } from '../errors.ts';
import { problemsOf } from '../input-problems.ts';
import { isObject } from '../json.ts';
import { didYouMean } from '../nearest.ts';
import { configForm } from './config-form.ts';

/** The configuration as the code uses it: defaults filled in, times and limits as numbers. */
export interface Config {
  readonly accessToken: string;
  readonly region: 'us' | 'eu' | 'au';
  /** Unix seconds; when absent, see {@link startSeconds}. */
  readonly startDate?: number;
  readonly lookbackWindowDays: number;
  readonly activityLogsTimeStepDays: number;
  /** Calls a minute at most; when absent, as many as the API's headers allow. */
  readonly apiRateLimit?: number;
  /** Percent of each rate limit window that we may use. */
  readonly rateLimitShare: number;
  /** Requests in flight at most; when absent, the number adapts to how fast the API answers. */
  readonly maxInFlight?: number;
  readonly messageBodies: 'html' | 'plain_text' | 'none';
  readonly customAttributesAsColumns: boolean;
  readonly customObjectTypes: readonly string[];
  readonly reportDatasets: readonly string[];
  /** The app's, which requests for reports may need. */
  readonly clientId?: string;
}

/**
 * The configuration with its defaults. Throws a `config_error` that lists every violation by field and quotes no value.
 * Absent, null and blank mean the same; unknown fields are ignored, see {@link ignoredFieldsOf}.
 */
export function parseConfig(config: unknown, nowMs: number): Config {
  const parsed = configForm.safeParse(isObject(config) ? withoutBlanks(config) : config);
  const problems = parsed.success
    ? startDateProblems(parsed.data.start_date, nowMs)
    : problemsOf(parsed.error, 'config');
  if (!parsed.success || problems.length > 0) {
    throw new ConnectorError(`The configuration is not valid. ${problems.join('; ')}.`, {
      failureType: 'config_error',
    });
  }
  return toConfig(parsed.data);
}

/**
 * A warning for each field of a configuration that has no effect: for a client ID that is none, and for fields that do not
 * exist, the first five and the number of the others. What platforms add themselves is not counted. Quotes no value.
 */
export function ignoredFieldsOf(config: unknown): readonly string[] {
  if (!isObject(config)) return [];
  const known = Object.keys(configForm.shape);
  const unknown = Object.keys(config).filter((name) => !known.includes(name) && !isFromPlatform(name));
  const told = unknown.slice(0, MOST_UNKNOWN).map((name) => {
    const shown = name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name;
    return `The configuration has no field ${shown}, so it is ignored.${didYouMean(name, known)}`;
  });
  const untold = unknown.length - told.length;
  return [
    ...(isClientId(config.client_id ?? '') ? [] : [NO_CLIENT_ID]),
    ...told,
    ...(untold > 0 ? [`The configuration has ${untold} more unknown fields.`] : []),
  ];
}

const NO_CLIENT_ID =
  'client_id is ignored: it is not the ID of an app as the Developer Hub shows it. Copy it again, or leave it empty.';

/** What a request can hold. The form takes any text, as that of Airbyte's own connector does. */
function isClientId(value: unknown): boolean {
  return typeof value === 'string' && /^[!-~]{0,200}$/.test(value.trim());
}

const MOST_UNKNOWN = 5;
const LONGEST_SHOWN = 60;

/** Airbyte's debug settings and injected fields begin with `_`; its API and Terraform provider add `sourceType`. */
function isFromPlatform(name: string): boolean {
  return name.startsWith('_') || name === 'sourceType';
}

/** The secret values in a configuration, whether it is valid or not. */
export function secretsOf(config: unknown): readonly string[] {
  if (!isObject(config)) return [];
  const secrets = Object.entries(configForm.shape).filter(([, field]) => field.meta()?.airbyte_secret === true);
  return secrets.flatMap(([name]) => {
    const value = config[name];
    return typeof value === 'string' ? [value.trim()] : [];
  });
}

const DAY_SECONDS = 86_400;

/** Unix seconds of the start date; by default midnight UTC one year before `syncStart` (Unix seconds). */
export function startSeconds(config: Config, syncStart: number): number {
  if (config.startDate !== undefined) return config.startDate;
  const yearBefore = new Date(syncStart * 1000);
  yearBefore.setUTCFullYear(yearBefore.getUTCFullYear() - 1);
  return Math.floor(yearBefore.getTime() / 1000 / DAY_SECONDS) * DAY_SECONDS;
}

function withoutBlanks(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const trimmed = Object.entries(config).map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value]);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== null && value !== ''));
}

function startDateProblems(startDate: string | undefined, nowMs: number): readonly string[] {
  const isFuture = startDate !== undefined && Date.parse(startDate) > nowMs;
  return isFuture ? ['start_date: lies in the future, so that nothing would be read; choose an earlier date'] : [];
}

function toConfig(fields: z.infer<typeof configForm>): Config {
  return {
    accessToken: fields.access_token,
    region: fields.region,
    ...(fields.start_date === undefined
      ? {}
      : { startDate: Math.max(0, Math.floor(Date.parse(fields.start_date) / 1000)) }),
    lookbackWindowDays: fields.lookback_window,
    activityLogsTimeStepDays: fields.activity_logs_time_step,
    ...(fields.api_rate_limit === undefined ? {} : { apiRateLimit: fields.api_rate_limit }),
    rateLimitShare: fields.rate_limit_share,
    ...(fields.max_in_flight === undefined ? {} : { maxInFlight: fields.max_in_flight }),
    messageBodies: fields.message_bodies,
    customAttributesAsColumns: fields.custom_attributes_as_columns,
    customObjectTypes: distinct(fields.custom_object_types),
    reportDatasets: distinct(fields.report_datasets),
    ...(fields.client_id !== undefined && isClientId(fields.client_id) && { clientId: fields.client_id }),
  };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}
