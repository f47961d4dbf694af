import { internalArticleSchema } from '../../schemas/internal-article.ts';
import { ListStream } from '../list-stream.ts';

export class InternalArticles extends ListStream {
  readonly name = 'internal_articles';
  readonly description = 'An article that only teammates, Fin and Copilot read.';
  override readonly source = '25 records a call';
  readonly schema = internalArticleSchema;
  // The largest page in a published example: no maximum is documented.
  readonly list = { path: '/internal_articles', recordsAt: 'data', perPage: 25 };
}
