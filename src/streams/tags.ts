import { tagSchema } from '../schemas/tag.ts';
import { ListStream } from './list-stream.ts';

export class Tags extends ListStream {
  readonly name = 'tags';
  readonly description = 'A label for contacts, companies and conversations.';
  readonly schema = tagSchema;
  readonly list = { path: '/tags', recordsAt: 'data' };
}
