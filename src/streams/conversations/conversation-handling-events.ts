import type { Row } from '../../rows/row.ts';
import { conversationHandlingEventSchema } from '../../schemas/conversation-handling-event.ts';
import type { Child } from '../../walks/children.ts';
import { ChildListStream, parentFrom } from '../child-stream.ts';
import { conversationParents } from './walks.ts';

export class ConversationHandlingEvents extends ChildListStream {
  readonly name = 'conversation_handling_events';
  readonly description =
    'A teammate paused or resumed the handling of a conversation; all such events of each conversation that has changed.';
  readonly source = 'a call per changed conversation';
  readonly schema = conversationHandlingEventSchema;
  readonly list = {
    ...conversationParents,
    path: (id: string) => `/conversations/${id}/handling_events`,
    recordsAt: 'handling_events',
  };
  override readonly parent = parentFrom('conversations', 'conversation');
  override readonly callPer = 'conversation';
  override readonly primaryKey = ['conversation_id', 'position'];
  override readonly cursorField = this.parent.changedAt;

  override rows(child: Child): readonly Row[] {
    return super.rows(child).map((row) => ({ ...row, position: child.position }));
  }
}
