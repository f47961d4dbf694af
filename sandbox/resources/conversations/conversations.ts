import { isRow, type Row } from '../../json.ts';
import { touchAny } from '../../resource-kit/random.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { latestFirstRoute, type Searchable, searchRoute } from '../../resource-kit/search-route.ts';
import { childTable, collectionTable } from '../../resource-kit/tables.ts';
import type { FieldKind } from '../../search/filters.ts';
import { customKind, secondRules } from '../../search/rules.ts';
import type { Workspace } from '../../workspace.ts';
import { conversationChanges } from './changes.ts';
import { conversation } from './parent.ts';
import { partsOf } from './parts.ts';
import { conversationsOf } from './rows.ts';

const texts = ['id', 'title', 'open', 'read', 'state', 'priority', 'source.type', 'source.body', 'source.author.id'];
const numbers = ['admin_assignee_id', 'team_assignee_id', 'conversation_rating.rating'];

const searchable: Searchable = {
  of: conversationsOf,
  rules: (workspace) => secondRules(workspace, conversationsOf(workspace), { kindOf }),
  record: withoutParts,
  scope: 'read_conversations',
  type: 'conversation.list',
  key: 'conversations',
  defaultPerPage: 20,
};

export const conversations = {
  sizes: { conversations: 600, partsPerConversation: 6 },
  open: conversationsOf,
  routes: [
    searchRoute('/conversations/search', searchable),
    latestFirstRoute('/conversations', searchable, 'updated_at', 20),
    {
      method: 'GET',
      path: '/conversations/:id',
      scope: searchable.scope,
      answer: (call, workspace) => {
        const record = withParts(workspace, conversation.find(call, workspace));
        return { body: call.query.get('display_as') === 'plaintext' ? asPlainText(record) : record };
      },
    },
  ],
  tables: {
    conversations: collectionTable(conversationsOf, withoutParts),
    conversation_parts: childTable(conversation, (workspace, row) => partsOf(workspace).given(row)),
  },
  changes: conversationChanges,
  random: {
    weight: 2,
    make: touchAny('conversations', conversationsOf, (workspace, id) =>
      conversationChanges(workspace).touchConversation(id),
    ),
  },
} satisfies Resource;

function kindOf(field: string): FieldKind | undefined {
  if (['created_at', 'updated_at', 'waiting_since', 'snoozed_until'].includes(field)) return 'second';
  if (/^statistics\.\w+_at$/.test(field)) return 'second';
  if (numbers.includes(field) || field.startsWith('statistics.')) return 'number';
  return texts.includes(field) ? 'text' : customKind(field, 'custom_attributes.');
}

/** A conversation as search gives it. */
function withoutParts(workspace: Workspace, row: number): Row {
  const record = conversationsOf(workspace).get(row);
  return workspace.settings.documentedKeys ? withDocumentedKey(record) : record;
}

/** The description names the list of teammates `teammates`. */
function withDocumentedKey(record: Row): Row {
  const { teammates } = record;
  if (!isRow(teammates)) return record;
  const { admins, ...rest } = teammates;
  return { ...record, teammates: { ...rest, teammates: admins } };
}

/** A conversation as its own endpoint gives it. */
function withParts(workspace: Workspace, row: number): Row {
  const parts = partsOf(workspace);
  return {
    ...withoutParts(workspace, row),
    conversation_parts: {
      type: 'conversation_part.list',
      conversation_parts: parts.given(row),
      total_count: parts.count(row) + workspace.settings.archivedChildrenCounted,
    },
  };
}

/** The same with all HTML taken out of bodies. */
function asPlainText(record: Row): Row {
  return JSON.parse(JSON.stringify(record), (key: string, value: unknown): unknown =>
    (key === 'body' || key === 'subject') && typeof value === 'string' ? value.replace(/<[^>]*>/g, '') : value,
  );
}
