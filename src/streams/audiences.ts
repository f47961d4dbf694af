import { audienceSchema } from '../schemas/audience.ts';
import { ListStream } from './list-stream.ts';

export class Audiences extends ListStream {
  readonly name = 'audiences';
  readonly description = 'A group of people that content for Fin is meant for.';
  override readonly source = '50 records a call';
  readonly schema = audienceSchema;
  readonly list = { path: '/audiences', recordsAt: 'data', perPage: 50 };
}
