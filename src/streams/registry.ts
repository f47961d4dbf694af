import { ActivityLogs } from './activity-logs.ts';
import { Admins } from './admins.ts';
import { Companies } from './companies/companies.ts';
import { CompanySegments } from './companies/company-segments.ts';
import { Contacts } from './contacts/contacts.ts';
import { ConversationParts } from './conversations/conversation-parts.ts';
import { Conversations } from './conversations/conversations.ts';
import { CompanyAttributes } from './data-attributes/company-attributes.ts';
import { ContactAttributes } from './data-attributes/contact-attributes.ts';
import { Segments } from './segments.ts';
import type { Stream } from './stream.ts';
import { Tags } from './tags.ts';
import { Teams } from './teams.ts';
import { Tickets } from './tickets/tickets.ts';

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
