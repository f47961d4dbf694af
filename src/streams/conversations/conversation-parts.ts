import type { Body } from '../../intercom/api.ts';
import { isObject } from '../../json.ts';
import { toText } from '../../rows/convert.ts';
import type { Row } from '../../rows/row.ts';
import { conversationPartSchema } from '../../schemas/conversation-part.ts';
import type { Child } from '../../walks/children.ts';
import { ChildStream, parentFrom } from '../child-stream.ts';
import { conversationsWithParts, partsOf } from './walks.ts';
import { partBodies, partSubjects } from './written-texts.ts';

export class ConversationParts extends ChildStream<Child> {
  readonly name = 'conversation_parts';
  readonly description =
    'A message, note or event of a conversation after the one that opened it; all of each conversation that has changed, whatever their own age.';
  readonly source = 'a call per changed conversation';
  readonly schema = conversationPartSchema;
  readonly walk = conversationsWithParts;
  override readonly parent = parentFrom('conversations', 'conversation');
  override readonly parentInState = this.parent.stream;
  override readonly cursorField = 'updated_at';
  override readonly conversions = { id: toText };
  override readonly derived = {
    updated_at: ({ updated_at: updatedAt, created_at: createdAt }: Body) => updatedAt ?? createdAt,
  };
  override readonly bodies = partBodies;
  override readonly subjects = partSubjects;

  rows({ body: conversation }: Child): readonly Row[] {
    const { created_at: createdAt, conversation_parts: parts } = conversation;
    const columns = {
      ...this.parentColumns(conversation),
      conversation_created_at: createdAt ?? null,
      conversation_total_parts: isObject(parts) ? (parts.total_count ?? null) : null,
    };
    return partsOf(conversation).map((part) => ({ ...part, ...columns }));
  }
}
