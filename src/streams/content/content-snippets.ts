import { contentSnippetSchema } from '../../schemas/content-snippet.ts';
import { ListStream } from '../list-stream.ts';

export class ContentSnippets extends ListStream {
  readonly name = 'content_snippets';
  readonly description = 'A piece of text that Fin and Copilot answer from.';
  override readonly source = '50 records a call';
  readonly schema = contentSnippetSchema;
  readonly list = { path: '/content_snippets', recordsAt: 'data', perPage: 50 };
}
