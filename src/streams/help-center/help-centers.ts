import { helpCenterSchema } from '../../schemas/help-center.ts';
import { ListStream } from '../list-stream.ts';

export class HelpCenters extends ListStream {
  readonly name = 'help_centers';
  readonly description = 'A help center of the workspace.';
  readonly schema = helpCenterSchema;
  readonly list = { path: '/help_center/help_centers', recordsAt: 'data' };
}
