/** Kinds of rows whose number can be chosen; `partsPerConversation` is an average. */
export type Resource =
  | 'tags'
  | 'admins'
  | 'teams'
  | 'segments'
  | 'contacts'
  | 'companies'
  | 'conversations'
  | 'partsPerConversation'
  | 'deleted_conversations'
  | 'tickets'
  | 'activity_logs';

export interface SandboxOptions {
  /** The same seed, sizes and clock give the same workspace. Default 1. */
  seed?: number;
  /** Default 0: any free port. */
  port?: number;
  /** Default `sandbox-token`. */
  token?: string;
  /** The workspace's clock, Unix seconds; may be fractional. */
  now?: () => number;
  /** IANA; default America/New_York. */
  timeZone?: string;
  region?: 'US' | 'EU' | 'AU';
  sizes?: Partial<Record<Resource, number>>;
  /** Generated rows were made and changed within this many days before the start. Default 500. */
  spanDays?: number;
  /** Permissions of the token; default all. */
  scopes?: readonly string[];
  /** What contact search compares: whole days in the workspace's zone (default), whole days in UTC, or seconds. */
  contactDayRule?: 'workspace' | 'utc' | 'seconds';
  /** Whether `>` on dates of conversations and tickets lets the value itself through. Default false. */
  greaterIncludesEqual?: boolean;
  /** Default 1,666 calls in 10 seconds. */
  rateLimit?: { perWindow?: number; windowSeconds?: number };
  /** How long an idle company scroll lives (default 60 s) and how many companies it gives at once (default 100). */
  scroll?: { lifeSeconds?: number; pageSize?: number };
  latencyMs?: number | ((path: string) => number);
  /** Search has records as they were until this long after their `updated_at`, and new ones not at all. Default 0. */
  searchLagSeconds?: number;
  /** Parts that a conversation or ticket gives at most, the newest ones. Default 500. */
  partsCap?: number;
  /** Segments that a company embeds at most. Default: all. */
  companySegmentsCap?: number;
  /** Whether `created_at_after` and `created_at_before` of activity logs let their own second through. Default true. */
  activityLogBoundsInclusive?: boolean;
}

/** The options as they are in force; all but what the data is made from may be changed while the sandbox runs. */
export interface Settings {
  readonly seed: number;
  readonly token: string;
  readonly now: () => number;
  readonly sizes: Readonly<Record<Resource, number>>;
  readonly spanDays: number;
  readonly region: 'US' | 'EU' | 'AU';
  timeZone: string;
  scopes: readonly string[] | undefined;
  contactDayRule: 'workspace' | 'utc' | 'seconds';
  greaterIncludesEqual: boolean;
  perWindow: number;
  windowSeconds: number;
  scrollLifeSeconds: number;
  scrollPageSize: number;
  latencyMs: number | ((path: string) => number);
  searchLagSeconds: number;
  partsCap: number;
  companySegmentsCap: number;
  activityLogBoundsInclusive: boolean;
}

const demoSizes: Record<Resource, number> = {
  tags: 40,
  admins: 12,
  teams: 5,
  segments: 25,
  contacts: 2_500,
  companies: 450,
  conversations: 600,
  partsPerConversation: 6,
  deleted_conversations: 70,
  tickets: 300,
  activity_logs: 900,
};

export function settle(options: SandboxOptions): Settings {
  const settings: Settings = {
    seed: options.seed ?? 1,
    token: options.token ?? 'sandbox-token',
    now: options.now ?? (() => Date.now() / 1000),
    sizes: { ...demoSizes, ...options.sizes },
    spanDays: options.spanDays ?? 500,
    region: options.region ?? 'US',
    timeZone: 'America/New_York',
    scopes: undefined,
    contactDayRule: 'workspace',
    greaterIncludesEqual: false,
    perWindow: 1_666,
    windowSeconds: 10,
    scrollLifeSeconds: 60,
    scrollPageSize: 100,
    latencyMs: 0,
    searchLagSeconds: 0,
    partsCap: 500,
    companySegmentsCap: Number.POSITIVE_INFINITY,
    activityLogBoundsInclusive: true,
  };
  change(settings, options);
  return settings;
}

/** Puts the given options in force; those that aren't given stay as they are. */
export function change(settings: Settings, options: SandboxOptions): void {
  settings.timeZone = options.timeZone ?? settings.timeZone;
  settings.scopes = options.scopes ?? settings.scopes;
  settings.contactDayRule = options.contactDayRule ?? settings.contactDayRule;
  settings.greaterIncludesEqual = options.greaterIncludesEqual ?? settings.greaterIncludesEqual;
  settings.perWindow = options.rateLimit?.perWindow ?? settings.perWindow;
  settings.windowSeconds = options.rateLimit?.windowSeconds ?? settings.windowSeconds;
  settings.scrollLifeSeconds = options.scroll?.lifeSeconds ?? settings.scrollLifeSeconds;
  settings.scrollPageSize = options.scroll?.pageSize ?? settings.scrollPageSize;
  settings.latencyMs = options.latencyMs ?? settings.latencyMs;
  settings.searchLagSeconds = options.searchLagSeconds ?? settings.searchLagSeconds;
  settings.partsCap = options.partsCap ?? settings.partsCap;
  settings.companySegmentsCap = options.companySegmentsCap ?? settings.companySegmentsCap;
  settings.activityLogBoundsInclusive = options.activityLogBoundsInclusive ?? settings.activityLogBoundsInclusive;
}
