import { newsfeedSchema } from '../../schemas/news.ts';
import { ListStream } from '../list-stream.ts';

export class Newsfeeds extends ListStream {
  readonly name = 'newsfeeds';
  readonly description = 'A feed that news items are published in.';
  override readonly source = '10 records a call';
  readonly schema = newsfeedSchema;
  // The page of the published example: no maximum is documented.
  readonly list = { path: '/news/newsfeeds', recordsAt: 'data', perPage: 10 };
}
