import { conversationTeammateSchema } from '../../schemas/conversation-links.ts';
import { EmbeddedListStream, parentFrom } from '../child-stream.ts';
import { CONVERSATION_LISTS, conversations } from './walks.ts';

export class ConversationTeammates extends EmbeddedListStream {
  readonly name = 'conversation_teammates';
  readonly description = 'A teammate who wrote in a conversation; all of each conversation that has changed.';
  readonly schema = conversationTeammateSchema;
  readonly walk = conversations;
  readonly listAt = CONVERSATION_LISTS.conversation_teammates;
  override readonly parent = parentFrom('conversations', 'conversation');
  override readonly primaryKey = ['conversation_id', 'id'];
  override readonly cursorField = 'conversation_updated_at';
  override readonly isLink = true;
}
