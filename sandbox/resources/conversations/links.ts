import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import { touchAny } from '../../resource-kit/random.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { childTable, rowsAt } from '../../resource-kit/tables.ts';
import type { Workspace } from '../../workspace.ts';
import { contactsOf } from '../contacts/rows.ts';
import { tagsOf } from '../tags.ts';
import { anyAdminId } from '../teammates.ts';
import { conversation } from './parent.ts';
import { conversationsOf } from './rows.ts';

/** The tags, contacts and teammates that a conversation embeds. */
export const conversationLinks = {
  tables: {
    conversation_tags: embeddedTable('tags.tags'),
    conversation_contacts: embeddedTable('contacts.contacts'),
    conversation_teammates: embeddedTable('teammates.admins'),
  },
  changes,
  random: {
    weight: 1,
    make: touchAny('conversations', conversationsOf, (workspace, id, dice) => {
      const { tagConversation, addConversationContact, addConversationTeammate } = changes(workspace);
      const contacts = contactsOf(workspace);
      const contact = dice.below(Math.max(1, contacts.end));
      if (dice.chance(0.4)) tagConversation(id, ids.tag.of(dice.below(Math.max(1, tagsOf(workspace).length))));
      else if (dice.chance(0.5) && contacts.has(contact)) addConversationContact(id, contacts.idOf(contact));
      else addConversationTeammate(id, anyAdminId(dice, workspace));
    }),
  },
} satisfies Resource;

function embeddedTable(path: string) {
  return childTable(conversation, (workspace, row) => rowsAt(conversationsOf(workspace).get(row), path));
}

/** Each moves the conversation's `updated_at`, without a part. */
function changes(workspace: Workspace) {
  const conversations = conversationsOf(workspace);
  const join = (id: string, at: number, field: string, list: Row, key: string, joined: Row) => {
    const row = conversations.known(id);
    const others = rowsAt(conversations.get(row), `${field}.${key}`).filter((one) => one.id !== joined.id);
    conversations.touch(row, at, { [field]: { ...list, [key]: [...others, joined] } });
  };
  return {
    tagConversation(id: string, tagId: string, at: number = workspace.now): void {
      const tag = tagsOf(workspace).find((one) => one.id === tagId) ?? { type: 'tag', id: tagId, name: 'unknown' };
      const applied = { applied_at: at, applied_by: { type: 'admin', id: ids.admin.of(0) } };
      join(id, at, 'tags', { type: 'tag.list' }, 'tags', { ...tag, ...applied });
    },

    addConversationContact(id: string, contactId: string, at: number = workspace.now): void {
      const contact = { type: 'contact', id: contactId, external_id: null };
      join(id, at, 'contacts', { type: 'contact.list' }, 'contacts', contact);
    },

    addConversationTeammate(id: string, adminId: string, at: number = workspace.now): void {
      join(id, at, 'teammates', { type: 'admin.list' }, 'admins', { type: 'admin', id: adminId });
    },
  };
}
