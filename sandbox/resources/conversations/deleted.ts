import { ids } from '../../generate/ids.ts';
import { anySecond } from '../../generate/times.ts';
import { byPageNumber } from '../../http/paging.ts';
import { generatedList } from '../../resource-kit/list-resource.ts';

/** What is left of deleted conversations; the latest deletion comes first unless asked otherwise. */
export const deletedConversations = generatedList({
  name: 'deleted_conversations',
  path: '/conversations/deleted',
  scope: 'read_conversations',
  type: 'conversations.list',
  key: 'conversations',
  paging: byPageNumber({ default: 20, max: 60 }),
  size: 70,
  row: (row, dice, workspace) => ({
    type: 'conversation',
    id: ids.deletedConversation.of(row),
    metrics_retained: dice.chance(0.5),
    deleted_at: anySecond(workspace, dice),
  }),
  view: (rows, call) => {
    const order = call.query.get('order') === 'asc' ? 1 : -1;
    return [...rows].sort((a, b) => order * (Number(a.deleted_at) - Number(b.deleted_at)));
  },
});

export const deletedConversationsOf = deletedConversations.of;
