import { z } from 'zod';
import {
  type Chosen,
  defaultsOf,
  functionSchema,
  type InForce,
  type Option,
  option,
  parsed,
  putInForce,
} from './options.ts';

/** As JSON, null is no limit. */
const limit = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.POSITIVE_INFINITY);

/** What the data is made from and the server is opened with; it can't be changed later. */
const fixed = {
  port: option(z.int(), 0, 'Port on 127.0.0.1; 0 for any free one', 'port'),
  seed: option(z.number(), 1, 'The same seed, sizes and clock give the same data', 'seed'),
  token: option(z.string(), 'sandbox-token', 'Access token to accept', 'token'),
  now: option(
    functionSchema<() => number>(),
    () => Date.now() / 1000,
    "The workspace's clock, Unix seconds; may be fractional",
  ),
  spanDays: option(z.number(), 500, 'Generated rows were made and changed within this many days before the start'),
  region: option(z.enum(['US', 'EU', 'AU']), 'US', 'Where the workspace is hosted'),
};

/** What may be changed while the sandbox runs. */
const live = {
  timeZone: option(z.string(), 'America/New_York', "The workspace's IANA time zone", 'time-zone'),
  scopes: option<readonly string[] | undefined>(
    z.array(z.string()),
    undefined,
    'Permissions of the token; default all',
  ),
  withoutScopes: option<readonly string[]>(
    z.array(z.string()),
    [],
    'Permissions that the token lacks, such as read_tickets, with commas between them',
    'without',
  ),
  lacking: option<Readonly<Record<string, 'plan' | 'missing'>>>(
    z.record(z.string(), z.enum(['plan', 'missing'])),
    {},
    'Paths, or beginnings followed by `*`, that the plan leaves out (403) or that do not exist here (404)',
  ),
  contactDayRule: option(
    z.enum(['workspace', 'utc', 'seconds']),
    'workspace',
    "What contact search compares: whole days in the workspace's zone, whole days in UTC, or seconds",
  ),
  greaterIncludesEqual: option(
    z.boolean(),
    false,
    'Whether `>` on dates of conversations and tickets lets the value itself through',
  ),
  searchLagSeconds: option(
    z.number(),
    0,
    'Search has records as they were until this long after their `updated_at`, and new ones not at all',
  ),
  searchCeiling: option(
    limit,
    Number.POSITIVE_INFINITY,
    'Records of one query after which search has no further page, although its `total_count` is higher',
  ),
  rateLimit: {
    perWindow: option(z.number(), 1_666, 'Calls allowed in each window', 'per-window'),
    windowSeconds: option(z.number(), 10, 'Length of a window'),
  },
  scroll: {
    lifeSeconds: option(z.number(), 60, 'How long an idle company scroll lives'),
    pageSize: option(z.number(), 100, 'How many companies the scroll gives at once'),
  },
  exports: {
    jobSeconds: option(z.number(), 0.2, 'How long an export job takes'),
    lifeSeconds: option(z.number(), 2 * 86_400, 'How long the file of an export job can be downloaded'),
    longestDays: option(limit, Number.POSITIVE_INFINITY, 'Export jobs for longer windows fail'),
    keptDays: option(limit, Number.POSITIVE_INFINITY, 'Reports are refused for windows that begin earlier'),
    packing: option(z.enum(['zip', 'gzip', 'plain']), 'zip', 'How message receipts are packed'),
    receiptFiles: option(z.number(), 2, 'Files that the receipts in a zip archive are spread over'),
    isNoDataSaid: option(
      z.boolean(),
      true,
      'Whether a job for an empty window ends as `no_data`, or with an empty file',
    ),
    isInclusive: option(z.boolean(), true, 'Whether the seconds at the ends of a window are in it'),
    receiptTimes: option(
      z.enum(['seconds', 'utc']),
      'seconds',
      'Whether message receipts have Unix seconds, or UTC times whose text does not name the zone',
    ),
    reportTimes: option(
      z.enum(['wall', 'seconds']),
      'wall',
      "Whether reports have times by clocks of the workspace's zone, or Unix seconds",
    ),
    clientId: option(z.string(), '', 'The `client_id` without which reports are refused; empty: they need none'),
    reportHeads: option(z.enum(['id', 'qualified_id']), 'id', 'What the head of a column of a report is'),
  },
  latencyMs: option<number | ((path: string) => number)>(
    z.union([z.number(), functionSchema<(path: string) => number>()]),
    0,
    'Milliseconds that every answer takes',
    'latency',
  ),
  partsCap: option(z.number(), 500, 'Parts that a conversation or ticket gives at most, the newest ones'),
  partBodyBytes: option(
    z.number(),
    0,
    'Bodies of parts are repeated until those of a conversation have about this many bytes together',
  ),
  companySegmentsCap: option(limit, Number.POSITIVE_INFINITY, 'Segments that a company embeds at most'),
  companySegments: option(
    z.enum(['whole', 'ids', 'none']),
    'whole',
    'Whether companies embed their segments whole, by id only, or none of them',
  ),
  archivedChildrenCounted: option(
    z.number(),
    0,
    'How many children that no endpoint gives are counted in the `total_count` of what records embed',
  ),
  documentedKeys: option(
    z.boolean(),
    false,
    "Whether lists stand under the names of the API's description where its examples have others: the companies of a contact, a ticket type's attributes, a conversation's teammates",
  ),
  shuffledTies: option(
    z.boolean(),
    false,
    'Whether articles and collections of the same second come in another order at each request',
  ),
  callTimes: option(z.enum(['seconds', 'iso']), 'seconds', 'Whether calls have Unix seconds or ISO text'),
  activityLogBoundsInclusive: option(
    z.boolean(),
    true,
    'Whether `created_at_after` and `created_at_before` of activity logs let their own second through',
  ),
};

/** How many rows of each kind are generated. */
export type Sizes = Readonly<Record<string, number>>;

/** Options that may be changed while the sandbox runs. */
export type LiveOptions = Chosen<typeof live>;

/** All options but the sizes, whose names the resources declare. */
export type Options = Chosen<typeof fixed> & LiveOptions;

/** The options as they are in force. */
export type Settings = Readonly<InForce<typeof fixed>> & InForce<typeof live> & { readonly sizes: Sizes };

/** The declarations of all options; the demo's sizes are the defaults of theirs. */
export function optionsWith(demoSizes: Sizes) {
  const sizes: Record<string, Option<number>> = {};
  for (const [name, size] of Object.entries(demoSizes)) sizes[name] = option(z.int(), size, `How many ${name}`, name);
  return { ...fixed, ...live, sizes };
}

/** The settings at the start. */
export function settle(options: Options & { readonly sizes?: Partial<Sizes> }, demoSizes: Sizes): Settings {
  const all = optionsWith(demoSizes);
  const settings = defaultsOf(all);
  putInForce(all, settings, options);
  return settings;
}

/** Puts the given options in force. Those that aren't given stay as they are, within a group too. */
export function change(settings: Settings, options: LiveOptions): void {
  putInForce(live, settings, options);
}

/** Options as JSON; throws on an unknown name and on a value of the wrong type. */
export function parseLiveOptions(json: unknown): LiveOptions {
  return parsed(live, json);
}
