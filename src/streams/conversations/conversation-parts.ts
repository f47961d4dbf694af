import { type Convert, converting } from '../../rows/convert.ts';
import type { Row } from '../../rows/row.ts';
import { conversationPartSchema } from '../../schemas/conversation-part.ts';
import type { Child } from '../../walks/each-parent.ts';
import { conversationPartColumns } from '../columns.ts';
import { Stream } from '../stream.ts';
import { conversationsWithParts, partsOf } from './walks.ts';

/** The messages, notes and events after the opening message: all of each conversation that has changed, whatever their own age. */
export class ConversationParts extends Stream<Child> {
  readonly name = 'conversation_parts';
  readonly schema = conversationPartSchema;
  readonly walk = conversationsWithParts;
  override readonly cursorField = 'updated_at';
  override readonly parentInState = 'conversations';

  override convertBodies(row: Row, convert: Convert): Row {
    return converting({ body: convert })(row);
  }

  rows({ body }: Child): readonly Row[] {
    return partsOf(body).map((part) => conversationPartColumns(part, body));
  }
}
