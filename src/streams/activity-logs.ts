import type { Body } from '../intercom/api.ts';
import { inside, toText } from '../rows/convert.ts';
import { activityLogSchema } from '../schemas/activity-log.ts';
import type { Walk } from '../walks/walk.ts';
import { windows } from '../walks/windows.ts';
import { RecordStream } from './stream.ts';

export class ActivityLogs extends RecordStream {
  readonly name = 'activity_logs';
  readonly description = 'What a teammate did in the settings of the workspace.';
  readonly source = 'windows of `activity_logs_time_step` days, 250 records a call';
  readonly schema = activityLogSchema;
  readonly walk: Walk<Body>;
  override readonly cursorField = 'created_at';
  override readonly isBounded = true;
  override readonly conversions = { id: toText, performed_by: inside({ id: toText }) };

  constructor({ activityLogsTimeStepDays }: { readonly activityLogsTimeStepDays: number }) {
    super();
    this.walk = windows({
      name: this.name,
      path: '/admins/activity_logs',
      recordsAt: 'activity_logs',
      stepDays: activityLogsTimeStepDays,
      perPage: 250,
    });
  }
}
