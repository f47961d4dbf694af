import { emailSchema } from '../schemas/email.ts';
import { ListStream } from './list-stream.ts';

export class Emails extends ListStream {
  readonly name = 'emails';
  readonly description = 'An email address that the workspace sends from, with its settings.';
  readonly schema = emailSchema;
  readonly list = { path: '/emails', recordsAt: 'data' };
}
