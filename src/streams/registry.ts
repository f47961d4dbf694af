import { ActivityLogs } from './activity-logs.ts';
import { Admins } from './admins.ts';
import { Companies } from './companies.ts';
import { CompanyAttributes } from './company-attributes.ts';
import { CompanySegments } from './company-segments.ts';
import { ContactAttributes } from './contact-attributes.ts';
import { Contacts } from './contacts.ts';
import { ConversationParts } from './conversation-parts.ts';
import { Conversations } from './conversations.ts';
import { Segments } from './segments.ts';
import type { Stream } from './stream.ts';
import { Tags } from './tags.ts';
import { Teams } from './teams.ts';
import { Tickets } from './tickets.ts';

/** What of the configuration changes how streams are read. */
export interface StreamOptions {
  readonly activityLogsTimeStepDays: number;
}

/** All streams that a workspace has, in the order in which they are shown. */
export function allStreams(options: StreamOptions): readonly Stream<unknown>[] {
  return [
    new ActivityLogs(options),
    new Admins(),
    new Companies(),
    new CompanyAttributes(),
    new CompanySegments(),
    new ContactAttributes(),
    new Contacts(),
    new ConversationParts(),
    new Conversations(),
    new Segments(),
    new Tags(),
    new Teams(),
    new Tickets(),
  ];
}
