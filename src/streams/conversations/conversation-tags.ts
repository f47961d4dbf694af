import { conversationTagSchema } from '../../schemas/conversation-links.ts';
import { EmbeddedListStream, parentFrom } from '../child-stream.ts';
import { CONVERSATION_LISTS, conversations } from './walks.ts';

export class ConversationTags extends EmbeddedListStream {
  readonly name = 'conversation_tags';
  readonly description = 'A tag that a conversation has; all of each conversation that has changed.';
  readonly schema = conversationTagSchema;
  readonly walk = conversations;
  readonly listAt = CONVERSATION_LISTS.conversation_tags;
  override readonly parent = parentFrom('conversations', 'conversation');
  override readonly primaryKey = ['conversation_id', 'id'];
  override readonly cursorField = 'conversation_updated_at';
  override readonly isLink = true;
}
