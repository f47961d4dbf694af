import { toText } from '../../rows/convert.ts';
import { conversationAttributeSchema } from '../../schemas/conversation-attribute.ts';
import { ListStream } from '../list-stream.ts';

export class ConversationAttributes extends ListStream {
  readonly name = 'conversation_attributes';
  readonly description = 'An attribute of conversations. Archived ones are included.';
  readonly schema = conversationAttributeSchema;
  readonly list = { path: '/conversations/attributes', recordsAt: 'data', query: { include_archived: true } };
  override readonly conversions = { id: toText };
}
