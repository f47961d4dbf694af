import { ActivityLogs } from './activity-logs.ts';
import { Admins } from './admins.ts';
import { Companies } from './companies/companies.ts';
import { CompanySegments } from './companies/company-segments.ts';
import { Contacts } from './contacts/contacts.ts';
import { ConversationParts } from './conversations/conversation-parts.ts';
import { Conversations } from './conversations/conversations.ts';
import { DataAttributes } from './data-attributes.ts';
import { Segments } from './segments.ts';
import type { Stream } from './stream.ts';
import { Tags } from './tags.ts';
import { Teams } from './teams.ts';
import { Tickets } from './tickets/tickets.ts';

/** What of the configuration and the workspace decides which streams there are, and how they are read. */
export interface StreamOptions {
  readonly activityLogsTimeStepDays: number;
}

/** All streams that a workspace has, in the order in which they are shown. */
export function streamsOf(options: StreamOptions): readonly Stream<unknown>[] {
  return [
    new ActivityLogs(options),
    new Admins(),
    new Companies(),
    new DataAttributes('company'),
    new CompanySegments(),
    new DataAttributes('contact'),
    new Contacts(),
    new ConversationParts(),
    new Conversations(),
    new Segments(),
    new Tags(),
    new Teams(),
    new Tickets(),
  ];
}

/** True when the start date bounds a stream of `streams`: by its own records, or by those of its parent. */
export function isBoundedByStartDate(
  { isBounded, parent }: Stream<unknown>,
  streams: readonly Stream<unknown>[],
): boolean {
  const above = streams.find(({ name }) => name === parent?.stream);
  return above === undefined ? isBounded : isBoundedByStartDate(above, streams);
}
