import { segmentSchema } from '../schemas/segment.ts';
import { list } from '../walks/list.ts';
import { RecordStream } from './stream.ts';

/** The groups of contacts and companies that share a filter. */
export class Segments extends RecordStream {
  readonly name = 'segments';
  readonly schema = segmentSchema;
  readonly walk = list({ name: 'segments', path: '/segments', recordsAt: 'segments', query: { include_count: true } });
  override readonly cursorField = 'updated_at';
}
