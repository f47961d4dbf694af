import { ids } from '../../generate/ids.ts';
import { anySecond } from '../../generate/times.ts';
import { byPageNumber } from '../../http/paging.ts';
import { generatedList } from '../../resource-kit/list-resource.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import type { Workspace } from '../../workspace.ts';
import { conversationChanges } from './changes.ts';
import { conversationsOf } from './rows.ts';

const list = generatedList({
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

/** What is left of deleted conversations; the latest deletion comes first unless asked otherwise. */
export const deletedConversations = {
  ...list,
  changes,
  /** A conversation comes and is deleted at once, so that nobody has read it before. */
  random: {
    weight: 1,
    make: (workspace) => {
      const id = conversationChanges(workspace).addConversation();
      changes(workspace).deleteConversation(id);
      return { deleted_conversations: id };
    },
  },
} satisfies Resource;

function changes(workspace: Workspace) {
  return {
    /** The conversation is gone from everywhere but the list of deleted ones. */
    deleteConversation(id: string, at: number = workspace.now): void {
      const conversations = conversationsOf(workspace);
      conversations.remove(conversations.known(id));
      list.of(workspace).push({ type: 'conversation', id, metrics_retained: true, deleted_at: at });
    },
  };
}
