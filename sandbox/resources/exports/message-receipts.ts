import type { Dice } from '../../generate/dice.ts';
import { decimalIds, ids } from '../../generate/ids.ts';
import { anySecond } from '../../generate/times.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Call, Reply } from '../../http/route.ts';
import type { Row } from '../../json.ts';
import { knownRow } from '../../resource-kit/list-changes.ts';
import { generatedRows } from '../../resource-kit/list-resource.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { ExportJobs, isWithin, secondIn } from './export-jobs.ts';
import { csvOf, type File, gzipOf, zipOf } from './files.ts';

const scope = 'export_message_data';
const receiptIds = decimalIds(88_000_000_001);
const openColumns = ['user_id', 'receipt_id', 'opened_at'];

const receipts = generatedRows({ name: 'message_receipts', size: 260, row: receipt });
const jobsOf = perWorkspace(
  (workspace) =>
    new ExportJobs(workspace, {
      most: 1,
      refusal: 'Exceeded rate limit of 1 pending message data export jobs',
      complete: 'completed',
      downloadPath: '/download/content/data',
    }),
);

/** What contacts were sent and what they did with it, by export jobs only. */
export const messageReceipts = {
  sizes: receipts.sizes,
  open: receipts.of,
  routes: [
    { method: 'POST', path: '/export/content/data', scope, answer: make },
    {
      method: 'GET',
      path: '/export/content/data/:id',
      scope,
      answer: (call, of) => ({ body: jobsOf(of).status(call) }),
    },
    { method: 'POST', path: '/export/cancel/:id', scope, answer: (call, of) => ({ body: jobsOf(of).cancel(call) }) },
    {
      method: 'GET',
      path: '/download/content/data/:id',
      scope,
      answer: (call, of) => ({ body: jobsOf(of).download(call) }),
    },
  ],
  tables: { message_receipts: { rows: receipts.of, count: (workspace) => receipts.of(workspace).length } },
  changes,
  random: { weight: 1, make: (workspace) => ({ message_receipts: changes(workspace).addMessageReceipt() }) },
} satisfies Resource;

function changes(workspace: Workspace) {
  return {
    /** Returns the new receipt's id. */
    addMessageReceipt(at: number = workspace.now): string {
      receipts.add(workspace, { received_at: at, ...noReaction });
      return String(receipts.of(workspace).at(-1)?.receipt_id);
    },
    /** The contact opens the message, which does not change when it was received. */
    openMessage(id: string, at: number = workspace.now): void {
      const row = receipts.of(workspace).find((one) => one.receipt_id === id);
      Object.assign(row ?? knownRow([], id), { first_open: at });
    },
    /** Another application exports message data for so long. */
    occupyMessageExport(seconds: number): void {
      jobsOf(workspace).occupy(seconds);
    },
    /** The jobs that were made so far. */
    messageExports: () => jobsOf(workspace).made,
  };
}

const noReaction = { first_open: null, first_click: null, first_reply: null };

function receipt(row: number, dice: Dice, workspace: Workspace): Row {
  const { words } = workspace;
  const contact = dice.below(Math.max(1, workspace.size('contacts')));
  const at = anySecond(workspace, dice);
  const later = (probability: number) => dice.maybe(probability, at + dice.below(86_400));
  const inSeries = dice.chance(0.3);
  const opened = later(0.5);
  return {
    user_id: ids.contact.of(contact),
    user_external_id: dice.maybe(0.8, `user-${contact + 1}`),
    company_id: dice.chance(0.5) ? ids.company.of(dice.below(Math.max(1, workspace.size('companies')))) : '-1',
    email: dice.maybe(0.9, `contact${contact + 1}@example.com`),
    name: dice.pick(words.names),
    ruleset_id: String(4_400 + dice.below(30)),
    content_id: String(7_700 + dice.below(60)),
    content_type: dice.pick(['Email', 'Chat', 'Post', 'Survey', 'Tour']),
    content_title: dice.chance(0.3)
      ? `"${dice.pick(words.nouns)}", she said,\nand left\r\n`
      : dice.pick(words.sentences),
    ruleset_version_id: String(9_900 + dice.below(90)),
    receipt_id: receiptIds.of(row),
    received_at: at,
    series_id: inSeries ? String(310 + dice.below(9)) : '-1',
    series_title: inSeries ? 'Onboarding, "quick"' : null,
    node_id: inSeries ? String(dice.below(90)) : null,
    first_reply: later(0.1),
    first_completion: later(0.1),
    first_series_completion: inSeries ? later(0.2) : null,
    first_series_disengagement: inSeries ? later(0.2) : null,
    first_series_exit: inSeries ? later(0.2) : null,
    first_goal_success: later(0.1),
    first_open: opened,
    first_click: opened === null ? null : later(0.4),
    first_dismisall: later(0.1),
    first_unsubscribe: later(0.03),
    first_hard_bounce: later(0.03),
  };
}

function make(call: Call, workspace: Workspace): Reply {
  const window = { from: secondIn(call.body, 'created_at_after'), to: secondIn(call.body, 'created_at_before') };
  if (window.from > window.to)
    throw new Refusal(400, 'bad_request', 'created_at_after must be before created_at_before');
  return { body: jobsOf(workspace).make('message_receipts', window, () => fileOf(window, workspace)) };
}

function fileOf(window: Parameters<typeof isWithin>[1], workspace: Workspace): Buffer | undefined {
  const { packing, receiptFiles, receiptTimes, isNoDataSaid } = workspace.settings.exports;
  const rows = receipts
    .of(workspace)
    .filter(({ received_at: at }) => isWithin(Number(at), window, workspace))
    .map((row) => (receiptTimes === 'utc' ? { ...row, received_at: utcText(Number(row.received_at)) } : row));
  if (rows.length === 0 && isNoDataSaid) return undefined;
  const columns = Object.keys(receipt(0, workspace.dice('message receipts')(0), workspace));
  if (packing !== 'zip') {
    const text = csvOf(columns, rows);
    return packing === 'gzip' ? gzipOf(text) : Buffer.from(text);
  }
  const stamp = new Date(workspace.now * 1_000).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const share = Math.max(1, Math.ceil(rows.length / receiptFiles));
  const files: File[] = [];
  const opens = rows.filter((row) => row.first_open !== null).map((row) => ({ ...row, opened_at: row.first_open }));
  // A statistic without records has no file.
  if (opens.length > 0) files.push({ name: `open_${stamp}.csv`, text: csvOf(openColumns, opens) });
  for (let start = 0; start < rows.length; start += share) {
    const text = csvOf(columns, rows.slice(start, start + share));
    files.push({ name: `exports/receipt_${stamp}${start === 0 ? '' : `-${start}`}.csv`, text });
  }
  return zipOf(files);
}

/** Such as `2026-01-31 08:15:00`. */
function utcText(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 19).replace('T', ' ');
}
