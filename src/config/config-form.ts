import { z } from 'zod';

const isoTime = z.union([z.iso.datetime(), z.iso.date()]);

/** The user's form, in Airbyte's names: `spec.json` is made of it. */
export const configForm = z
  .looseObject({
    access_token: z.string({ error: 'is required: paste the access token of your Intercom app' }).meta({
      title: 'Access Token',
      description:
        'The access token of an Intercom app of your own: <a href="https://app.intercom.com/a/apps/_/developer-hub">Developer Hub</a> > your app > Configure > Authentication. On the same page, give the app the read permissions of what you want to sync.',
      airbyte_secret: true,
      group: 'auth',
      order: 0,
    }),
    region: z.enum(['us', 'eu', 'au']).default('us').meta({
      title: 'Region',
      description:
        'Where Intercom hosts your workspace. The address in your browser tells: us for app.intercom.com, eu for app.eu.intercom.com, au for app.au.intercom.com.',
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
          'How far back to read, as a time in UTC. Contacts, conversations, tickets, calls, deleted conversations and activity logs that last changed before it are left out, with what belongs to them, and so are older message receipts and rows of reports. All other streams are read from their beginning. Left empty: one year before the sync.',
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
        'Give each custom attribute a column of its own, such as custom_plan, instead of one object custom_attributes, which then holds only those without a column, such as new ones. After a change, refresh the schema of the connection.',
      group: 'sync',
      order: 4,
    }),
    custom_object_types: z
      .array(z.string())
      .default([])
      .meta({
        title: 'Custom Object Types',
        description:
          'Identifiers of the custom object types to read, exactly as Intercom writes them. The type Order becomes the stream custom_object_Order. Types that conversations refer to are found without being listed here. After a change, refresh the schema of the connection.',
        examples: [['Order', 'subscription_plan']],
        group: 'sync',
        order: 5,
      }),
    report_datasets: z
      .array(z.string())
      .default([])
      .meta({
        title: 'Report Datasets',
        description:
          "Ids of Intercom's reporting datasets to read. The id conversation becomes the stream report_conversation. For an id that does not exist, the message lists those that do. After a change, refresh the schema of the connection.",
        examples: [['conversation', 'conversation_rating_sent']],
        group: 'sync',
        order: 6,
      }),
    lookback_window: z
      .int()
      .min(0)
      .default(0)
      .meta({
        title: 'Lookback Window (Days)',
        description:
          'How many days before the last finished sync an incremental sync reads again, for changes that Intercom shows late. The last 15 minutes are always read again. More days cost more calls.',
        examples: [1],
        group: 'sync',
        order: 7,
      }),
    activity_logs_time_step: z
      .int()
      .min(1)
      .max(91)
      .default(30)
      .meta({
        title: 'Activity Logs Time Step (Days)',
        description:
          'How many days of activity logs one request asks for, 1 to 91. Lower it if these requests time out.',
        examples: [30],
        group: 'sync',
        order: 8,
      }),
    rate_limit_share: z.int().min(10).max(100).default(95).meta({
      title: 'Rate Limit Share (Percent)',
      description:
        "How much of the app's rate limit a sync may use, 10 to 100. The rest is left to whatever else uses the limit.",
      group: 'speed',
      order: 9,
    }),
    api_rate_limit: z
      .int()
      .min(1)
      .optional()
      .meta({
        title: 'API Rate Limit (Calls per Minute)',
        description: 'The most calls that a sync makes in a minute. Left empty: as many as Intercom allows.',
        examples: [1000],
        group: 'speed',
        order: 10,
      }),
    max_in_flight: z
      .int()
      .min(1)
      .max(200)
      .optional()
      .meta({
        title: 'Maximum Requests in Flight',
        description:
          'The most requests that wait for an answer at the same time, 1 to 200. Left empty: the connector adapts the number to how fast Intercom answers.',
        examples: [20],
        group: 'speed',
        order: 11,
      }),
    client_id: z.string().optional().meta({
      title: 'Client ID',
      description:
        'Needed only if Intercom refuses the export jobs of report datasets without it: the client ID of the app, from the Developer Hub (Configure > Basic information).',
      group: 'sync',
      order: 12,
      airbyte_secret: true,
    }),
    client_secret: unused(z.string(), 'Client Secret', 13).meta({ airbyte_secret: true }),
    num_workers: unused(z.int(), 'Number of Workers', 14),
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
