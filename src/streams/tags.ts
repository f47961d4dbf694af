import { tagSchema } from '../schemas/tag.ts';
import { list } from '../walks/list.ts';
import { RecordStream } from './stream.ts';

/** The labels that a workspace puts on contacts, companies and conversations. */
export class Tags extends RecordStream {
  readonly name = 'tags';
  readonly schema = tagSchema;
  readonly walk = list({ name: 'tags', path: '/tags', recordsAt: 'data' });
}
