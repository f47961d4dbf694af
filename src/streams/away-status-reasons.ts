import { awayStatusReasonSchema } from '../schemas/away-status-reason.ts';
import { ListStream } from './list-stream.ts';

export class AwayStatusReasons extends ListStream {
  readonly name = 'away_status_reasons';
  readonly description = 'A reason that teammates can give for being away. Deleted ones are included.';
  readonly schema = awayStatusReasonSchema;
  readonly list = { path: '/away_status_reasons', recordsAt: 'data' };
}
