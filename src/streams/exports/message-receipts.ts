import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import type { Conversions } from '../../rows/convert.ts';
import { messageReceiptSchema } from '../../schemas/message-receipt.ts';
import { exportedSeconds } from '../../walks/exports/csv-time.ts';
import type { Export, Table } from '../../walks/exports/export.ts';
import { exportJobs } from '../../walks/exports/exports.ts';
import { timeIn } from '../../walks/walk.ts';
import { RecordStream } from '../stream.ts';

const KEY = 'receipt_id';
const TIME = 'received_at';
/** https://developers.intercom.com/docs/references/2.6/rest-api/exports-content-stats/export-job-model */
const MOST_ROWS = 10_000_000;

export class MessageReceipts extends RecordStream {
  readonly name = 'message_receipts';
  readonly description =
    'An outbound message that a contact received, such as an email or a post, with when they first opened it, clicked, replied and so on.';
  readonly source = 'an export job for 30 days of messages, one at a time; three calls or more per job';
  readonly schema = messageReceiptSchema;
  override readonly primaryKey = [KEY];
  override readonly cursorField = TIME;
  override readonly isBounded = true;
  override readonly conversions = conversionsOfTimes();
  readonly walk = exportJobs({
    name: this.name,
    open: ({ timeZone }) => receiptsExport(timeZone),
    time: (receipt) => timeIn(receipt, TIME),
    // No job has this id.
    probe: { method: 'GET', path: '/export/content/data/0' },
    isProbeNotFoundNormal: true,
  });
}

/** https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-export/createdataexport */
function receiptsExport(timeZone: string): Export {
  return {
    // A second more on both sides: the description calls the range inclusive, and speaks of days.
    create: ({ from, to }) => ({
      method: 'POST',
      path: '/export/content/data',
      body: { created_at_after: Math.max(0, from - 1), created_at_before: to },
    }),
    status: (id) => ({ method: 'GET', path: `/export/content/data/${id}` }),
    download: (id) => ({ method: 'GET', path: `/download/content/data/${id}`, answersWith: 'file' }),
    cancel: (id) => ({ method: 'POST', path: `/export/cancel/${id}` }),
    mostRows: MOST_ROWS,
    table: (header, file) => receiptsTable(header, file, timeZone),
  };
}

/**
 * Beside the file of receipts, an archive has files of single opens, clicks and so on, which hold the id of the receipt but
 * not its time. They are left out: the receipts have the first of each.
 */
function receiptsTable(header: readonly string[], file: string | undefined, timeZone: string): Table | undefined {
  if (header.includes(KEY) && header.includes(TIME) && !isOtherStatistic(file)) {
    return (line) => Object.fromEntries(header.map((column, index) => [column, cellOf(column, line[index], timeZone)]));
  }
  if (file === undefined || /receipt/i.test(file)) throw incompleteAnswer('an export without receipts');
  return undefined;
}

/** The files are called `<statistic>_<date>…`. */
function isOtherStatistic(file = ''): boolean {
  const statistic = /([a-z_]+)_\d{8}[^/]*$/i.exec(file)?.[1];
  return statistic !== undefined && !/^receipts?$/i.test(statistic);
}

function cellOf(column: string, text: string | undefined, timeZone: string): unknown {
  if (text === undefined || text === '') return null;
  return isTime(column) ? (exportedSeconds(text, timeZone) ?? text) : text;
}

function isTime(column: string): boolean {
  return column === TIME || column.startsWith('first_');
}

/** A time that could not be understood has stayed text. */
function conversionsOfTimes(): Conversions {
  const columns = Object.keys(messageReceiptSchema.shape).filter(isTime);
  return Object.fromEntries(columns.map((column) => [column, toSeconds]));
}

function toSeconds(time: unknown): unknown {
  if (typeof time !== 'number') throw new TypeError('not a time');
  return time;
}
