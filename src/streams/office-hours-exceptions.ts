import { officeHoursExceptionSchema } from '../schemas/office-hours.ts';
import { ChildListStream } from './child-stream.ts';
import { OfficeHours } from './office-hours.ts';

export class OfficeHoursExceptions extends ChildListStream {
  readonly name = 'office_hours_exceptions';
  readonly description = 'A day on which a schedule of office hours does not hold.';
  readonly source = 'a call per schedule';
  readonly schema = officeHoursExceptionSchema;
  readonly list = {
    parents: new OfficeHours().walk,
    parentPath: (id: string) => `/office_hours_schedules/${id}`,
    path: (id: string) => `/office_hours_schedules/${id}/office_hours_exceptions`,
    recordsAt: 'data',
  };
  override readonly parent = { stream: 'office_hours', key: 'office_hours_schedule_id' };
}
