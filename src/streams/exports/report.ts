import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import { digestOf } from '../../rows/digest.ts';
import { reportSchema } from '../../schemas/report.ts';
import { exportedSeconds } from '../../walks/exports/csv-time.ts';
import type { Export, Table } from '../../walks/exports/export.ts';
import { exportJobs } from '../../walks/exports/exports.ts';
import { timeIn, type Walk, type WalkContext } from '../../walks/walk.ts';
import { type ColumnSource, RecordStream } from '../stream.ts';
import { DATASETS, type Dataset, type DatasetColumn, datasetIn, propertiesOf } from './datasets.ts';

const PREFIX = 'report_';
const TIME = 'row_time';
/** By default; workspaces may have three years. https://developers.intercom.com/docs/references/2.17/rest-api/api.intercom.io/reporting-data-export */
const KEPT_SECONDS = 2 * 365 * 86_400;

/** The rows of one of Intercom's reporting datasets, whose id is part of the stream's name. */
export class Report extends RecordStream {
  readonly name: string;
  readonly description: string;
  readonly source = 'an export job for 30 days, one at a time; three calls or more per job, and one for the datasets';
  readonly schema = reportSchema;
  override readonly primaryKey = ['row_id'];
  override readonly cursorField = TIME;
  override readonly isBounded = true;
  override readonly columns: ColumnSource;
  readonly walk: Walk;

  /** `clientId` is that of the app: the description of the API requires it. */
  constructor(dataset: string, clientId?: string) {
    super();
    this.name = `${PREFIX}${dataset}`;
    this.description = `A row of the reporting dataset \`${dataset}\`.`;
    this.columns = { request: DATASETS, of: (body) => propertiesOf(datasetIn(body, dataset)) };
    this.walk = exportJobs({
      name: this.name,
      open: (context) => openReport(dataset, clientId, context),
      time: (row) => timeIn(row, TIME),
      probe: DATASETS,
    });
  }
}

/** The ids of datasets in the names of streams of reports, such as `conversation` in `report_conversation`. */
export function reportDatasetsIn(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX).map((name) => name.slice(PREFIX.length));
}

async function openReport(id: string, clientId: string | undefined, context: WalkContext): Promise<Export> {
  const dataset = datasetIn(await context.api.send(DATASETS, `${PREFIX}${id}`), id);
  const { workspaceId } = context;
  const query = {
    ...(workspaceId !== '' && { app_id: workspaceId }),
    ...(clientId !== undefined && { client_id: clientId }),
  };
  const misfits = new Set<string>();
  const onMisfit = ({ name }: DatasetColumn) => {
    if (misfits.has(name)) return;
    misfits.add(name);
    context.warn(
      `${PREFIX}${id}: a value of ${name} does not have the form of its column, so it becomes null. Other rows may have the same problem: it is reported once per sync.`,
    );
  };
  return {
    create: ({ from, to }) => ({
      method: 'POST',
      path: '/export/reporting_data/enqueue',
      body: {
        dataset_id: id,
        attribute_ids: dataset.columns.map(({ attribute }) => attribute),
        // A second more on both sides: whether the range includes its ends is not documented.
        start_time: Math.max(0, from - 1),
        end_time: to,
      },
    }),
    status: (job) => ({ method: 'GET', path: `/export/reporting_data/${job}`, query }),
    download: (job) => ({ method: 'GET', path: `/download/reporting_data/${job}`, query, answersWith: 'file' }),
    keptSeconds: KEPT_SECONDS,
    table: (header) => reportTable(header, dataset, context, onMisfit),
  };
}

type OnMisfit = (column: DatasetColumn) => void;

function reportTable(
  header: readonly string[],
  dataset: Dataset,
  { timeZone, syncStart }: WalkContext,
  onMisfit: OnMisfit,
): Table {
  const columns = columnsIn(header, dataset);
  const { time, key } = dataset;
  return (line) => {
    const row = Object.fromEntries(
      columns.map((column, index) =>
        typeof column === 'string'
          ? [column, line[index] || null]
          : [column.name, cellOf(column, line[index] ?? '', timeZone, onMisfit)],
      ),
    );
    const id = key && row[key.name];
    const at = time && row[time.name];
    // A row without a time counts as new.
    return {
      row_id: typeof id === 'string' ? id : digestOf(row),
      row_time: typeof at === 'number' ? at : syncStart,
      ...row,
    };
  };
}

/** What each column of a file is; one that was not asked for keeps its head as its name. */
function columnsIn(header: readonly string[], { columns }: Dataset): readonly (DatasetColumn | string)[] {
  const left = new Set(columns);
  const found = header.map((head) => {
    const exact = columns.find((column) => left.has(column) && column.attribute === head);
    const column = exact ?? columns.find((other) => left.has(other) && other.headers.includes(head));
    if (column !== undefined) left.delete(column);
    return column ?? head;
  });
  if (left.size > 0) throw incompleteAnswer('a report without some of the columns that were asked for');
  return found;
}

function cellOf(column: DatasetColumn, text: string, timeZone: string, onMisfit: OnMisfit): unknown {
  if (text === '') return null;
  if (column.kind === 'text') return text;
  const value = column.kind === 'time' ? exportedSeconds(text, timeZone) : Number(text);
  if (value !== undefined && Number.isFinite(value)) return value;
  onMisfit(column);
  return null;
}
