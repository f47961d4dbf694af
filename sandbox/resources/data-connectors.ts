import type { Dice } from '../generate/dice.ts';
import { decimalIds, ids } from '../generate/ids.ts';
import { anySecond, isoSecondOf, spreadTimes } from '../generate/times.ts';
import { wholeNumber } from '../http/paging.ts';
import { byTimeAndId } from '../http/paging-by-key.ts';
import type { Call } from '../http/route.ts';
import type { Row } from '../json.ts';
import { generatedList, listRoute } from '../resource-kit/list-resource.ts';
import { newestFirst } from '../resource-kit/newest-first.ts';
import { listParent } from '../resource-kit/parent.ts';
import type { Resource } from '../resource-kit/resource.ts';
import { childTable } from '../resource-kit/tables.ts';
import type { Workspace } from '../workspace.ts';
import { anyAdminId } from './teammates.ts';

const connectorIds = decimalIds(12_345);
const executionsAtMost = 100_000;

/** Requests to other services that workflows make, the latest change first. */
export const dataConnectors = generatedList({
  name: 'data_connectors',
  path: '/data_connectors',
  paging: byTimeAndId({ default: 20, max: 50 }, 'updated_at'),
  size: 5,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'data connectors')(row);
    const id = connectorIds.of(row);
    return {
      type: 'data_connector',
      id,
      name: `${dice.pick(workspace.words.nouns)} service`,
      description: dice.maybe(0.7, dice.pick(workspace.words.sentences)),
      state: dice.pick(['live', 'live', 'draft']),
      http_method: dice.pick(['get', 'post']),
      direct_fin_usage: dice.chance(0.3),
      created_by_admin_id: anyAdminId(dice, workspace),
      updated_by_admin_id: anyAdminId(dice, workspace),
      created_at: isoSecondOf(created),
      updated_at: isoSecondOf(updated),
      execution_results_url: `/data_connectors/${id}/execution_results`,
    };
  },
  view: (rows) => newestFirst(rows),
});

const connector = listParent('data_connector_id', dataConnectors.of, 'Data connector');

/** What came of each request, the latest first: those of the last hour, unless `start_ts` asks for more. */
export const dataConnectorExecutions = {
  sizes: { executionsPerConnector: 40 },
  routes: [
    listRoute(
      {
        path: '/data_connectors/:id/execution_results',
        paging: byTimeAndId({ default: 10, max: 30 }, 'created_at'),
      },
      (call, workspace) => asked(executions(workspace, connector.find(call, workspace)), call, workspace),
    ),
  ],
  tables: { data_connector_executions: childTable(connector, executions) },
} satisfies Resource;

function asked(rows: readonly Row[], { query }: Call, workspace: Workspace): Row[] {
  const start =
    query.get('start_ts') === '0' ? 0 : wholeNumber(query.get('start_ts'), workspace.now - 3_600, 'start_ts');
  const end = wholeNumber(query.get('end_ts'), workspace.now, 'end_ts');
  const [success, errorType] = [query.get('success'), query.get('error_type')];
  return rows.filter((row) => {
    const at = Date.parse(String(row.created_at)) / 1_000;
    if (at < start || at > end) return false;
    return (success ?? String(row.success)) === String(row.success) && (errorType ?? row.error_type) === row.error_type;
  });
}

function executions(workspace: Workspace, { id, http_method: method }: Row): Row[] {
  const row = connectorIds.row(String(id)) ?? 0;
  const count = workspace.size('executionsPerConnector');
  const rows = Array.from({ length: count }, (_, number) => ({
    type: 'data_connector.execution',
    id: String(99_000_000 + row * executionsAtMost + number),
    data_connector_id: id,
    http_method: method,
    ...outcome(workspace.dice(`execution ${number}`)(row), workspace),
  }));
  return newestFirst(rows, 'created_at');
}

/** What is not known of an execution is absent. */
function outcome(dice: Dice, workspace: Workspace): Row {
  const success = dice.chance(0.8);
  const conversation = dice.below(Math.max(1, workspace.size('conversations')));
  return {
    success,
    http_status: success ? 200 : dice.maybe(0.5, 503),
    ...(success && { request_url: 'https://api.example.com/webhook', execution_time_ms: dice.between(20, 3_000) }),
    ...(!success && { error_type: '3rd_party_error', error_message: 'Connection refused' }),
    source_type: dice.pick(['workflow', 'inbox', 'fin']),
    ...(dice.chance(0.5) && { source_id: '5001', conversation_id: ids.conversation.of(conversation) }),
    created_at: isoSecondOf(anySecond(workspace, dice)),
  };
}
