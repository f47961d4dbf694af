import type { Row } from '../../rows/row.ts';
import { callTranscriptSchema } from '../../schemas/call.ts';
import type { Child } from '../../walks/children.ts';
import { ChildStream, parentFrom } from '../child-stream.ts';
import { toUnixSeconds } from './calls.ts';
import { transcripts } from './walk.ts';

export class CallTranscripts extends ChildStream<Child> {
  readonly name = 'call_transcripts';
  readonly description = 'An entry of the transcript of a call; all of each call that has changed.';
  readonly source =
    'a request per twenty changed phone calls of conversations, and one per changed phone call without a conversation';
  readonly schema = callTranscriptSchema;
  readonly walk = transcripts;
  override readonly parent = parentFrom('calls', 'call');
  override readonly primaryKey = ['call_id', 'position'];
  override readonly cursorField = this.parent.changedAt;
  override readonly conversions = { call_updated_at: toUnixSeconds };
  // Intercom does not say what an entry holds.
  override readonly bodies = ['entry'];

  rows({ parent, body, position }: Child): readonly Row[] {
    const columns = { position, conversation_id: parent.conversation_id ?? null, entry: body };
    return [{ ...this.parentColumns(parent), ...columns }];
  }
}
