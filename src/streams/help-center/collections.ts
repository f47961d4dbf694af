import { collectionSchema } from '../../schemas/collection.ts';
import { ListStream } from '../list-stream.ts';

export class Collections extends ListStream {
  readonly name = 'collections';
  readonly description = 'A collection of articles, or a section of one.';
  override readonly source = '250 records a call';
  readonly schema = collectionSchema;
  readonly list = { path: '/help_center/collections', recordsAt: 'data', perPage: 250 };
}
