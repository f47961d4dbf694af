import { conversationContactSchema } from '../../schemas/conversation-links.ts';
import { EmbeddedListStream, parentFrom } from '../child-stream.ts';
import { CONVERSATION_LISTS, conversations } from './walks.ts';

export class ConversationContacts extends EmbeddedListStream {
  readonly name = 'conversation_contacts';
  readonly description = 'A contact who takes part in a conversation; all of each conversation that has changed.';
  readonly schema = conversationContactSchema;
  readonly walk = conversations;
  readonly listAt = CONVERSATION_LISTS.conversation_contacts;
  override readonly parent = parentFrom('conversations', 'conversation');
  override readonly primaryKey = ['conversation_id', 'id'];
  override readonly cursorField = 'conversation_updated_at';
  override readonly isLink = true;
}
