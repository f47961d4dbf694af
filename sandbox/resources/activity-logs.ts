import { hexIds, type Ids, ids } from '../generate/ids.ts';
import { lastSecond } from '../generate/times.ts';
import { pageRequest, pagesOf } from '../http/paging.ts';
import { Refusal } from '../http/refusal.ts';
import type { Call, Reply } from '../http/route.ts';
import type { Resource } from '../resource-kit/resource.ts';
import { collectionTable } from '../resource-kit/tables.ts';
import { Collection } from '../search/collection.ts';
import { perWorkspace, type Workspace } from '../workspace.ts';
import { contactChanges } from './contacts/changes.ts';

const tails = hexIds('ad4f77a786a2');
const head = 'fca05814-4b72-4dce-ad4f-';

/** UUIDs whose last group is the row number. */
const logIds: Ids = {
  of: (row) => head + row.toString(16).padStart(12, '0'),
  row: (id) => (id.startsWith(head) ? tails.row(`ad4f77a786a2${id.slice(head.length)}`) : undefined),
};

/** What admins did; a log never changes. */
const logsOf = perWorkspace((workspace) => {
  const diceOf = workspace.dice('activity logs');
  const timeDiceOf = workspace.dice('activity log times');
  const end = lastSecond(workspace);
  const span = Math.max(1, workspace.spanDays * 86_400 - 3_600);
  return new Collection({
    size: workspace.size('activity_logs'),
    ids: logIds,
    times: (row) => {
      const dice = timeDiceOf(row);
      const created = dice.chance(0.1) ? end - Math.floor(span / (2 + dice.below(4))) : end - dice.below(span);
      return { created, updated: created };
    },
    make: (row, created) => {
      const dice = diceOf(row);
      const admin = dice.below(Math.max(1, workspace.size('admins')));
      const type = dice.pick(['admin_login_success', 'app_name_change', 'message_state_change', 'bulk_export']);
      return {
        id: logIds.of(row),
        performed_by: {
          type: 'admin',
          id: ids.admin.of(admin),
          email: `teammate${admin + 1}@example.com`,
          ip: '127.0.0.1',
        },
        metadata:
          type === 'app_name_change'
            ? { before: 'Größe', after: 'Sandbox' }
            : dice.maybe(0.5, { external_id: String(row) }),
        created_at: created,
        activity_type: type,
        activity_description: dice.maybe(0.95, `Teammate ${admin + 1} did something: ${type}.`),
      };
    },
  });
});

export const activityLogs = {
  sizes: { activity_logs: 900 },
  open: logsOf,
  routes: [{ method: 'GET', path: '/admins/activity_logs', scope: 'read_admin_activity_logs', answer: list }],
  tables: { activity_logs: collectionTable(logsOf, (workspace, row) => logsOf(workspace).get(row)) },
  changes,
  /** An admin adds a contact, of which there is a log. */
  random: {
    weight: 1,
    make: (workspace) => ({
      contacts: contactChanges(workspace).addContact(),
      activity_logs: changes(workspace).addActivityLog(),
    }),
  },
} satisfies Resource;

function changes(workspace: Workspace) {
  return {
    /** Returns the new log's id. */
    addActivityLog(at: number = workspace.now): string {
      const logs = logsOf(workspace);
      return logs.idOf(logs.add(at));
    },
  };
}

/** Latest first, whatever is asked for. */
function list(call: Call, workspace: Workspace): Reply {
  const logs = logsOf(workspace);
  const isInclusive = workspace.settings.activityLogBoundsInclusive;
  const after = second(call, 'created_at_after');
  const before = second(call, 'created_at_before') ?? Number.POSITIVE_INFINITY;
  if (after === undefined) throw new Refusal(400, 'parameter_not_found', 'created_at_after is required');
  const request = pageRequest(call, { default: 20, max: 250 });
  const skipped = (request.page - 1) * request.perPage;
  const rows: number[] = [];
  let total = 0;
  logs.index('created_at').scan(true, undefined, (row) => {
    const at = logs.timeOf(row, 'created_at');
    const isWithin = isInclusive ? at >= after && at <= before : at > after && at < before;
    if (isWithin && total >= skipped && rows.length < request.perPage) rows.push(row);
    if (isWithin) total++;
    return at >= after;
  });
  const pages = pagesOf(call, request, total);
  return { body: { type: 'activity_log.list', pages, activity_logs: rows.map((row) => logs.get(row)) } };
}

function second(call: Call, name: string): number | undefined {
  const text = call.query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,12}$/.test(text)) throw new Refusal(400, 'parameter_invalid', `${name} must be a Unix timestamp`);
  return Number(text);
}
