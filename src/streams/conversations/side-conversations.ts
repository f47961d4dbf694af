import { each, inside, toText } from '../../rows/convert.ts';
import { sideConversationSchema } from '../../schemas/side-conversation.ts';
import { ChildListStream, parentFrom } from '../child-stream.ts';
import { conversationParents } from './walks.ts';
import { partBodies, partSubjects } from './written-texts.ts';

export class SideConversations extends ChildListStream {
  readonly name = 'side_conversations';
  readonly description =
    'A thread of teammates beside a conversation, with its messages; all of each conversation that has changed.';
  readonly source = 'a call per changed conversation, and one more for each further 50 side conversations';
  readonly schema = sideConversationSchema;
  readonly list = {
    ...conversationParents,
    path: (id: string) => `/conversations/${id}/side_conversations`,
    recordsAt: 'side_conversations',
    perPage: 50,
    idAt: 'side_conversation_id',
  };
  override readonly parent = parentFrom('conversations', 'conversation');
  override readonly callPer = 'conversation';
  override readonly primaryKey = ['side_conversation_id'];
  override readonly cursorField = this.parent.changedAt;
  override readonly conversions = { conversation_parts: each(inside({ id: toText })) };
  override readonly bodies = partBodies.map((path) => `conversation_parts[].${path}`);
  override readonly subjects = partSubjects.map((path) => `conversation_parts[].${path}`);
}
