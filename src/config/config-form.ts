import { z } from 'zod';

const isoTime = z.union([z.iso.datetime(), z.iso.date()]);

/** The user's form, in Airbyte's names: `spec.json` is made of it. */
export const configForm = z
  .looseObject({
    access_token: z.string({ error: 'is required: paste the access token of your Intercom app' }).meta({
      title: 'Access Token',
      description:
        'The access token of your own Intercom app: <a href="https://app.intercom.com/a/apps/_/developer-hub">Developer Hub</a> > your app > Configure > Authentication. It needs the read permission of everything that you want to sync.',
      airbyte_secret: true,
      group: 'auth',
      order: 0,
    }),
    region: z.enum(['us', 'eu', 'au']).default('us').meta({
      title: 'Region',
      description: 'Where your Intercom workspace is hosted: us (United States), eu (Europe) or au (Australia).',
      always_show: true,
      group: 'auth',
      order: 1,
    }),
    start_date: z
      .string()
      .refine((text) => isoTime.safeParse(text).success, 'must be a real date, written as 2024-01-31T00:00:00Z')
      .optional()
      .meta({
        title: 'Start Date',
        description:
          'Activity logs, calls, contacts, conversations with their parts, deleted conversations, and tickets last changed before this UTC time are left out. Everything else is never too old. Default: one year before the sync.',
        format: 'date-time',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$',
        pattern_descriptor: 'YYYY-MM-DDTHH:mm:ssZ',
        examples: ['2024-01-31T00:00:00Z'],
        always_show: true,
        group: 'sync',
        order: 2,
      }),
    message_bodies: z.enum(['html', 'plain_text', 'none']).default('html').meta({
      title: 'Message Bodies',
      description:
        'How what people wrote is read (messages, subjects, titles, notes, transcripts): html (as Intercom sends it), plain_text (without markup) or none (left out).',
      group: 'sync',
      order: 3,
    }),
    custom_attributes_as_columns: z.boolean().default(false).meta({
      title: 'Custom Attributes as Columns',
      description:
        'Give each custom attribute a column of its own, custom_<name>, instead of one object custom_attributes, which then holds only those without a column, such as new ones. Takes effect when the schema of the connection is refreshed.',
      group: 'sync',
      order: 4,
    }),
    custom_object_types: z
      .array(z.string())
      .default([])
      .meta({
        title: 'Custom Object Types',
        description:
          "Identifiers of the custom object types to read, exactly as Intercom writes them. Each becomes a stream custom_object_<identifier> when the connection's schema is refreshed. Types that conversations refer to are found without being listed here.",
        examples: [['Order', 'subscription_plan']],
        group: 'sync',
        order: 5,
      }),
    lookback_window: z
      .int()
      .min(0)
      .default(0)
      .meta({
        title: 'Lookback Window (Days)',
        description:
          'How many days an incremental sync goes back before the start of the last finished one. Costs calls at every sync; 15 minutes are always covered.',
        examples: [1],
        group: 'sync',
        order: 6,
      }),
    activity_logs_time_step: z
      .int()
      .min(1)
      .max(91)
      .default(30)
      .meta({
        title: 'Activity Logs Time Step (Days)',
        description: 'How many days of activity logs are asked for at a time. Lower it where requests time out.',
        examples: [30],
        group: 'sync',
        order: 7,
      }),
    rate_limit_share: z.int().min(10).max(100).default(95).meta({
      title: 'Rate Limit Share (Percent)',
      description: 'How much of the rate limit the sync may use. The rest is left to your other Intercom apps.',
      group: 'speed',
      order: 8,
    }),
    api_rate_limit: z
      .int()
      .min(1)
      .optional()
      .meta({
        title: 'API Rate Limit (Calls per Minute)',
        description: 'Calls a minute at most. Left empty, what Intercom allows.',
        examples: [1000],
        group: 'speed',
        order: 9,
      }),
    max_in_flight: z
      .int()
      .min(1)
      .max(200)
      .optional()
      .meta({
        title: 'Maximum Requests in Flight',
        description: 'Requests under way at the same time. Left empty, the number follows how fast Intercom answers.',
        examples: [20],
        group: 'speed',
        order: 10,
      }),
    client_id: unused(z.string(), 'Client ID', 11).meta({ airbyte_secret: true }),
    client_secret: unused(z.string(), 'Client Secret', 12).meta({ airbyte_secret: true }),
    num_workers: unused(z.int(), 'Number of Workers', 13),
  })
  .meta({
    title: 'Intercom',
    groups: [
      { id: 'auth', title: 'Authentication' },
      { id: 'sync', title: 'What to Sync' },
      { id: 'speed', title: 'Speed' },
    ],
  });

function unused<T extends z.ZodType>(type: T, title: string, order: number) {
  const description = "Accepted for configurations of Airbyte's own Intercom connector, and not used.";
  return type.optional().meta({ title, description, airbyte_hidden: true, order });
}
