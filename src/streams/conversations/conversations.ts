import type { Body } from '../../intercom/api.ts';
import { type Convert, converting, inside } from '../../rows/convert.ts';
import type { Row } from '../../rows/row.ts';
import { conversationSchema } from '../../schemas/conversation.ts';
import { recordsOf } from '../../walks/pages.ts';
import { conversationColumns } from '../columns.ts';
import { RecordStream } from '../stream.ts';
import { conversations } from './walks.ts';

/** The conversations of the workspace, each with the message that opened it. */
export class Conversations extends RecordStream {
  readonly name = 'conversations';
  readonly schema = conversationSchema;
  readonly walk = conversations;
  override readonly cursorField = 'updated_at';
  protected override readonly toRow = conversationColumns;
  override readonly attributes = {
    request: { method: 'GET', path: '/conversations/attributes' },
    property: 'custom_attributes',
    definitions: (body: Body) => recordsOf(body, ['data'], '/conversations/attributes'),
  } as const;

  override convertBodies(row: Row, convert: Convert): Row {
    return converting({ source: inside({ body: convert }) })(row);
  }
}
