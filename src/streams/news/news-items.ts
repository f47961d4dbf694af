import { newsItemSchema } from '../../schemas/news.ts';
import { ListStream } from '../list-stream.ts';

export class NewsItems extends ListStream {
  readonly name = 'news_items';
  readonly description = 'A news item, live or draft.';
  override readonly source = '10 records a call';
  readonly schema = newsItemSchema;
  // The page of the published example: no maximum is documented.
  readonly list = { path: '/news/news_items', recordsAt: 'data', perPage: 10 };
}
