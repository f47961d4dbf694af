import type { Body } from '../intercom/api.ts';
import { activityLogSchema } from '../schemas/activity-log.ts';
import type { Walk } from '../walks/walk.ts';
import { windows } from '../walks/windows.ts';
import { activityLogColumns } from './columns.ts';
import { RecordStream } from './stream.ts';

/** What teammates did in the workspace's settings. */
export class ActivityLogs extends RecordStream {
  readonly name = 'activity_logs';
  readonly schema = activityLogSchema;
  readonly walk: Walk<Body>;
  override readonly cursorField = 'created_at';
  protected override readonly toRow = activityLogColumns;

  constructor({ activityLogsTimeStepDays }: { readonly activityLogsTimeStepDays: number }) {
    super();
    this.walk = windows({
      name: 'activity_logs',
      path: '/admins/activity_logs',
      recordsAt: 'activity_logs',
      stepDays: activityLogsTimeStepDays,
      perPage: 250,
    });
  }
}
