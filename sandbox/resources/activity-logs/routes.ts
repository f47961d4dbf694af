import { askedPage, numberedPages } from '../../http/paging.ts';
import { type Call, Refusal, type Reply, type Route } from '../../http/route.ts';
import type { Workspace } from '../../workspace.ts';

export const activityLogRoutes: readonly Route[] = [
  { method: 'GET', path: '/admins/activity_logs', scope: 'read_admins', answer: list },
];

/** Latest first, whatever is asked for. */
function list(call: Call, workspace: Workspace): Reply {
  const { activityLogs, settings } = workspace;
  const after = second(call, 'created_at_after');
  const before = second(call, 'created_at_before') ?? Number.POSITIVE_INFINITY;
  if (after === undefined) throw new Refusal(400, 'parameter_not_found', 'created_at_after is required');
  const asked = askedPage(call, 20, 250);
  const skipped = (asked.page - 1) * asked.perPage;
  const rows: number[] = [];
  let total = 0;
  activityLogs.index('created_at').scan(true, undefined, (row) => {
    const at = activityLogs.timeOf(row, 'created_at');
    const isWithin = settings.activityLogBoundsInclusive ? at >= after && at <= before : at > after && at < before;
    if (isWithin && total >= skipped && rows.length < asked.perPage) rows.push(row);
    if (isWithin) total++;
    return at >= after;
  });
  const pages = numberedPages(call, asked, Math.ceil(total / asked.perPage));
  return { body: { type: 'activity_log.list', pages, activity_logs: rows.map((row) => activityLogs.get(row)) } };
}

function second(call: Call, name: string): number | undefined {
  const text = call.query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,12}$/.test(text)) throw new Refusal(400, 'parameter_invalid', `${name} must be a Unix timestamp`);
  return Number(text);
}
