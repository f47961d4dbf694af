import { officeHoursSchema } from '../schemas/office-hours.ts';
import { ListStream } from './list-stream.ts';

export class OfficeHours extends ListStream {
  readonly name = 'office_hours';
  readonly description = 'A schedule of the hours in which the workspace is open.';
  readonly schema = officeHoursSchema;
  readonly list = { path: '/office_hours_schedules', recordsAt: 'data' };
}
