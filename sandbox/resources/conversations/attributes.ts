import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import { listRoute } from '../../resource-kit/list-resource.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import type { Workspace } from '../../workspace.ts';

const definitions = [
  ['Copilot used', 'boolean', {}],
  ['CX Score', 'integer', {}],
  ['Language', 'list', { options: [option('1', 'English'), option('2', 'Français'), option('3', '日本語')] }],
  ['Due', 'datetime', {}],
  ['Orders', 'relationship', { reference: { type: 'many', object_type_id: 'Order' } }],
  ['Gone', 'string', { archived: true, multiline: false }],
] as const;

/** What conversations can be described with; the last one is archived. */
export const conversationAttributes = {
  routes: [
    listRoute({ path: '/conversations/attributes', scope: 'read_conversations' }, ({ query }, workspace) =>
      query.get('include_archived') === 'true' ? definitionsIn(workspace) : liveIn(workspace),
    ),
  ],
  tables: { conversation_attributes: { rows: definitionsIn } },
} satisfies Resource;

function liveIn(workspace: Workspace): Row[] {
  return definitionsIn(workspace).filter(({ archived }) => archived === false);
}

function definitionsIn({ createdAt: at }: Workspace): Row[] {
  return definitions.map(([name, dataType, extras], row) => ({
    type: 'conversation_attribute',
    id: 3 + row,
    name,
    description: '',
    data_type: dataType,
    required: false,
    visible_to_team_ids: [],
    archived: false,
    created_at: at,
    updated_at: at,
    admin_id: ids.admin.of(0),
    ...extras,
  }));
}

function option(id: string, label: string) {
  return { id: `a1b2c3d4-e5f6-7890-abcd-ef123456789${id}`, label, archived: false };
}
