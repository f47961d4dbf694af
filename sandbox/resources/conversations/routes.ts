import { askedPage, pageByNumber, wholeNumber } from '../../http/paging.ts';
import { type Call, notFound, type Reply, type Route } from '../../http/route.ts';
import { asFound, searchPage } from '../../search/search-page.ts';
import { conversationRules } from '../../search/searchable.ts';
import type { Workspace } from '../../workspace.ts';
import { asPlainText, conversationWithParts } from './records.ts';

const scope = 'read_conversations';

export const conversationRoutes: readonly Route[] = [
  { method: 'POST', path: '/conversations/search', scope, answer: search },
  { method: 'GET', path: '/conversations', scope, answer: list },
  { method: 'GET', path: '/conversations/deleted', scope, answer: deleted },
  { method: 'GET', path: '/conversations/attributes', scope, answer: attributes },
  { method: 'GET', path: '/conversations/:id', scope, answer: getOne },
];

function search(call: Call, workspace: Workspace): Reply {
  const { conversations } = workspace;
  const { rows, total, pages } = searchPage(call, {
    collection: conversations,
    rules: conversationRules(workspace.settings, conversations),
    usualPerPage: 20,
    indexedUntil: workspace.indexedUntil,
  });
  const found = rows.map((row) => asFound(conversations, row, conversations.get(row)));
  return { body: { type: 'conversation.list', pages, total_count: total, conversations: found } };
}

/** Latest change first. */
function list(call: Call, workspace: Workspace): Reply {
  const body = {
    query: { field: 'created_at', operator: '>', value: 0 },
    sort: { field: 'updated_at', order: 'descending' },
    pagination: {
      per_page: wholeNumber(call.query.get('per_page'), 20, 'per_page'),
      starting_after: call.query.get('starting_after') ?? undefined,
    },
  };
  return search({ ...call, body }, workspace);
}

/** Latest deletion first unless asked otherwise. */
function deleted(call: Call, workspace: Workspace): Reply {
  const order = call.query.get('order') === 'asc' ? 1 : -1;
  const all = [...workspace.deletedConversations].sort((a, b) => order * (Number(a.deleted_at) - Number(b.deleted_at)));
  const { rows, pages } = pageByNumber(call, all, askedPage(call, 20, 60));
  return { body: { type: 'conversations.list', total_count: all.length, pages, conversations: rows } };
}

function attributes(call: Call, workspace: Workspace): Reply {
  const wantsAll = call.query.get('include_archived') === 'true';
  const data = workspace.conversationAttributes.filter((one) => wantsAll || one.archived === false);
  return { body: { type: 'list', data } };
}

function getOne(call: Call, workspace: Workspace): Reply {
  const row = workspace.conversations.find(call.params.id ?? '');
  if (row === undefined) throw notFound('Conversation');
  const conversation = conversationWithParts(workspace, row);
  return { body: call.query.get('display_as') === 'plaintext' ? asPlainText(conversation) : conversation };
}
