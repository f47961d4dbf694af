import { externalPageSchema } from '../../schemas/external-page.ts';
import { ListStream } from '../list-stream.ts';

export class ExternalPages extends ListStream {
  readonly name = 'external_pages';
  readonly description = 'A page outside Intercom that Fin answers from.';
  override readonly source = '50 records a call';
  readonly schema = externalPageSchema;
  // The page of the published example: no maximum is documented.
  readonly list = { path: '/ai/external_pages', recordsAt: 'data', perPage: 50 };
}
