import { newsfeedItemSchema } from '../../schemas/news.ts';
import { ChildListStream } from '../child-stream.ts';
import { Newsfeeds } from './newsfeeds.ts';

export class NewsfeedItems extends ChildListStream {
  readonly name = 'newsfeed_items';
  readonly description = 'A news item that is live in a newsfeed.';
  readonly source = 'a call per newsfeed, and one more for each further 20 news items';
  readonly schema = newsfeedItemSchema;
  readonly list = {
    parents: new Newsfeeds().walk,
    parentPath: (id: string) => `/news/newsfeeds/${id}`,
    path: (id: string) => `/news/newsfeeds/${id}/items`,
    recordsAt: 'data',
    // The page of the published example: no maximum is documented.
    perPage: 20,
    idAt: 'id',
  };
  override readonly parent = { stream: 'newsfeeds', key: 'newsfeed_id' };
  override readonly primaryKey = ['newsfeed_id', 'id'];
}
