import { brandSchema } from '../schemas/brand.ts';
import { ListStream } from './list-stream.ts';

export class Brands extends ListStream {
  readonly name = 'brands';
  readonly description = 'A brand of the workspace.';
  readonly schema = brandSchema;
  readonly list = { path: '/brands', recordsAt: 'data' };
}
