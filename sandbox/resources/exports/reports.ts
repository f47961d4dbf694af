import { ids } from '../../generate/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Call, Reply } from '../../http/route.ts';
import { isRow, type Row } from '../../json.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { conversationsOf } from '../conversations/rows.ts';
import { ExportJobs, isWithin, secondIn } from './export-jobs.ts';
import { csvOf } from './files.ts';

const scope = 'export_reporting_data';

interface Dataset {
  readonly name: string;
  readonly description: string;
  /** The qualified id of each attribute, and its name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The id of the attribute with the time by which rows are chosen. */
  readonly time: string;
  /** Rows by qualified id, times in Unix seconds. */
  rows(workspace: Workspace): Iterable<Row>;
}

const CONVERSATION = 'standard.conversation_id';
const STARTED = 'timestamp.conversation_started_at';

const datasets: Readonly<Record<string, Dataset>> = {
  conversation: {
    name: 'Conversation',
    description: 'Conversation-level details: status, channel, assignee.',
    attributes: {
      [CONVERSATION]: 'Conversation ID',
      [STARTED]: 'Conversation started at',
      'standard.channel': 'Channel',
      'duration.first_response_time': 'First response time',
      'teammate.first_assigned_teammate_id': 'First assigned teammate',
      'people.Brand': 'Brand',
      'conversation.Brand': 'Brand',
      'standard.conversation_topics': 'Topics',
    },
    time: 'conversation_started_at',
    *rows(workspace) {
      const conversations = conversationsOf(workspace);
      const diceOf = workspace.dice('report of conversations');
      for (const row of conversations.all()) {
        const dice = diceOf(row);
        const brand = dice.pick(workspace.words.companies);
        yield {
          [CONVERSATION]: ids.conversation.of(row),
          [STARTED]: conversations.timeOf(row, 'created_at'),
          'standard.channel': dice.pick(['Chat', 'Email', 'Phone call']),
          'duration.first_response_time': dice.maybe(0.8, dice.below(900_000) / 10),
          'teammate.first_assigned_teammate_id': dice.maybe(0.6, dice.pick(workspace.words.names)),
          'people.Brand': dice.maybe(0.5, brand),
          'conversation.Brand': dice.maybe(0.5, `${brand} "direct"`),
          'standard.conversation_topics': dice.maybe(0.4, 'Billing,\n"Refunds"'),
        };
      }
    },
  },
  conversation_rating_sent: {
    name: 'Conversation ratings',
    description: 'Ratings that were asked for.',
    attributes: {
      [CONVERSATION]: 'Conversation ID',
      'timestamp.conversation_rating_sent_at': 'Rating sent at',
      'conversation-rating-sent.conversation_rating': 'Rating',
    },
    time: 'conversation_rating_sent_at',
    *rows(workspace) {
      const conversations = conversationsOf(workspace);
      for (const row of conversations.all()) {
        if (row % 3 > 0) continue;
        yield {
          [CONVERSATION]: ids.conversation.of(row),
          'timestamp.conversation_rating_sent_at': conversations.timeOf(row, 'created_at'),
          'conversation-rating-sent.conversation_rating': row % 2 === 0 ? 1 + (row % 5) : null,
        };
      }
    },
  },
};

const jobsOf = perWorkspace(
  (workspace) =>
    new ExportJobs(workspace, {
      most: 5,
      refusal: 'Exceeded rate limit of 5 pending reporting dataset export jobs',
      complete: 'complete',
      downloadPath: '/download/reporting_data',
    }),
);

/** Intercom's reporting datasets, by export jobs only. */
export const reports = {
  routes: [
    { method: 'GET', path: '/export/reporting_data/get_datasets', scope, answer: () => ({ body: listOfDatasets() }) },
    { method: 'POST', path: '/export/reporting_data/enqueue', scope, answer: make },
    {
      method: 'GET',
      path: '/export/reporting_data/:id',
      scope,
      answer: (call, of) => ({ body: jobsOf(of).status(withApp(call, of)) }),
    },
    {
      method: 'GET',
      path: '/download/reporting_data/:id',
      scope,
      answer: (call, of) => ({ body: jobsOf(of).download(withApp(call, of)) }),
    },
  ],
  tables: { report_conversation: { rows: (workspace) => reportRows('conversation', CONVERSATION, workspace) } },
  changes: (workspace: Workspace) => ({
    /** Other applications export reports for so long, as many at a time as may. */
    occupyReportExports(seconds: number): void {
      for (let job = 0; job < 5; job++) jobsOf(workspace).occupy(seconds);
    },
    /** The jobs that were made so far. */
    reportExports: () => jobsOf(workspace).made,
  }),
} satisfies Resource;

/** A dataset as rows, with the columns that tell them apart and when they were; ambiguous ids are written as a whole. */
function* reportRows(id: string, key: string, workspace: Workspace): Generator<Row> {
  const { attributes, rows, time } = datasetOf(id);
  const names = Object.keys(attributes).map((qualified): [string, string] => [qualified, simpleId(qualified)]);
  const columnOf = ([qualified, simple]: [string, string]) =>
    names.filter(([, other]) => other === simple).length > 1 ? qualified.replace('.', '_') : simple;
  for (const row of rows(workspace)) {
    const columns = names.map((name): [string, unknown] => [columnOf(name), row[name[0]]]);
    yield { row_id: row[key], row_time: row[`timestamp.${time}`], ...Object.fromEntries(columns) };
  }
}

function listOfDatasets(): Row {
  const data = Object.entries(datasets).map(([id, { name, description, attributes, time }]) => ({
    ...{ id, name, description },
    default_time_attribute_id: time,
    attributes: Object.entries(attributes).map(([qualified, title]) => ({
      id: simpleId(qualified),
      qualified_id: qualified,
      name: title,
    })),
  }));
  return { type: 'list', data };
}

function simpleId(qualified: string): string {
  return qualified.slice(qualified.indexOf('.') + 1);
}

function datasetOf(id: string): Dataset {
  const dataset = Object.hasOwn(datasets, id) ? datasets[id] : undefined;
  if (dataset === undefined) throw new Refusal(400, 'bad_request', `${id} is not a valid dataset_id`);
  return dataset;
}

/** The description requires the workspace's code, and the client ID of the app. */
function withApp(call: Call, { settings }: Workspace): Call {
  if (call.query.get('app_id') !== 'sandbox1')
    throw new Refusal(400, 'bad_request', "'app_id' is a required parameter");
  const { clientId } = settings.exports;
  if (clientId !== '' && call.query.get('client_id') !== clientId)
    throw new Refusal(400, 'bad_request', "'client_id' is a required parameter");
  return call;
}

function make({ body }: Call, workspace: Workspace): Reply {
  const asked = isRow(body) ? body : {};
  const id = String(asked.dataset_id);
  const dataset = datasetOf(id);
  const attributes = Array.isArray(asked.attribute_ids) ? asked.attribute_ids.map(String) : [];
  if (attributes.length === 0) throw new Refusal(400, 'bad_request', "'attribute_ids' is a required parameter");
  const unknown = attributes.filter((attribute) => !Object.hasOwn(dataset.attributes, attribute));
  if (unknown.length > 0)
    throw new Refusal(400, 'bad_request', `attribute_ids invalid for ${id} dataset: ${unknown.join(', ')}`);
  const window = { from: secondIn(body, 'start_time'), to: secondIn(body, 'end_time') };
  if (window.from < workspace.now - workspace.settings.exports.keptDays * 86_400 - 10)
    throw new Refusal(400, 'bad_request', 'start_time is outside of the retention period');
  return {
    body: jobsOf(workspace).make(id, window, () => Buffer.from(csvFor(dataset, attributes, window, workspace))),
  };
}

function csvFor(
  { rows, time }: Dataset,
  attributes: readonly string[],
  window: Parameters<typeof isWithin>[1],
  workspace: Workspace,
): string {
  const { reportTimes, reportHeads } = workspace.settings.exports;
  const chosen = [...rows(workspace)].filter((row) => isWithin(Number(row[`timestamp.${time}`]), window, workspace));
  const written = chosen.map((row) =>
    reportTimes === 'seconds'
      ? row
      : Object.fromEntries(
          Object.entries(row).map(([id, value]) => [
            id,
            id.startsWith('timestamp.') ? wallTime(value, workspace) : value,
          ]),
        ),
  );
  const text = csvOf(attributes, written);
  const heads = attributes.map((id) => (reportHeads === 'id' ? simpleId(id) : id)).join(',');
  return `${heads}${text.slice(text.indexOf('\n'))}`;
}

/** What clocks in the workspace's zone show. */
function wallTime(seconds: unknown, { settings: { timeZone } }: Workspace): string {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, ...dateAndTime });
  clocks.set(timeZone, clock);
  return clock.format(Number(seconds) * 1_000);
}

const dateAndTime = { dateStyle: 'short', timeStyle: 'medium' } as const;
/** By zone: to make one takes far longer than to use it. */
const clocks = new Map<string, Intl.DateTimeFormat>();
