import { segmentSchema } from '../schemas/segment.ts';
import { ListStream } from './list-stream.ts';

export class Segments extends ListStream {
  readonly name = 'segments';
  readonly description = 'A group of contacts or companies that match a filter.';
  override readonly source = 'one call; unchanged segments are left out afterwards';
  readonly schema = segmentSchema;
  readonly list = { path: '/segments', recordsAt: 'segments', query: { include_count: true } };
  override readonly cursorField = 'updated_at';
}
