import { redirectSchema } from '../../schemas/redirect.ts';
import { ChildListStream } from '../child-stream.ts';
import { HelpCenters } from './help-centers.ts';

export class Redirects extends ChildListStream {
  readonly name = 'redirects';
  readonly description = 'An address of a help center that leads to an article or a collection.';
  readonly source = 'a call per help center, and one more for each further 250 redirects';
  readonly schema = redirectSchema;
  readonly list = {
    parents: new HelpCenters().walk,
    parentPath: (id: string) => `/help_center/help_centers/${id}`,
    path: (id: string) => `/help_center/help_centers/${id}/redirects`,
    recordsAt: 'data',
    perPage: 250,
    idAt: 'id',
  };
  override readonly parent = { stream: 'help_centers', key: 'help_center_id' };
}
