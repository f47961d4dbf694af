import { ActivityLogs } from './activity-logs.ts';
import { Admins } from './admins.ts';
import { Companies } from './companies/companies.ts';
import { CompanyNotes } from './companies/company-notes.ts';
import { CompanySegments } from './companies/company-segments.ts';
import { CompanyTags } from './companies/company-tags.ts';
import { ContactCompanies } from './contacts/contact-companies.ts';
import { ContactTags } from './contacts/contact-tags.ts';
import { Contacts } from './contacts/contacts.ts';
import { ConversationContacts } from './conversations/conversation-contacts.ts';
import { ConversationParts } from './conversations/conversation-parts.ts';
import { ConversationTags } from './conversations/conversation-tags.ts';
import { ConversationTeammates } from './conversations/conversation-teammates.ts';
import { Conversations } from './conversations/conversations.ts';
import { DataAttributes } from './data-attributes.ts';
import { Segments } from './segments.ts';
import type { Stream } from './stream.ts';
import { Tags } from './tags.ts';
import { TeamAdmins } from './team-admins.ts';
import { Teams } from './teams.ts';
import { TicketParts } from './tickets/ticket-parts.ts';
import { TicketTypeAttributes } from './tickets/ticket-type-attributes.ts';
import { TicketTypes } from './tickets/ticket-types.ts';
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
    new CompanyNotes(),
    new CompanyTags(),
    new ContactCompanies(),
    new ContactTags(),
    new ConversationContacts(),
    new ConversationTags(),
    new ConversationTeammates(),
    new TeamAdmins(),
    new TicketParts(),
    new TicketTypeAttributes(),
    new TicketTypes(),
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
