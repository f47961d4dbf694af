import { deletedConversationSchema } from '../../schemas/deleted-conversation.ts';
import { newestFirst } from '../../walks/newest-first.ts';
import { timeIn } from '../../walks/walk.ts';
import { RecordStream } from '../stream.ts';

export class DeletedConversations extends RecordStream {
  readonly name = 'deleted_conversations';
  readonly description = 'The id of a conversation that was deleted, and when.';
  readonly source = '60 records a call, newest first, as far back as the range';
  readonly schema = deletedConversationSchema;
  override readonly cursorField = 'deleted_at';
  override readonly isBounded = true;
  readonly walk = newestFirst({
    name: this.name,
    path: '/conversations/deleted',
    recordsAt: 'conversations',
    perPage: 60,
    time: (conversation) => timeIn(conversation, 'deleted_at'),
    query: () => ({ order: 'desc' }),
  });
}
