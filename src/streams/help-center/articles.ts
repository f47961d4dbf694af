import { articleSchema } from '../../schemas/article.ts';
import { ListStream } from '../list-stream.ts';

export class Articles extends ListStream {
  readonly name = 'articles';
  readonly description = 'An article of a help center, published or draft.';
  override readonly source = '250 records a call; unchanged articles are left out afterwards';
  readonly schema = articleSchema;
  readonly list = { path: '/articles', recordsAt: 'data', perPage: 250 };
  override readonly cursorField = 'updated_at';
}
